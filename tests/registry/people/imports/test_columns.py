"""Headings of real lists are found and matched; no filled row disappears without a reason."""

from pathlib import Path

import pytest

from registry.people.imports.columns import (
    NO_HEADINGS,
    SkipReason,
    best_sheet,
    find_mapping,
    list_rows,
    mapping_by_hand,
)
from registry.people.imports.headings import FIELDS, recognise_heading
from registry.people.imports.workbook import Sheet, SheetRow, read_workbook

REAL_LIST = Path(__file__).parent / "staff-list.xlsx"


def sheet_of(*rows, title="Лист1", is_hidden=False):
    """A sheet with these rows numbered from 1; an empty tuple is an empty row."""
    numbered = (SheetRow(number=number, values=tuple(row)) for number, row in enumerate(rows, start=1) if row)
    return Sheet(title=title, rows=tuple(numbered), is_hidden=is_hidden)


def reasons(sheet):
    return [(listed.row.number, listed.skipped) for listed in list_rows(sheet.rows, find_mapping(sheet))]


def test_the_real_list_is_matched_without_doubt():
    (sheet,) = read_workbook(REAL_LIST.read_bytes(), filename="staff-list.xlsx")
    mapping = find_mapping(sheet)
    assert (mapping.header_row, mapping.doubts, mapping.is_certain) == (4, (), True)
    assert mapping.columns == {
        "number": 0,
        "full_name": 1,
        "position": 2,
        "category": 3,
        "teaching_years": 4,
        "birth_date": 5,
        "hired_on": 6,
        "email": 7,
        "note": 8,
    }


def test_every_filled_row_of_the_real_list_is_a_person_or_has_a_reason():
    (sheet,) = read_workbook(REAL_LIST.read_bytes(), filename="staff-list.xlsx")
    found = reasons(sheet)
    assert [row for row in found if row[1]] == [
        (1, SkipReason.ABOVE),
        (2, SkipReason.ABOVE),
        (4, SkipReason.HEADING),
        (71, SkipReason.TOTAL),
    ]
    assert [number for number, reason in found if reason is None] == list(range(5, 71))


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Ф.И.О.", "full_name"),
        ("ФИО (полностью)", "full_name"),
        ("ФАМИЛИЯ,  ИМЯ,\nОТЧЕСТВО", "full_name"),
        ("Фамилия", "last_name"),
        ("Отчество (при наличии)", "patronymic"),
        ("Занимаемая должность", "position"),
        ("Пед. стаж, лет", "teaching_years"),
        ("Стаж (общий)", "total_years"),
        ("Дата приёма на работу", "hired_on"),
        ("Число, месяц, год рождения", "birth_date"),
        ("E-mail", "email"),
        ("Таб. №", "personnel_number"),
        ("№ п/п", "number"),
        ("№", "number"),
    ],
)
def test_a_usual_heading_is_recognised_for_certain(heading, key):
    assert recognise_heading(heading) == (key, True)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Педагогический стаж на 01.09.2026", "teaching_years"),
        ("ФИО педагогического работника", "full_name"),
        ("Дата рождения работника", "birth_date"),
        ("Дата присвоения кв. категории", "category_note"),
        ("Преподаваемый предмет, дисциплина", "subjects"),
    ],
)
def test_a_similar_heading_is_a_guess(heading, key):
    assert recognise_heading(heading) == (key, False)


@pytest.mark.parametrize("heading", ["Кабинет", "Год рождения", "СНИЛС", "Паспорт"])
def test_a_foreign_heading_holds_nothing_of_ours(heading):
    assert recognise_heading(heading) == ("", True)


def test_the_stay_in_this_school_is_not_taken_for_teaching_experience():
    assert recognise_heading("Стаж работы в данной организации") == ("", False)


def test_no_two_fields_claim_one_heading():
    headings = [heading for field in FIELDS for heading in field.known_headings()]
    assert len(headings) == len(set(headings))


def test_separate_columns_of_the_name_are_used_together():
    mapping = find_mapping(sheet_of(("Фамилия", "Имя", "Отчество", "Должность"), ("Белова", "Нина")))
    assert mapping.columns == {"last_name": 0, "first_name": 1, "patronymic": 2, "position": 3}
    assert mapping.is_certain


def test_a_single_column_called_surname_is_taken_for_whole_names():
    mapping = find_mapping(sheet_of(("Фамилия", "Должность"), ("Белова Нина Павловна", "учитель")))
    assert mapping.columns == {"full_name": 0, "position": 1}


def test_a_heading_of_two_storeys_is_read_as_one():
    sheet = sheet_of(
        ("Сотрудники школы",),
        ("ФИО", "Стаж", None, "Должность"),
        (None, "общий", "педагогический"),
        ("Белова Нина Павловна", 10, 8, "учитель"),
    )
    mapping = find_mapping(sheet)
    assert mapping.header_row == 3
    assert mapping.headings == ("ФИО", "Стаж общий", "Стаж педагогический", "Должность")
    assert mapping.columns == {"full_name": 0, "total_years": 1, "teaching_years": 2, "position": 3}
    assert reasons(sheet) == [
        (1, SkipReason.ABOVE),
        (2, SkipReason.ABOVE),
        (3, SkipReason.HEADING),
        (4, None),
    ]


def test_two_columns_of_one_kind_are_a_doubt():
    mapping = find_mapping(
        sheet_of(("ФИО", "Должность", "Телефон", "Мобильный телефон"), ("Белова Нина", "учитель"))
    )
    assert mapping.columns["phone"] == 2
    assert mapping.doubts == (
        "Два столбца похожи на «Телефон»: «Телефон» и «Мобильный телефон». Взят первый.",
    )


def test_a_guess_is_a_doubt_but_is_used():
    mapping = find_mapping(sheet_of(("ФИО", "Пед. стаж на 01.09"), ("Белова Нина Павловна", 3)))
    assert mapping.columns == {"full_name": 0, "teaching_years": 1}
    assert mapping.doubts == (
        "Столбец «Пед. стаж на 01.09» принят за «Педагогический стаж, лет». Проверьте.",
    )


def test_a_sheet_without_headings_is_a_doubt():
    mapping = find_mapping(sheet_of(("Белова Нина Павловна", "учитель"), ("Цой Лев Ильич", "учитель")))
    assert (mapping.header_row, mapping.doubts) == (0, (NO_HEADINGS,))


def test_a_table_without_names_is_a_doubt():
    mapping = find_mapping(sheet_of(("Должность", "Телефон"), ("учитель", "2-34-56")))
    assert mapping.doubts == ("Не найден столбец с фамилией, именем и отчеством.",)
    assert not mapping.has_name


def test_lines_that_are_not_people_are_named():
    sheet = sheet_of(
        ("№", "ФИО", "Должность", "Телефон"),
        (1, 2, 3, 4),
        ("Администрация",),
        (1, "Белова Нина Павловна", "директор", "2-34-56"),
        (),
        ("№", "ФИО", "Должность", "Телефон"),
        (None, None, "директор", "2-34-56"),
        ("Всего:", 1),
        (2, "Цой Лев Ильич", "учитель", "2-34-57"),
        (None, "Директор школы", "Н. П. Белова"),
    )
    assert reasons(sheet) == [
        (1, SkipReason.HEADING),
        (2, SkipReason.NUMBERS),
        (3, SkipReason.CAPTION),
        (4, None),
        (6, SkipReason.HEADING),
        (7, None),
        (8, SkipReason.TOTAL),
        (9, None),
        (10, SkipReason.BELOW_TOTAL),
    ]


def test_a_person_may_match_columns_by_hand():
    sheet = sheet_of(("Кто", "Кем"), ("Белова Нина Павловна", "учитель"))
    mapping = mapping_by_hand(sheet.rows, header_row=1, columns={"full_name": 0, "position": 1})
    assert mapping.headings == ("Кто", "Кем")
    assert (mapping.heading_of("full_name"), mapping.heading_of("email")) == ("Кто", "Электронная почта")
    assert [listed.skipped for listed in list_rows(sheet.rows, mapping)] == [SkipReason.HEADING, None]


def test_the_visible_sheet_with_most_known_headings_is_chosen():
    journal = sheet_of(("Дата", "Событие"), ("1", "2"), title="Журнал")
    staff = sheet_of(("ФИО", "Должность"), ("Белова Нина Павловна", "учитель"), title="Кадры")
    archive = sheet_of(("ФИО", "Должность", "Телефон"), ("x", "y", "z"), title="Архив", is_hidden=True)
    assert best_sheet([journal, staff, archive]) is staff
    assert best_sheet([journal, staff, archive], title="АРХИВ") is archive
    assert best_sheet([journal, staff, archive], title="Нет такого") is None
