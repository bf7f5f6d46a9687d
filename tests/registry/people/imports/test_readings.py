"""Cells as people fill them: what is understood, what is repaired and shown, what is refused."""

from datetime import date, datetime, time

import pytest

from registry.people.imports import cells, readings
from registry.people.imports.readings import Reading
from registry.people.imports.workbook import SheetRow

TODAY = date(2026, 11, 21)
MORNING = datetime(2020, 1, 31, 8, 30)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, Reading()),
        ("–", Reading()),
        (12, Reading(value=12)),
        ("12", Reading(value=12, repair="число 12 было записано текстом")),
        ("12 лет 4 мес.", Reading(value=12, repair="«12 лет 4 мес.» → 12")),
        ("12 л. 4 м. 5 дн.", Reading(value=12, repair="«12 л. 4 м. 5 дн.» → 12")),
        ("1 год", Reading(value=1, repair="«1 год» → 1")),
        (12.5, Reading(value=12, repair="«12.5» → 12")),
        ("12/4", Reading(value=12, repair="«12/4» → 12")),
        ("менее года", Reading(value=0, repair="«менее года» → 0")),
        ("8 мес.", Reading(value=0, repair="«8 мес.» → 0")),
        (71, Reading(error="стаж 71 лет невозможен, проверьте число")),
        (-1, Reading(error="стаж -1 лет невозможен, проверьте число")),
        ("много", Reading(error="«много» не похоже на число лет, напишите целое число, например 12")),
        (date(2012, 4, 1), Reading(error="вместо числа лет стоит дата 01.04.2012")),
    ],
)
def test_length_of_service(cell, expected):
    assert readings.read_years(cell) == expected


@pytest.mark.parametrize(
    ("cell", "value", "note"),
    [
        ("высшая", "highest", ""),
        ("Высшая кв. категория", "highest", ""),
        ("высшая, 15.03.2024", "highest", "15.03.2024"),
        ("Первая", "first", ""),
        ("первая (до 20.12.2026)", "first", "до 20.12.2026"),
        ("1 категория", "first", ""),
        ("I кв. категория, пр. № 12 от 01.02.2023", "first", "пр. № 12 от 01.02.2023"),
        ("СЗД", "position", ""),
        ("соответствие занимаемой должности от 10.10.2023", "position", "от 10.10.2023"),
        ("б/к", "none", ""),
        ("без категории", "none", ""),
        ("не имеет", "none", ""),
        ("педагог-методист", "highest", "педагог-методист"),
    ],
)
def test_category_and_what_stands_beside_it(cell, value, note):
    assert readings.read_category(cell) == Reading(value=value, note=note)


def test_a_dash_means_no_category_and_a_blank_says_nothing():
    assert readings.read_category("-") == Reading(value="none", repair="«-» → «без категории»")
    assert readings.read_category(None) == Reading()


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        ("вторая", "«вторая»: второй категории больше нет, напишите «высшая», «первая», «СЗД» или «б/к»"),
        ("15.03.2024", "«15.03.2024» не похоже на категорию, напишите «высшая», «первая», «СЗД» или «б/к»"),
        (
            "высшая, первая",
            "«высшая, первая» не похоже на категорию, напишите «высшая», «первая», «СЗД» или «б/к»",
        ),
    ],
)
def test_a_category_that_is_not_one(cell, error):
    assert readings.read_category(cell) == Reading(error=error)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (date(1998, 9, 20), Reading(value=date(1998, 9, 20))),
        (MORNING, Reading(value=date(2020, 1, 31))),
        (36058, Reading(value=date(1998, 9, 20), repair="число 36058 – это дата 20.09.1998 без формата")),
        (
            "15.12.2001",
            Reading(value=date(2001, 12, 15), repair="дата была записана текстом: «15.12.2001» → 15.12.2001"),
        ),
        ("31.02.1990", Reading(error="31.02.1990: такого дня нет в календаре")),
        ("сентябрь 2025", Reading(error="сентябрь 2025: нужен день")),
        ("нет", Reading()),
    ],
)
def test_dates(cell, expected):
    assert readings.read_date(cell, today=TODAY) == expected


def test_two_digits_of_a_year_of_birth_never_mean_the_future_or_a_child():
    assert readings.read_birth_date("04.03.81 г.", today=TODAY).value == date(1981, 3, 4)
    assert readings.read_birth_date("04.03.04", today=TODAY).value == date(2004, 3, 4)
    assert readings.read_birth_date("04.03.15", today=TODAY).value == date(1915, 3, 4)
    assert readings.read_date("04.03.15", today=TODAY).value == date(2015, 3, 4)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("a@school.example", Reading(value="a@school.example")),
        (
            " mailto:a @school.example; ",
            Reading(value="a@school.example", repair="«mailto:a @school.example;» → «a@school.example»"),
        ),
        (
            "a@school.example, b@school.example",
            Reading(error="«a@school.example, b@school.example»: оставьте один адрес"),
        ),
        ("почта@school.example", Reading(error="«почта@school.example»: в адресе есть русские буквы")),
        ("a.school.example", Reading(error="«a.school.example» не похоже на адрес электронной почты")),
        ("нет", Reading()),
    ],
)
def test_e_mail(cell, expected):
    assert readings.read_email(cell) == expected


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (89123456789, "+7 912 345-67-89"),
        ("8 (912) 345-67-89", "+7 912 345-67-89"),
        ("9123456789", "+7 912 345-67-89"),
        ("+7 912 345-67-89", "+7 912 345-67-89"),
        ("2-34-56, доб. 12", "2-34-56, доб. 12"),
        ("+375 29 123-45-67", "+375 29 123-45-67"),
    ],
)
def test_phone(cell, value):
    reading = readings.read_phone(cell)
    assert (reading.value, reading.error) == (value, "")
    assert readings.read_phone(reading.value) == Reading(value=value)


def test_a_phone_that_is_not_one():
    assert readings.read_phone("123") == Reading(error="«123» не похоже на номер телефона")


@pytest.mark.parametrize(
    ("cell", "value"), [("Ж", "f"), ("жен.", "f"), ("мужской", "m"), ("М", "m"), (None, None)]
)
def test_gender(cell, value):
    assert readings.read_gender(cell) == Reading(value=value)


def test_a_gender_that_is_not_one():
    assert readings.read_gender("х") == Reading(error="«х» не похоже на пол, напишите «м» или «ж»")


def test_position_is_repaired_and_shown():
    assert readings.read_position("УЧИТЕЛЬ  ФИЗИКИ") == Reading(
        value="учитель физики", repair="«УЧИТЕЛЬ ФИЗИКИ» → «учитель физики»"
    )
    assert readings.read_position("12") == Reading(
        error="«12» не похоже на должность, напишите её русскими словами"
    )
    assert readings.read_position("я" * 251).error == "название должности длиннее 250 знаков, сократите его"


def test_text_loses_control_characters_and_has_a_limit():
    read = readings.text_reader(10)
    assert read("де\x0bкрет_x000D_\n до") == Reading(value="де крет до")
    assert read("1" * 11) == Reading(error="текст длиннее 10 знаков, сократите его")
    assert read(7.0) == Reading(value="7.0")


def test_cells_survive_the_way_to_json_and_back():
    row = SheetRow(
        number=7,
        values=("007", 5, 2.5, None, True, date(2020, 1, 31), MORNING, date(2021, 2, 3), None),
        formulas=frozenset({7, 8}),
    )
    assert cells.from_json(7, cells.to_json(row)) == row


def test_a_time_becomes_text_and_a_nul_disappears_in_json():
    row = SheetRow(number=1, values=(time(8, 30), "а\x00б", "\ud800"))
    assert cells.to_json(row) == ["08:30:00", "а б", ""]
