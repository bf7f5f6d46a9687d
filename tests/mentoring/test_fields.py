"""A field that is put together in one step is the field that crispy forms would draw."""

from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.template import Context, engines
from django.utils.safestring import mark_safe

FIELD = Path(settings.BASE_DIR, "templates", "bootstrap5", "field.html")
SHORTCUT = (
    "{% if form_show_labels and field|is_one_control %}\n  {% one_control %}\n{% elif field.is_hidden %}"
)


class Example(forms.Form):
    plain = forms.CharField(label="Фамилия <b>", help_text=mark_safe("Как в <b>паспорте</b>."))
    free = forms.CharField(label="Примечание", required=False, widget=forms.Textarea(attrs={"class": "tall"}))
    linked = forms.DateField(
        label="День", help_text=mark_safe('<a href="/days/">Какой день писать</a>'),
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    chosen = forms.ChoiceField(label="Должность", choices=[("", "–"), ("a", "учитель & мастер")])
    number = forms.IntegerField(label="", min_value=0)
    mail = forms.EmailField(label="Почта", widget=forms.EmailInput(attrs={"class": "form-control small"}))
    many = forms.MultipleChoiceField(label="Предметы", choices=[("a", "химия")], required=False)


def drawn(source, field, **context):
    template = engines["django"].engine.from_string(source)
    given = {"field": field, "form_show_labels": True, "form_show_errors": True, **context}
    return " ".join(template.render(Context(given)).split()).replace("> ", ">").replace(" <", "<")


def whole_template():
    """The template without the shortcut."""
    source = FIELD.read_text()
    assert SHORTCUT in source
    return source.replace(SHORTCUT, "{% if field.is_hidden %}")


@pytest.mark.parametrize(
    "context",
    [
        {},
        {"form_show_errors": False},
        {"form_method": "get"},
        {"wrapper_class": "wide", "label_class": "big"},
    ],
    ids=["plain", "errors hidden", "filter", "classes"],
)
@pytest.mark.parametrize("data", [None, {"plain": "<i>", "number": "-1", "mail": "no", "chosen": "z"}])
def test_one_step_draws_what_the_template_draws(data, context):
    names = Example.base_fields
    ours = [drawn(FIELD.read_text(), Example(data)[name], **context) for name in names]
    expected = [drawn(whole_template(), Example(data)[name], **context) for name in names]
    assert ours == expected
    assert "Фамилия &lt;b&gt;" in ours[0]


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (
            forms.TextInput(attrs={"id": "x", "required": True, "disabled": False, "data-n": 1234}),
            '"><script>',
        ),
        (forms.NumberInput(), 12345),
        (forms.DateInput(attrs={"type": "date"}), None),
        (forms.HiddenInput(), ""),
        (forms.CheckboxInput(attrs={"title": "«a» & 'b'"}), True),
        (forms.Textarea(attrs={"rows": 3}), "</textarea>"),
        (forms.FileInput(attrs={"accept": ".xlsx"}), None),
    ],
    ids=lambda given: type(given).__name__,
)
def test_a_control_is_drawn_as_by_django(widget, value):
    ours = widget.render("x", value, renderer=TemplatesSetting())
    own = widget.render("x", value, renderer=DjangoTemplates())
    assert "".join(ours.split()) == "".join(own.split())


def test_a_hint_that_quotes_what_was_typed_is_escaped():
    class Quoting(forms.Form):
        term = forms.CharField(help_text="Сейчас: «<img src=x onerror=alert(1)>».")

    for source in (FIELD.read_text(), whole_template()):
        page = drawn(source, Quoting()["term"])
        assert "&lt;img src=x" in page and "<img" not in page
