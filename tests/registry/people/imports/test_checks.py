"""What is impossible between the cells of a line, and lines that repeat each other."""

from datetime import date

import pytest

from registry.people.imports.checks import full_years
from tests.registry.people.imports import books
from tests.registry.people.imports.lists import person, read_list, staff_rows, texts

BORN, HIRED, YEARS = "Дата рождения", "Дата приёма", "Пед. стаж, лет"


@pytest.mark.parametrize(
    ("cells", "column", "error"),
    [
        ({"born": date(2027, 1, 1)}, BORN, "01.01.2027: дата рождения в будущем"),
        ({"born": date(2015, 1, 1)}, BORN, "01.01.2015: человеку 11 лет, меньше 14 лет быть не может"),
        ({"born": date(1925, 1, 1)}, BORN, "01.01.1925: человеку 101 год, проверьте год"),
        ({"hired": date(1979, 1, 1)}, HIRED, "приём 01.01.1979 раньше рождения 06.05.1980"),
        ({"hired": date(1990, 1, 1)}, HIRED, "на день приёма 01.01.1990 человеку не было 14 лет"),
        ({"hired": date(2029, 9, 1)}, HIRED, "01.09.2029: до этой даты больше года, проверьте год"),
        ({"years": 33}, YEARS, "стаж 33 года невозможен: человеку 46 лет"),
    ],
)
def test_an_impossible_line_is_an_error(cells, column, error):
    (row,) = staff_rows(person(**cells))
    assert [(column_, text.replace("\xa0", " ")) for column_, text in texts(row.errors)] == [(column, error)]


def test_the_longest_possible_service_is_allowed():
    (row,) = staff_rows(person(years=32))
    assert row.errors == []


def test_a_hire_within_a_year_is_only_a_warning():
    (row,) = staff_rows(person(hired=date(2026, 12, 1)))
    assert (texts(row.warnings), row.errors) == ([(HIRED, "дата приёма 01.12.2026 ещё не наступила")], [])


def test_a_line_without_a_position_is_a_warning():
    (row,) = staff_rows(person(position=None))
    expected = [("Должность", "не указана должность: без неё человека нельзя внести в приказ")]
    assert (texts(row.warnings), row.errors) == (expected, [])


def test_an_expired_category_is_a_warning_and_an_impossible_term_an_error():
    expired, impossible = staff_rows(
        person(category="первая (до 20.12.2025)"),
        person("Цой Лев Ильич", category="первая (до 32.12.2025)"),
    )
    assert texts(expired.warnings) == [("Кв. категория", "срок категории истёк 20.12.2025: проверьте")]
    assert texts(impossible.errors) == [("Кв. категория", "32.12.2025: такого дня нет в календаре")]


def test_teaching_longer_than_working_is_an_error():
    (row,) = read_list(books.book_bytes(("ФИО", "Педстаж", "Общий стаж"), ("Белова Нина Павловна", 10, 5)))
    assert [text.replace("\xa0", " ") for _, text in texts(row.errors)] == [
        "педагогический стаж (10 лет) больше общего (5 лет)"
    ]


def test_the_same_name_and_birthday_is_a_repeat_even_in_another_position():
    first, second = staff_rows(person(), person("БЕЛОВА НИНА ПАВЛОВНА", position="завуч"))
    assert first.errors == []
    assert texts(second.errors) == [
        (
            "",
            "повтор: этот человек (те же ФИО и дата рождения) уже есть в строке 5. "
            "Если это вторая должность, добавьте её потом в карточке",
        )
    ]


def test_namesakes_with_other_birthdays_are_two_people():
    first, second = staff_rows(person(), person(born=date(1990, 1, 1)))
    assert (first.errors, first.warnings, second.errors) == ([], [], [])
    assert texts(second.warnings) == [
        ("", "полная тёзка: те же ФИО в строке 5, даты рождения разные. Будут две карточки")
    ]


def test_the_same_name_and_position_without_a_birthday_is_a_repeat():
    _, second = staff_rows(person(), person(born=None))
    assert texts(second.errors) == [("", "похоже на повтор: те же ФИО и должность уже есть в строке 5")]


def test_the_same_name_that_cannot_be_told_apart_is_an_error():
    _, second = staff_rows(person(born=None), person(position="завуч", born=None))
    assert texts(second.errors) == [
        ("", "те же ФИО есть в строке 5: чтобы различить людей, укажите обе даты рождения")
    ]


def test_yo_does_not_hide_a_repeat():
    _, second = staff_rows(person("Алёшина Ольга Ивановна"), person("Алешина Ольга Ивановна"))
    assert len(second.errors) == 1


def test_a_personnel_number_belongs_to_one_line_and_one_address_is_suspicious():
    first, second = read_list(
        books.book_bytes(
            ("Таб. №", "ФИО", "E-mail"),
            ("007", "Белова Нина Павловна", "a@school.example"),
            ("007", "Цой Лев Ильич", "A@school.example"),
        )
    )
    assert (first.errors, first.values["personnel_number"]) == ([], "007")
    assert texts(second.errors) == [("Таб. №", "номер 007 уже стоит в строке 2")]
    assert ("E-mail", "тот же адрес в строке 2: проверьте") in texts(second.warnings)


def test_full_years_turn_on_the_birthday():
    assert full_years(date(2000, 11, 21), date(2026, 11, 21)) == 26
    assert full_years(date(2000, 11, 22), date(2026, 11, 21)) == 25
