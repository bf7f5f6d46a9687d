"""Placeholders: a fixed list of words replaced as plain text."""

from datetime import date

import pytest

from mentoring.school.models import LegalAct, Organisation
from registry.people.models import Person
from roadmap.orders.editing import order_values
from roadmap.orders.placeholders import (
    OrderFacts,
    fill,
    insertable_groups,
    pairs_named,
    problems_in,
    values_of,
    without_pair,
)
from tests.factories.orders import CARD, make_order

PREPOSITIONAL = f"в {CARD['full_name_prepositional']}".replace("№ ", "№\xa0")
EMPTY = OrderFacts(card=None, year="2026/2027", curator=None, mentorships=())
SCHOOL = OrderFacts(
    card=Organisation(**CARD, head_position="директор"), year="2026/2027", curator=None, mentorships=()
)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("на {учебный год} учебный год", "на 2026/2027 учебный год"),
        ("в {организация|предл}", PREPOSITIONAL),
        ("в { Организация | предл }", PREPOSITIONAL),
        ("{организация.кратко}", "МБОУ СШ №\xa07"),
        ("{директор|дат}", "директору Кедровой Галине Андреевне"),
        ("{директор.ФИО|вин}", "Кедрову Галину Андреевну"),
        ("{директор.должность|род}", "директора"),
        ("{положение}", "Положения о системе (целевой модели) наставничества педагогических работников"),
    ],
)
def test_known_words_are_replaced(text, result):
    assert fill(text, values_of(SCHOOL)) == result
    assert problems_in(text, values_of(SCHOOL), "В пункте 1") == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7*191 }}",
        "{% debug %}",
        "${7*191}",
        "{# note #}",
        "{}",
        "{{settings.SECRET_KEY}}",
        "{% load x %}{{ y }}",
    ],
)
def test_template_languages_stay_text(text):
    assert fill(text, values_of(SCHOOL)) == text
    assert problems_in(text, values_of(SCHOOL), "В преамбуле") == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{школа}", "В пункте 3: неизвестная подстановка {школа}. Выберите её из списка рядом."),
        (
            "{организация|вин}",
            "В пункте 3: неизвестная подстановка {организация|вин}. Выберите её из списка рядом.",
        ),
        (
            "{settings.SECRET_KEY}",
            "В пункте 3: неизвестная подстановка {settings.SECRET_KEY}. Выберите её из списка рядом.",
        ),
        (
            "{куратор.ФИО|дат}",
            "В пункте 3: подстановку {куратор.ФИО|дат} нечем заполнить – в приказе не выбран куратор.",
        ),
        (
            "{пара 9.начало}",
            "В пункте 3: подстановку {пара 9.начало} нечем заполнить – в приказе нет пары с номером 9.",
        ),
        (
            "{устав}",
            "В пункте 3: подстановку {устав} нечем заполнить – это поле карточки организации пустое.",
        ),
    ],
)
def test_unknown_and_empty_ones_are_refused_with_their_place(text, sentence):
    assert problems_in(text, values_of(SCHOOL), "В пункте 3") == [sentence]
    assert fill(text, values_of(SCHOOL)) == text


def test_without_the_school_card_its_words_cannot_be_filled():
    assert problems_in("{организация}", values_of(EMPTY), "В преамбуле") == [
        "В преамбуле: подстановку {организация} нечем заполнить – не заполнена карточка организации."
    ]


def test_what_is_put_in_is_not_looked_through_again():
    """A name with braces stays a name."""
    facts = OrderFacts(
        card=Organisation(**{**CARD, "short_name": "{учебный год}"}), year="X", curator=None, mentorships=()
    )

    assert fill("{организация.кратко}", values_of(facts)) == "{учебный год}"


def test_every_offered_placeholder_can_be_used():
    for _, rows in insertable_groups(SCHOOL):
        for row in rows:
            assert problems_in(row.mark, values_of(SCHOOL), "В пункте 1") == []
            assert row.value != ""


def test_acts_of_the_normative_base_stand_in_the_case_that_the_sentence_asks_for():
    acts = [
        LegalAct(kind="Федеральный закон", number="273-ФЗ", title="Об образовании", date=date(2012, 12, 29),
                 citation="законом № 273-ФЗ", citation_genitive="закона № 273-ФЗ"),
        LegalAct(kind="письмо", title="О школе", citation="письмом", citation_genitive="письма"),
    ]  # fmt: skip
    values = values_of(OrderFacts(card=None, year="", curator=None, mentorships=(), acts=acts))
    assert (
        fill("в соответствии с {нормативная база}", values) == "в соответствии с законом №\xa0273-ФЗ, письмом"
    )
    assert fill("на основании {Нормативная база|род}", values) == "на основании закона №\xa0273-ФЗ, письма"
    assert fill("{нормативная база|список}", values) == (
        "Федеральный закон от 29.12.2012 № 273-ФЗ «Об образовании»;\nПисьмо «О школе»"
    ).replace("№ ", "№\xa0")
    assert problems_in("{нормативная база}", values_of(EMPTY), "В преамбуле") == [
        "В преамбуле: подстановку {нормативная база} нечем заполнить – в нормативной базе ни один акт не отмечен "
        "«называть в преамбуле»."
    ]


@pytest.mark.django_db
def test_names_of_pairs_come_in_five_cases():
    order = make_order("draft")
    values = order_values(order)
    mentor = Person.objects.get(
        participations__mentorship__order_row__order=order, participations__role="mentor"
    )

    assert [values[f"пара 1.наставник.фио{case}"] for case in ("", "|род", "|дат", "|вин", "|тв")] == [
        mentor.full_name,
        mentor.genitive,
        mentor.dative,
        mentor.accusative,
        mentor.instrumental,
    ]
    assert values["пара 1.наставник.должность|вин"] == "учителя математики"


def test_the_numbers_of_pairs_are_read_and_moved_up():
    text = "{пара 2.начало}, {Пара 12.наставник.ФИО|вин}, {{пара 3}}, {куратор.ФИО}"

    assert pairs_named(text) == {2, 12}
    assert without_pair(text, 3) == "{пара 2.начало}, {Пара 11.наставник.ФИО|вин}, {{пара 3}}, {куратор.ФИО}"


def test_a_date_in_words_ends_a_sentence_with_one_full_stop():
    assert fill("по 31 мая 2027 г..", {}) == "по 31\xa0мая 2027\xa0г."
    assert OrderFacts(Organisation(date_style="words"), "", None, ()).on_paper(date(2027, 5, 31)) == (
        "31\xa0мая 2027\xa0г."
    )
