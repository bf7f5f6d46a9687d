"""The quick select is Django's own select."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting

CHOICES = [
    ("", "любая <должность>"),
    ("Учителя", [(1, "математики & физики"), (2, "химии")]),
    (True, "да"),
]


@pytest.mark.parametrize("value", [None, "", "2", True])
@pytest.mark.parametrize("attrs", [{}, {"id": "id_x", "required": True, "disabled": False, "data-n": 1234}])
def test_select_is_drawn_as_by_django(value, attrs):
    widget = forms.Select(attrs, choices=CHOICES)

    ours = widget.render("x", value, renderer=TemplatesSetting())
    own = widget.render("x", value, renderer=DjangoTemplates())

    assert "".join(ours.split()) == "".join(own.split())
    assert "&lt;должность&gt;" in ours
