import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.language.cases import OBLIQUE_CASES, Case
from mentoring.language.positions import propose_position_forms
from mentoring.language.titles import normalise_position

ROWS = list(csv.DictReader(Path(__file__).with_name("positions.csv").open(encoding="utf-8")))


def test_forty_positions_are_listed():
    assert len(ROWS) == 40


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["position"])
def test_every_form_of_the_position_is_right_and_needs_no_review(row):
    forms = propose_position_forms(row["position"])
    assert [forms.in_case(case) for case in OBLIQUE_CASES] == [row[case.value] for case in OBLIQUE_CASES]
    assert forms.review == ()


@pytest.mark.parametrize(
    ("title", "accusative"),
    [
        ("учитель труда (технологии)", "учителя труда (технологии)"),
        ("педагог-психолог (0,5 ставки)", "педагога-психолога (0,5 ставки)"),
        (
            "учитель физики и классный руководитель 7 «А» класса",
            "учителя физики и классного руководителя 7 «А» класса",
        ),
        ("учитель химии и биологии", "учителя химии и биологии"),
        ("учитель физики/лаборант", "учителя физики/лаборанта"),
        ("руководитель кружков, секций и студий", "руководителя кружков, секций и студий"),
        (
            "заместитель директора, курирующий воспитательную работу",
            "заместителя директора, курирующего воспитательную работу",
        ),
        ("зам. директора по УВР", "зам. директора по УВР"),
        ("и. о. директора, учитель физики", "и. о. директора, учителя физики"),
        ("ст. вожатый", "ст. вожатого"),
        ("вожатая", "вожатую"),
        ("рабочий по комплексному обслуживанию зданий", "рабочего по комплексному обслуживанию зданий"),
        ("ответственный за питание", "ответственного за питание"),
        ("сестра-хозяйка", "сестру-хозяйку"),
        ("пресс-секретарь", "пресс-секретаря"),
        ("электрик", "электрика"),
        ("вахтер", "вахтера"),
        ("вахтёр", "вахтёра"),
        ("ученица 9 «Б» класса", "ученицу 9 «Б» класса"),
        ("временно исполняющая обязанности директора", "временно исполняющую обязанности директора"),
    ],
)
def test_other_titles_of_a_school_decline_without_review(title, accusative):
    forms = propose_position_forms(title)
    assert (forms.accusative, forms.review) == (accusative, ())


@pytest.mark.parametrize(
    "title", ["вакансия", "группа продлённого дня", "1-й заместитель", "асистент", "учителя"]
)
def test_a_title_without_a_person_stays_and_is_given_for_review(title):
    forms = propose_position_forms(title)
    first = title.split()[0]
    assert {forms.in_case(case) for case in Case} == {title}
    assert forms.review == (f"не понятно, кто назван словом «{first}»: впишите формы сами",)


def test_an_empty_title_is_given_for_review():
    assert propose_position_forms("  ").review == ("должность не указана",)


@pytest.mark.parametrize(
    ("typed", "repaired"),
    [
        ("УЧИТЕЛЬ РУССКОГО ЯЗЫКА И ЛИТЕРАТУРЫ", "учитель русского языка и литературы"),
        ("ЗАМЕСТИТЕЛЬ ДИРЕКТОРА ПО УВР", "заместитель директора по УВР"),
        (
            "ПРЕПОДАВАТЕЛЬ-ОРГАНИЗАТОР ОСНОВ БЕЗОПАСНОСТИ И ЗАЩИТЫ РОДИНЫ",
            "преподаватель-организатор основ безопасности и защиты Родины",
        ),
        ("КЛАССНЫЙ РУКОВОДИТЕЛЬ 5 «А» КЛАССА", "классный руководитель 5 «А» класса"),
        ("КЛАССНЫЙ РУКОВОДИТЕЛЬ 5А КЛАССА", "классный руководитель 5А класса"),
        ("Учитель  математики ", "учитель математики"),
        ("И.О. ДИРЕКТОРА", "и. о. директора"),
        ("и.о директора", "и. о. директора"),
        ("Зам.директора по АХР", "зам. директора по АХР"),
        ("педагог -психолог", "педагог-психолог"),
        ("педагог ДО", "педагог ДО"),
        ("методист МБОУ СОШ № 5", "методист МБОУ СОШ № 5"),
        ("учитeль физики", "учитель физики"),
        ("учитель физики.", "учитель физики"),
        ("учитель физики ,лаборант", "учитель физики, лаборант"),
    ],
)
def test_the_spelling_of_a_position_is_repaired(typed, repaired):
    assert normalise_position(typed) == repaired


@given(st.text())
def test_normalising_any_position_twice_changes_nothing_more(text):
    assert normalise_position(normalise_position(text)) == normalise_position(text)


@given(st.text(alphabet="абиоАБИОЁё -–.,;()/«»ABc1 ", max_size=30))
def test_normalising_letters_twice_changes_nothing_more(text):
    assert normalise_position(normalise_position(text)) == normalise_position(text)


PIECES = st.sampled_from(
    [
        "учитель",
        "старший",
        "и",
        ",",
        "-",
        "/",
        "(",
        ")",
        "и.",
        "о.",
        "зам.",
        "и.о.",
        "физики",
        "педагог-психолог",
        "ОБЗР",
        "7",
        "«Б»",
        "класса",
        "заведующая",
        "врио",
    ]
)


@given(st.lists(PIECES, max_size=8))
def test_any_heap_of_words_gets_forms(words):
    forms = propose_position_forms(" ".join(words))
    assert forms.nominative == normalise_position(" ".join(words))


@given(st.text(max_size=30))
def test_any_text_gets_forms(text):
    assert propose_position_forms(text).nominative == normalise_position(text)
