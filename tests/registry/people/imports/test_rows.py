"""One line of the list: facts, repairs, warnings and errors."""

from datetime import date
from pathlib import Path

import pytest

from tests.registry.people.imports import books
from tests.registry.people.imports.lists import person, read_list, staff_rows, texts

REAL_LIST = Path(__file__).parent / "staff-list.xlsx"
NAME = "Фамилия, имя, отчество"


def only(*people):
    (row,) = staff_rows(*people)
    return row


def test_a_plain_line_gives_every_fact():
    row = only(
        (
            1,
            "Соколова Ирина Павловна",
            "социальный педагог",
            "первая (до 20.12.2026)",
            2,
            date(1998, 9, 20),
            date(2024, 1, 20),
            "teacher1@school.example",
            "внешний совместитель",
        )
    )
    assert row.number == 5
    assert (row.repairs, row.warnings, row.errors) == ([], [], [])
    assert row.json_values() == {
        "last_name": "Соколова",
        "first_name": "Ирина",
        "patronymic": "Павловна",
        "gender": "f",
        "position": "социальный педагог",
        "category": "first",
        "category_note": "до 20.12.2026",
        "teaching_years": 2,
        "birth_date": "1998-09-20",
        "hired_on": "2024-01-20",
        "email": "teacher1@school.example",
        "note": "внешний совместитель",
    }


def test_blank_cells_say_nothing():
    row = only(("", "Белова Нина Павловна", "директор"))
    assert row.values.keys() == {"last_name", "first_name", "patronymic", "gender", "position"}


def test_capitals_and_double_spaces_in_a_name_are_repaired_and_shown():
    row = only(person("ЧЕРНЫХ  ЮЛИЯ ПАВЛОВНА "))
    assert row.full_name == "Черных Юлия Павловна"
    assert texts(row.repairs) == [
        (
            NAME,
            "«ЧЕРНЫХ  ЮЛИЯ ПАВЛОВНА» → «Черных Юлия Павловна»: "
            "убраны лишние пробелы и знаки, исправлены заглавные и строчные буквы",
        )
    ]


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Черных Лев Юрьевич", "m"),
        ("Цой Людмила Андреевна", "f"),
        ("Мамедов Али Гусейн оглы", "m"),
    ],
)
def test_gender_is_proposed_from_the_patronymic(name, gender):
    assert only(person(name)).values["gender"] == gender


def test_without_a_patronymic_the_row_is_good_but_flagged():
    row = only(person("Толстая Ольга"))
    assert row.errors == []
    assert "gender" not in row.values
    assert texts(row.warnings) == [
        (NAME, "нет отчества: проверьте, что его нет в документах"),
        ("", "пол не определён: после загрузки выберите его в карточке"),
    ]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("Нестерова А.В.", "вместо имени и отчества указаны инициалы «А.В.»: впишите их полностью"),
        ("Белова", "указано только одно слово: нужны фамилия и имя, отчество при наличии"),
        (None, "ФИО не указано: впишите фамилию, имя и отчество"),
        ("Белова Павловна", "после фамилии стоит отчество «Павловна», а имени нет: впишите имя"),
        ("Smith John", "в ФИО есть латинские буквы: наберите имя русскими буквами"),
    ],
)
def test_a_name_that_cannot_be_used_is_an_error(name, error):
    row = only(person(name))
    assert texts(row.errors) == [(NAME, error)]
    assert row.full_name == ""


def test_a_name_too_long_for_the_card_is_an_error():
    row = only(person(f"{'Я' * 81} Нина Павловна"))
    assert texts(row.errors) == [("", "фамилия: длиннее 80 знаков")]


def test_separate_columns_of_the_name():
    (row, bad) = read_list(
        books.book_bytes(
            ("Фамилия", "Имя", "Отчество", "Пол", "Должность"),
            ("ТЕР-ПЕТРОСЯН", "Лев", "Ильич", "ж", "учитель"),
            ("Белова", None, "Павловна", "ж", "учитель"),
        )
    )
    assert row.full_name == "Тер-Петросян Лев Ильич"
    assert texts(row.warnings) == [("Пол", "пол в файле не такой, как говорит отчество: проверьте")]
    assert texts(row.repairs) == [
        ("Фамилия", "«ТЕР-ПЕТРОСЯН» → «Тер-Петросян»: исправлены заглавные и строчные буквы")
    ]
    assert texts(bad.errors) == [("Имя", "ячейка пустая, впишите")]


def test_initials_in_separate_columns_are_an_error():
    (row,) = read_list(
        books.book_bytes(("Фамилия", "Имя", "Отчество", "Должность"), ("Белова", "Н.", "П.", "учитель"))
    )
    assert texts(row.errors) == [
        ("Фамилия", "вместо имени и отчества указаны инициалы «Н. П.»: впишите их полностью")
    ]


def test_a_missing_patronymic_in_separate_columns_is_a_warning():
    (row,) = read_list(
        books.book_bytes(("Фамилия", "Имя", "Отчество", "Пол"), ("Толстая", "Ольга", "-", "ж"))
    )
    assert row.errors == []
    assert texts(row.warnings)[0] == ("Отчество", "нет отчества: проверьте, что его нет в документах")


def test_the_column_with_the_term_of_the_category_wins():
    (row,) = read_list(
        books.book_bytes(
            ("ФИО", "Категория", "Дата присвоения категории"),
            ("Белова Нина Павловна", "высшая, 15.03.2024", date(2025, 3, 15)),
        )
    )
    assert (row.values["category"], row.values["category_note"]) == ("highest", "15.03.2025")


def test_a_formula_with_a_stored_value_is_taken_and_shown():
    rows = f'<row r="1">{books.inline_cell("A1", "ФИО")}{books.inline_cell("B1", "Пед. стаж")}</row>'
    rows += f'<row r="2">{books.inline_cell("A2", "Белова Нина Павловна")}'
    rows += '<c r="B2"><f>3+4</f><v>7</v></c></row>'
    rows += f'<row r="3">{books.inline_cell("A3", "Цой Лев Ильич")}<c r="B3"><f>3+4</f><v/></c></row>'
    taken, refused = read_list(books.with_sheet_xml(rows))
    assert taken.values["teaching_years"] == 7
    assert texts(taken.repairs) == [("Пед. стаж", "значение «7» вычислено формулой")]
    assert texts(refused.errors) == [
        (
            "Пед. стаж",
            "в ячейке формула без посчитанного значения: откройте файл в Excel и сохраните его заново",
        )
    ]


def test_an_error_of_excel_is_named():
    row = only(person(email="#N/A"))
    assert texts(row.errors) == [("Эл. почта", "в ячейке ошибка Excel «#N/A», впишите значение")]


def test_the_real_list_has_exactly_its_planted_trouble():
    rows = read_list(REAL_LIST.read_bytes())
    assert [row.number for row in rows] == list(range(5, 71))
    assert [row.number for row in rows if row.repairs] == [11, 15, 19, 23, 27, 35, 37, 56, 69]
    assert [row.number for row in rows if row.warnings] == [62]
    assert {row.number: texts(row.errors) for row in rows if row.errors} == {
        31: [("Дата приёма", "сентябрь 2025: нужен день")],
        69: [
            ("Дата рождения", "31.02.1990: такого дня нет в календаре"),
            ("", "похоже на повтор: те же ФИО и должность уже есть в строке 6"),
        ],
        70: [(NAME, "вместо имени и отчества указаны инициалы «А.В.»: впишите их полностью")],
    }
    assert [row.number for row in rows if "gender" not in row.values] == [62, 70]
