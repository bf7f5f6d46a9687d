"""Reading an ordinary book: values keep their types, no row is lost."""

import tracemalloc
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import Workbook

from registry.people.imports.workbook import Sheet, SheetRow, read_workbook
from tests.registry.people.imports import books

# Excel knows no time zones.
MORNING = datetime(2020, 1, 31, 8, 30)  # noqa: DTZ001
REAL_LIST = Path(__file__).parent / "staff-list.xlsx"


def test_the_real_list_gives_its_seventy_filled_rows():
    (sheet,) = read_workbook(REAL_LIST.read_bytes(), filename="staff-list.xlsx")
    assert (sheet.title, len(sheet.rows), sheet.rows[0].number, sheet.rows[-1].number) == ("Кадры", 70, 1, 71)
    assert sheet.rows[3].values == (
        1,
        "Соколова Ирина Павловна",
        "социальный педагог",
        "первая (до 20.12.2026)",
        2,
        date(1998, 9, 20),
        date(2024, 1, 20),
        "teacher1@school.example",
    )


def test_values_keep_their_types_and_blanks_become_nothing():
    data = books.book_bytes(("007", 5.0, 2.5, date(2020, 1, 31), MORNING, True, "  ", None, time(8, 30)))
    (sheet,) = read_workbook(data, filename="a.xlsx")
    assert sheet.rows == (
        SheetRow(
            number=1,
            values=(
                "007",
                5,
                2.5,
                date(2020, 1, 31),
                MORNING,
                True,
                None,
                None,
                time(8, 30),
            ),
        ),
    )


def test_a_book_that_lies_about_its_size_is_read_whole():
    rows = "".join(f'<row r="{n}">{books.inline_cell(f"A{n}", f"строка {n}")}</row>' for n in range(1, 51))
    data = books.with_sheet_xml(rows, before='<dimension ref="A1:A1"/>')
    (sheet,) = read_workbook(data, filename="lie.xlsx")
    assert [row.values for row in sheet.rows] == [(f"строка {n}",) for n in range(1, 51)]


def test_empty_formatted_cells_far_away_do_not_matter():
    rows = (
        f'<row r="1">{books.inline_cell("A1", "ФИО")}</row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )
    (sheet,) = read_workbook(books.with_sheet_xml(rows), filename="a.xlsx")
    assert sheet.rows == (SheetRow(number=1, values=("ФИО",)),)


def test_a_formula_gives_its_stored_value_and_is_marked():
    rows = '<row r="2"><c r="B2"><f>1+1</f><v>2</v></c><c r="C2"><f>NOW()</f><v></v></c></row>'
    (sheet,) = read_workbook(books.with_sheet_xml(rows), filename="a.xlsx")
    assert sheet.rows == (SheetRow(number=2, values=(None, 2, None), formulas=frozenset({1, 2})),)


def test_empty_sheets_are_left_out_and_hidden_ones_marked():
    book = Workbook()
    book.active.title = "Пустой"
    shown = book.create_sheet("Кадры")
    shown.append(("ФИО",))
    hidden = book.create_sheet("Архив")
    hidden.append(("ФИО",))
    hidden.sheet_state = "hidden"
    rows = (SheetRow(number=1, values=("ФИО",)),)
    assert read_workbook(books.saved(book), filename="a.xlsx") == [
        Sheet(title="Кадры", rows=rows),
        Sheet(title="Архив", rows=rows, is_hidden=True),
    ]


def test_a_full_list_is_read_within_the_memory_allowed():
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(5000):
        sheet.append(
            (number, f"Белова Нина Павловна {number}", "учитель физики", "высшая", 7, date(1980, 1, 1))
        )
    data = books.saved(book)
    tracemalloc.start()
    (read,) = read_workbook(data, filename="a.xlsx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(read.rows) == 5000
    assert peak < 100 * 1024 * 1024
