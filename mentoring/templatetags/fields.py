"""A field of a form – label, hint, error, control – put together in one step.

A template asks a bound field some thirty times what it is, and each question first tries the field as a dictionary:
that was half the time of a page with a form.
"""

from collections.abc import Mapping
from typing import Any

from django.forms import BoundField, CheckboxInput, FileInput, HiddenInput, MultiWidget, Select
from django.template import Context, Library
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from mentoring.templatetags.look import icon

register = Library()


@register.filter
def is_one_control(field: BoundField) -> bool:
    """Is it a text, a date, a number, a list to choose from: one control with a label of its own?"""
    widget = field.field.widget
    return not (
        widget.use_fieldset
        or field.is_hidden
        or isinstance(widget, CheckboxInput | FileInput | HiddenInput | MultiWidget)
        or hasattr(widget, "widget")
    )


@register.simple_tag(takes_context=True)
def one_control(context: Context) -> SafeString:
    """The field as `bootstrap5/field.html` would draw it, for those of `is_one_control`."""
    field: BoundField = context["field"]
    look = "form-select" if isinstance(field.field.widget, Select) else "form-control"
    errors = field.errors
    _dress(field, f"{look} is-invalid" if errors else look)
    name = field.auto_id
    hint = _hint(field, name)
    is_last = "<a " in str(field.help_text)
    classes = "".join(f" {given}" for given in (context.get("wrapper_class"), field.css_classes()) if given)
    return format_html(
        '<div id="div_{}" class="field{}">{}{}{}{}{}</div>',
        name,
        classes,
        _label(field, context),
        "" if is_last else hint,
        _errors(field, name) if errors and context.get("form_show_errors") else "",
        field.as_widget(),
        hint if is_last else "",
    )


def _label(field, context) -> SafeString | str:
    if not field.label:
        return ""
    is_asked = field.field.required or str(context.get("form_method") or "post").lower() == "get"
    return format_html(
        '<label{} class="form-label{}">{}{}</label>',
        format_html(' for="{}"', field.id_for_label) if field.id_for_label else "",
        format_html(" {}", given) if (given := context.get("label_class")) else "",
        field.label,
        "" if is_asked else mark_safe(' <span class="optional">необязательно</span>'),
    )


def _hint(field, name) -> SafeString | str:
    if not field.help_text:
        return ""
    # A hint may quote what somebody has typed: only one that was made safe where it is written keeps its link.
    return format_html(
        '<div{} class="form-text">{}</div>',
        format_html(' id="{}_helptext"', name) if name else "",
        field.help_text,
    )


def _errors(field, name) -> SafeString:
    lines = [
        format_html(
            '<p id="error_{}_{}">{}<span><span class="visually-hidden">Ошибка: </span>{}</span></p>',
            number, name, icon("circle-alert"), error,
        )
        for number, error in enumerate(field.errors, 1)
    ]  # fmt: skip
    return format_html(
        '<div id="{}_error" class="field-error">{}</div>', field.errors.field_id, SafeString("".join(lines))
    )


def _dress(field, classes) -> None:
    """Add the classes, after those that the form has given and the name of the widget, as crispy forms does."""
    widget = field.field.widget
    name = type(widget).__name__.lower()
    given = widget.attrs.get("class", "").split() or [name]
    if name not in " ".join(given):
        given.append(name)
    widget.attrs["class"] = " ".join([*given, *(one for one in classes.split() if one not in given)])


@register.simple_tag
def input_tag(widget: Mapping[str, Any]) -> SafeString:
    """`<input>`, as Django's own template draws it; `widget` is what a widget tells its template."""
    value = widget["value"]
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        "" if value is None else format_html(' value="{}"', str(value)),
        attributes(widget["attrs"]),
    )


@register.simple_tag
def attributes(given: Mapping[str, Any]) -> SafeString:
    """Attributes of a tag, each behind a space: a name alone for True, nothing for False."""
    return SafeString(
        "".join(
            f" {conditional_escape(name)}"
            if value is True
            else f' {conditional_escape(name)}="{conditional_escape(str(value))}"'
            for name, value in given.items()
            if value is not False
        )
    )
