"""What the law calls special categories is neither stored nor asked for (ПП 1119; 152-ФЗ, ст. 10; H14)."""

import re

import pytest
from django import forms
from django.apps import apps

from registry.bank.forms import LeaveForm, MenteeForm, MentorForm
from registry.consents.forms import WithdrawForm
from registry.pairs.forms import AnswerForm, CouncilForm, EndForm, RefusalForm, TermsForm, WithdrawalForm
from registry.people.forms import PersonForm
from registry.people.models import Person

OURS = ("mentoring", "registry", "programs", "roadmap")
FORBIDDEN = re.compile(
    r"passport|паспорт|snils|снилс|health|здоров|diagnos|диагноз|disab|инвалид|nationali|национальн|ethnic|"
    r"religi|религи|politic|политическ|union_member|профсоюз|biometr|биометр|fingerprint|criminal|судимост|"
    r"marital|семейн|home_address|адрес регистрации",
    re.IGNORECASE,
)
# Forms that take free text about a person.
FORMS = (
    MentorForm, MenteeForm, LeaveForm, WithdrawForm, TermsForm, RefusalForm, AnswerForm, WithdrawalForm,
    CouncilForm, EndForm,
)  # fmt: skip
FREE = {
    "reason",
    "note",
    "comment",
    "request",
    "strengths",
    "wishes",
    "competencies",
    "achievements",
    "qualities",
}


def test_no_column_is_made_for_them():
    found = [
        f"{model._meta.label}.{field.name}"
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if FORBIDDEN.search(f"{field.name} {field.verbose_name}")
    ]
    assert found == []


def test_the_words_that_are_looked_for_would_be_found():
    assert [bool(FORBIDDEN.search(word)) for word in ("passport_number", "состояние здоровья", "стаж")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("form", [*(form() for form in FORMS), PersonForm(instance=Person())])
def test_fields_of_free_text_ask_not_to_write_them(form):
    fields = {name: field for name, field in form.fields.items() if name in FREE}
    long = {name for name, field in form.fields.items() if isinstance(field.widget, forms.Textarea)}
    assert fields and long <= FREE | {"positions"}
    assert [
        name for name, field in fields.items() if "Не пишите о здоровье" not in str(field.help_text)
    ] == []
