"""A select drawn quickly is Django's own one."""

from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.test.html import parse_html

GROUPED = [
    ("", "любая & <все>"),
    ("Учителя", [(1, "математики"), (20_000, 'русского "языка"')]),
    ("<b>", "методист"),
]


class MarkedSelect(forms.Select):
    def create_option(self, *args, **kwargs):
        option = super().create_option(*args, **kwargs)
        option["attrs"] |= {"data-size": 3, "disabled": option["value"] == "<b>"}
        return option


def drawn(widget, renderer):
    return widget.render("position", 20_000, {"id": "p"}, renderer=renderer)


def test_a_quick_select_is_django_s_own_one():
    for kind in (forms.Select, MarkedSelect):
        widget = kind(choices=GROUPED)
        quick = drawn(widget, get_default_renderer())
        assert parse_html(quick) == parse_html(drawn(widget, DjangoTemplates()))
        assert "&lt;b&gt;" in quick and "<b>" not in quick
