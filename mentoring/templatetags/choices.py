"""The options of a select, drawn without a template for each."""

from django.forms.utils import flatatt
from django.template import Library
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = Library()


@register.simple_tag
def options(given: list[dict]) -> SafeString:
    """One `<option>` a line; `given` are the dicts that a choice widget makes."""
    return format_html_join(
        "",
        '\n  <option value="{}"{}>{}</option>',
        ((option["value"], _attributes(option["attrs"]), option["label"]) for option in given),
    )


def _attributes(given: dict) -> str:
    """Most options have none, the chosen one has «selected»."""
    return flatatt(given) if given else ""
