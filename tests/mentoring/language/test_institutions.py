"""The school's name in the cases of papers."""

import pytest

from mentoring.language.institutions import is_form_of, propose_institution_forms
from tests.factories.school import CARD


@pytest.mark.parametrize(
    ("name", "genitive", "dative", "prepositional"),
    [
        (
            "Муниципальное бюджетное общеобразовательное учреждение «Школа № 15»",
            CARD["full_name_genitive"],
            CARD["full_name_dative"],
            CARD["full_name_prepositional"],
        ),
        (
            "Государственное казённое нетиповое учреждение дополнительного образования «Юность» города Орла",
            "государственного казённого нетипового учреждения дополнительного образования «Юность» города Орла",
            "государственному казённому нетиповому учреждению дополнительного образования «Юность» города Орла",
            "государственном казённом нетиповом учреждении дополнительного образования «Юность» города Орла",
        ),
        ("Гимназия № 3", "гимназии № 3", "гимназии № 3", "гимназии № 3"),
        ("Средняя школа № 7", "средней школы № 7", "средней школе № 7", "средней школе № 7"),
        ("Лицей «Родник»", "лицея «Родник»", "лицею «Родник»", "лицее «Родник»"),
        (
            "Автономная некоммерческая организация «Школа»",
            "автономной некоммерческой организации «Школа»",
            "автономной некоммерческой организации «Школа»",
            "автономной некоммерческой организации «Школа»",
        ),
    ],
)
def test_forms_are_proposed(name, genitive, dative, prepositional):
    forms = {"genitive": genitive, "dative": dative, "prepositional": prepositional}
    assert propose_institution_forms(name) == forms
    assert all(is_form_of(form, name) for form in forms.values())


@pytest.mark.parametrize("name", ["", "МБОУ «СОШ № 15»", "«Родник»", "15"])
def test_nothing_is_proposed_without_a_noun_to_decline(name):
    assert propose_institution_forms(name) == {}


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("муниципального учреждения «Школа № 15»", "Муниципальное учреждение «Школа № 16»"),
        ("муниципального учреждения", "Муниципальное учреждение «Школа № 16»"),
        ("муниципального учреждения", "Государственное учреждение"),
        ("гимназии № 3", "Школа № 3"),
    ],
)
def test_the_form_of_another_name_is_seen(form, name):
    assert not is_form_of(form, name)
