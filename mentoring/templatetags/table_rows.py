"""The rows of a list, with what is the same for every row worked out once.

django-tables2 asks the columns anew for every cell: their attributes, the arguments that their renderer
takes. That was most of the time of a list page.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.db.models.constants import LOOKUP_SEP
from django.template import Context, Library
from django.template.base import render_value_in_context
from django.utils.formats import localize
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django_tables2 import Table
from django_tables2.columns import BoundColumn
from django_tables2.rows import BoundRow
from django_tables2.utils import signature

register = Library()


@register.simple_tag(takes_context=True)
def table_rows(context: Context, table: Table) -> SafeString:
    """The `<tr>`s of the table's page, just as the package's own template draws them."""
    columns = [Cells(column) for column in table.columns]
    # Even and odd rows differ by a class alone, unless the table says more of its rows.
    usual: dict[bool, str] = {}
    lines = []
    for row in table.paginated_rows:
        is_odd = bool(row.row_counter % 2)
        opening = usual.get(is_odd) or f"<tr {row.attrs.as_html()}>"
        if not table.row_attrs and type(row) is BoundRow:
            usual[is_odd] = opening
        cells = "".join([column.cell(row, context) for column in columns])
        lines.append(f"{opening}{cells}</tr>")
    return mark_safe("\n".join(lines))  # noqa: S308 - every cell is escaped as a template would


class Cells:
    """The cells of one column."""

    def __init__(self, column: BoundColumn):
        self.column = column
        self.wanted, self.takes_all = _signature_of(column.render)
        self.has_own_attributes = any(_callables(column.column.attrs.get("td", {})))
        self.opening = self._opening()
        self.plain_name = "" if LOOKUP_SEP in (name := str(column.accessor)) or "." in name else name
        # A column that is drawn with its record alone needs none of the other arguments.
        self.is_simple = not (column.link or self.takes_all) and set(self.wanted) <= {"record", "value"}

    def _opening(self) -> str:
        return format_html('<td {} data-label="{}">', self.column.attrs["td"].as_html(), self.column.header)

    def cell(self, row: BoundRow, context: Context) -> str:
        value = self._content(row)
        opening = self.opening
        if self.has_own_attributes:
            self.column.current_value, self.column.current_record = value, row.record
            opening = self._opening()
        return f"{opening}{self._in_words(value, context)}</td>"

    def _content(self, row: BoundRow) -> Any:
        """What stands in the cell: found in one step where the package takes ten, to the same end."""
        record = row.record
        if self.is_simple and self.plain_name and isinstance(record, Model):
            raw = getattr(record, self.plain_name, None)
            if raw is not None and not callable(raw) and self._has_no_choices(type(record)):
                if raw in self.column.column.empty_values:
                    return self.column.default
                given = {"record": record, "value": raw}
                return self.column.render(**{name: given[name] for name in self.wanted})
        return row._get_and_render_with(  # noqa: SLF001
            self.column, render_func=self._renderer(row), default=self.column.default
        )

    def _has_no_choices(self, model: type[Model]) -> bool:
        return not _has_choices(model, self.plain_name)

    def _renderer(self, row: BoundRow) -> Callable[..., Any]:
        def render(column: BoundColumn, value: Any = None) -> Any:
            given = row._optional_cell_arguments(column, value)  # noqa: SLF001
            chosen = given if self.takes_all else {name: given[name] for name in self.wanted}
            content = column.render(**chosen)
            return column.link(content, **given) if column.link else content

        return render

    def _in_words(self, value: Any, context: Context) -> str:
        if type(value) is SafeString:
            return value
        if type(value) is str and context.autoescape:
            return escape(value)
        if self.column.localize is None:
            return render_value_in_context(value, context)
        return conditional_escape(localize(value, use_l10n=self.column.localize))


def _signature_of(render: Callable) -> tuple[tuple[str, ...], str | None]:
    """The names of its arguments without «self», and the name of `**` if it takes any."""
    function = getattr(render, "__func__", None)
    return _signature_of_method(function) if function else signature(render)


@cache
def _signature_of_method(function: Callable) -> tuple[tuple[str, ...], str | None]:
    names, rest = signature(function)
    return names[1:], rest


@cache
def _has_choices(model: type[Model], name: str) -> bool:
    """Has the field of this name words of its own for its values? A property has none."""
    if name == "pk":
        return bool(model._meta.pk and model._meta.pk.choices)
    try:
        return bool(getattr(model._meta.get_field(name), "choices", None))
    except FieldDoesNotExist:
        return False


def _callables(attributes: dict) -> Iterator[bool]:
    yield from (callable(value) for value in attributes.values())
