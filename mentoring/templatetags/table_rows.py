"""The rows of a list, with what is the same for every row worked out once.

django-tables2 asks the columns anew for every cell: their attributes, the arguments that their renderer
takes. That was most of the time of a list page.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.template import Context, Library
from django.template.base import render_value_in_context
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
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
    lines = []
    for row in table.paginated_rows:
        cells = "".join(column.cell(row, context) for column in columns)
        lines.append(f"<tr {row.attrs.as_html()}>{cells}</tr>")
    return mark_safe("\n".join(lines))  # noqa: S308 - every cell is escaped as a template would


class Cells:
    """The cells of one column."""

    def __init__(self, column: BoundColumn):
        self.column = column
        self.wanted, self.takes_all = signature(column.render)
        self.has_own_attributes = any(_callables(column.column.attrs.get("td", {})))
        self.opening = self._opening()

    def _opening(self) -> str:
        return format_html('<td {} data-label="{}">', self.column.attrs["td"].as_html(), self.column.header)

    def cell(self, row: BoundRow, context: Context) -> str:
        value = row._get_and_render_with(
            self.column, render_func=self._renderer(row), default=self.column.default
        )  # noqa: SLF001
        opening = self.opening
        if self.has_own_attributes:
            self.column.current_value, self.column.current_record = value, row.record
            opening = self._opening()
        return f"{opening}{self._in_words(value, context)}</td>"

    def _renderer(self, row: BoundRow) -> Callable[..., Any]:
        def render(column: BoundColumn, value: Any = None) -> Any:
            given = row._optional_cell_arguments(column, value)  # noqa: SLF001
            chosen = given if self.takes_all else {name: given[name] for name in self.wanted}
            content = column.render(**chosen)
            return column.link(content, **given) if column.link else content

        return render

    def _in_words(self, value: Any, context: Context) -> str:
        if self.column.localize is None:
            return render_value_in_context(value, context)
        return conditional_escape(localize(value, use_l10n=self.column.localize))


def _callables(attributes: dict) -> Iterator[bool]:
    yield from (callable(value) for value in attributes.values())
