"""The school's name in cases on its card: proposed, compared with the name itself, proposed anew."""

import pytest

from mentoring.school.forms import OrganisationForm
from mentoring.school.models import Organisation
from tests.factories.school import CARD, make_school

pytestmark = pytest.mark.django_db
CASES = ("full_name_genitive", "full_name_dative", "full_name_prepositional")
TYPED = CARD | {
    "version": 0, "order_margin_left": 30, "working_margin_left": 20, "margin_right": 10, "margin_top": 20,
    "margin_bottom": 20, "font_size": 14, "date_style": "numeric", "head_position_genitive": "директора",
    "head_position_dative": "директору", "head_position_accusative": "директора",
}  # fmt: skip


def form_of(card=None, **typed):
    return OrganisationForm({**TYPED, **typed}, instance=card or Organisation())


def test_empty_cases_are_proposed():
    form = form_of(**dict.fromkeys(CASES, ""))
    assert form.is_valid(), form.errors
    assert {name: form.cleaned_data[name] for name in CASES} == {name: CARD[name] for name in CASES}
    assert "names_checked" not in form.cleaned_data


def test_a_name_that_cannot_be_declined_asks_for_the_cases():
    form = form_of(full_name="МБОУ «СОШ № 15»", **dict.fromkeys(CASES, ""))
    assert set(form.errors) == set(CASES)
    assert "Впишите наименование в дательном падеже" in form.errors["full_name_dative"][0]


def test_a_case_of_another_name_is_doubted_until_the_person_insists():
    wrong = {"full_name_genitive": "муниципального бюджетного учреждения «Школа № 51»"}
    form = form_of(**wrong)
    assert list(form.errors) == ["full_name_genitive"]
    assert f"Может быть, «{CARD['full_name_genitive']}»?" in form.errors["full_name_genitive"][0]
    assert not form.fields["names_checked"].widget.is_hidden
    assert form_of(**wrong, names_checked="on").is_valid()


def test_a_new_name_brings_new_proposals_in_place_of_the_former_cases():
    card = make_school()
    form = form_of(card, full_name="Муниципальное автономное учреждение «Лицей № 15»")
    assert set(form.errors) == set(CASES)
    assert form["full_name_dative"].value() == "муниципальному автономному учреждению «Лицей № 15»"
    again = form_of(
        Organisation.objects.get(), full_name="Муниципальное автономное учреждение «Лицей № 15»",
        **{name: form[name].value() for name in CASES},
    )  # fmt: skip
    assert again.is_valid(), again.errors
