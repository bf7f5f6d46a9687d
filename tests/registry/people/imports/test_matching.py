"""Whose card a line is about: exactly one, nobody's, or a question to the person."""

from datetime import date

import pytest

from registry.people.enums import PersonKind
from registry.people.imports.matching import cards_of, changes_in
from registry.people.imports.rows import CleanRow
from registry.people.models import Person
from registry.people.queries import with_positions
from registry.people.services import dismiss_person
from tests.factories.people import make_curator, make_person

pytestmark = pytest.mark.django_db

BORN, HIRED = date(1980, 5, 6), date(2010, 9, 1)
NAME = {"last_name": "Белова", "first_name": "Нина", "patronymic": "Павловна"}


def card(**fields):
    values = {**NAME, "birth_date": BORN, "hired_on": HIRED, **fields}
    return make_person(values.pop("last_name"), positions=("учитель физики",), **values)


def line(**values):
    return CleanRow(number=5, values={**NAME, **values})


def matched(row):
    return cards_of(with_positions(Person.objects.all())).match(row)


def found(row):
    match = matched(row)
    assert match.error == ""
    return match.person


def test_nobody_of_that_name_is_a_new_person():
    make_person("Цой")
    assert found(line(birth_date=BORN)) is None


def test_name_and_birthday_find_the_card_whatever_the_spelling():
    person = card(last_name="Алёшина")
    assert found(line(last_name="Алешина", birth_date=BORN)) == person


def test_another_birthday_is_another_person_with_a_word_about_it():
    card()
    match = matched(line(birth_date=date(1990, 1, 1)))
    assert match.person is None
    assert match.warnings == ("полная тёзка уже есть в картотеке, дата рождения другая: проверьте",)


def test_the_personnel_number_goes_before_the_name():
    person = card(personnel_number="007")
    match = matched(line(last_name="Громова", personnel_number="007", birth_date=BORN))
    assert match.person == person
    assert match.warnings == ("узнан по табельному номеру; в карточке ФИО другое: Белова Нина Павловна",)


@pytest.mark.parametrize(
    "values", [{"birth_date": date(1990, 1, 1)}, {"first_name": "Анна", "birth_date": BORN}]
)
def test_a_number_of_somebody_else_is_an_error(values):
    card(personnel_number="007")
    match = matched(line(personnel_number="007", **values))
    assert match.error == "табельный номер 007 стоит в карточке другого человека: Белова Нина Павловна"


def test_two_cards_with_one_name_and_birthday_are_a_question():
    card()
    card()
    match = matched(line(birth_date=BORN))
    assert (
        match.error
        == "в картотеке двое с такими ФИО: различаются только табельным номером: впишите его в файл"
    )


def test_without_a_birthday_the_day_of_hire_tells_namesakes_apart():
    card(birth_date=date(1970, 1, 1), hired_on=date(2000, 9, 1))
    person = card()
    assert found(line(hired_on=HIRED)) == person


def test_without_dates_the_position_tells_namesakes_apart():
    card(birth_date=date(1970, 1, 1))
    person = make_person(
        "Белова", first_name="Нина", patronymic="Павловна", positions=("завхоз",), birth_date=BORN
    )
    assert found(line(position="завхоз")) == person


def test_namesakes_that_nothing_tells_apart_are_a_question():
    card(birth_date=date(1970, 1, 1))
    card()
    match = matched(line(position="методист"))
    assert match.error == "в картотеке двое с такими ФИО: укажите дату рождения в файле и в карточках"


def test_a_single_namesake_with_nothing_against_is_taken_with_a_warning():
    person = card(birth_date=None, hired_on=None)
    match = matched(line(birth_date=BORN, position="методист"))
    assert match.person == person
    assert match.warnings == ("узнан только по ФИО: проверьте, что это тот же человек",)


def test_a_single_namesake_hired_on_another_day_is_a_question():
    card(birth_date=None)
    match = matched(line(hired_on=date(2020, 9, 1), position="методист"))
    assert match.error.startswith("в картотеке есть человек с теми же ФИО, но другой датой приёма.")


def test_a_changed_surname_is_suspected_by_the_birthday():
    card()
    match = matched(line(last_name="Громова", birth_date=BORN))
    assert match.person is None
    assert match.warnings[0].startswith("есть карточка «Белова Нина Павловна» с той же датой рождения.")


def test_a_dismissed_person_is_not_brought_back_by_a_list():
    person = card()
    dismiss_person(person, by=make_curator(), on=date(2026, 6, 1))
    assert matched(line(birth_date=BORN)).error.startswith("в карточке отмечено увольнение 01.06.2026.")


def test_a_person_of_another_organisation_is_not_changed_by_a_list():
    card(kind=PersonKind.EXTERNAL)
    assert matched(line(birth_date=BORN)).error == (
        "в картотеке этот человек – человек из другой организации: сначала измените это в карточке"
    )


def test_a_line_that_contradicts_its_card_is_an_error():
    card(hired_on=None)
    make_person("Цой", birth_date=None, hired_on=date(1979, 1, 1))
    row = CleanRow(
        number=6,
        values={
            "last_name": "Цой",
            "first_name": "Мария",
            "patronymic": "Сергеевна",
            "birth_date": BORN,
        },
    )
    assert matched(row).error == "вместе с карточкой дата приёма выходит раньше даты рождения: проверьте обе"


def test_changes_are_listed_field_by_field_in_words():
    person = card(category="first", category_note="до 20.12.2026", gender="f", email="A@school.example")
    row = line(
        category="highest",
        teaching_years=8,
        hired_on=date(2011, 9, 1),
        position="методист",
        email="a@school.example",
        gender="m",
    )
    changes = changes_in(person, row, has_gender_column=False)
    assert [(change["label"], change["old"], change["new"]) for change in changes] == [
        ("Дата приёма", "01.09.2010", "01.09.2011"),
        ("Квалификационная категория", "первая", "высшая"),
        ("Категория: срок или дата", "до 20.12.2026", ""),
        ("Педагогический стаж, лет", "", "8"),
        ("Должность", "учитель физики", "методист"),
    ]


def test_a_column_of_gender_may_change_the_card():
    person = card(gender="f")
    assert [change["new"] for change in changes_in(person, line(gender="m"), has_gender_column=True)] == [
        "мужской"
    ]


def test_blank_cells_and_the_spelling_of_letters_change_nothing():
    person = card(last_name="Алёшина", phone="2-34-56", note="совместитель")
    row = CleanRow(number=5, values={**NAME, "last_name": "Алешина", "position": "Учитель физики"})
    assert changes_in(person, row, has_gender_column=False) == []
