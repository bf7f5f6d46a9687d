"""Workbooks: written, loaded again and compared cell by cell."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from mentoring.documents.sheets import Column, Kind, Sheet, render_xlsx

DAY = date(2026, 1, 12)
COLUMNS = (
    Column("ФИО", 32),
    Column("Стаж, лет", 10, Kind.WHOLE),
    Column("Ставка", 10, Kind.NUMBER),
    Column("Дата", 14, Kind.DATE),
    Column("Занесено", 18, Kind.MOMENT),
)


def loaded(*sheets):
    return load_workbook(BytesIO(render_xlsx(*sheets)))


def one_column(*values, kind=Kind.TEXT):
    sheet = Sheet("Лист", (Column("Значение", kind=kind),), tuple((value,) for value in values))
    return [row[0] for row in loaded(sheet).active.iter_rows(min_row=2)]


def test_dates_and_numbers_are_real_and_text_is_text():
    row = ("Соловьёв Артём Денисович", 7, Decimal("1.5"), DAY, datetime.combine(DAY, time(9, 30)))

    sheet = loaded(Sheet("Реестр", COLUMNS, (row,))).active

    assert [cell.value for cell in sheet[1]] == [column.heading for column in COLUMNS]
    assert [cell.value for cell in sheet[2]] == [
        "Соловьёв Артём Денисович",
        7,
        1.5,
        datetime.combine(DAY, time()),
        datetime.combine(DAY, time(9, 30)),
    ]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "d", "d"]
    assert [cell.number_format for cell in sheet[2]] == ["@", "0", "0.##", "DD.MM.YYYY", "DD.MM.YYYY HH:MM"]


def test_a_moment_is_written_in_school_time(settings):
    settings.TIME_ZONE = "Asia/Irkutsk"

    moment = one_column(datetime(2026, 1, 12, 20, 0, tzinfo=UTC), kind=Kind.MOMENT)[0]
    day = one_column(datetime(2026, 1, 12, 20, 0, tzinfo=UTC), kind=Kind.DATE)[0]

    assert moment.value == datetime.combine(date(2026, 1, 13), time(4))
    assert day.value == datetime.combine(date(2026, 1, 13), time())


def test_a_term_in_words_stays_as_typed_in_a_date_column():
    words, empty, nothing = one_column("первая декада сентября 2023 г.", "", None, kind=Kind.DATE)

    assert words.value == "первая декада сентября 2023 г."
    assert words.data_type == "s"
    assert (empty.value, nothing.value) == (None, None)


def test_other_values_in_a_text_column_read_as_people_write_them():
    cells = one_column(True, False, date(2026, 1, 12), 5)

    assert [cell.value for cell in cells] == ["да", "нет", "12.01.2026", "5"]


@pytest.mark.parametrize(
    "payload",
    [
        "=1+1",
        '=HYPERLINK("http://x.example","y")',
        "+7 999 123-45-67",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        "＝1+1",
        "＋1",
        "#N/A",
        "{=1}",
    ],
)
def test_typed_text_never_becomes_a_formula(payload):
    sheet = Sheet("Лист", (Column("Значение"),), ((payload,),))
    data = render_xlsx(sheet)
    cell = load_workbook(BytesIO(data)).active["A2"]

    assert cell.value == payload
    assert cell.data_type == "s"
    assert cell.quotePrefix is (payload[0] in "=+-@\t＝＋")
    assert b"<f>" not in ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("payload", ["\x00=1+1", "\x0b@SUM(A1)", "\r=1+1", "\ud800+1"])
def test_a_formula_behind_a_sign_that_is_left_out_stays_text(payload):
    (cell,) = one_column(payload)

    assert (cell.value, cell.data_type, cell.quotePrefix) == (payload[1:], "s", True)


def test_a_heading_never_becomes_a_formula_either():
    sheet = loaded(Sheet("Лист", (Column("=1+1"),), ())).active

    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=1+1", "s")


def test_control_characters_are_left_out_and_line_breaks_kept():
    cells = one_column("Иванова\x0bАнна\x00", "первая\r\nвторая", "\ud800текст")

    assert [cell.value for cell in cells] == ["ИвановаАнна", "первая\nвторая", "текст"]


def test_a_text_longer_than_a_cell_takes_is_cut():
    assert len(one_column("ы" * 40_000)[0].value) == 32_767


def test_the_sheet_is_ready_to_filter_and_to_print():
    sheet = loaded(Sheet("Реестр наставников", COLUMNS, (("Кравец", 1, 1, None, None),) * 3)).active

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E4"
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet["A1"].font.bold is True
    assert sheet["A2"].alignment.wrap_text is True
    assert sheet.column_dimensions["A"].width == 32
    assert sheet.oddHeader.center.text == "Реестр наставников"


def test_a_tab_name_loses_what_a_spreadsheet_forbids():
    first, second = loaded(
        Sheet("Пары/группы [2025*2026]: очень длинное имя листа", COLUMNS, ()), Sheet("???", COLUMNS, ())
    ).sheetnames

    assert (first, second) == ("Пары группы  2025 2026   очень", "Лист")


@pytest.mark.parametrize(
    ("title", "tab"),
    [
        ("Реестр наставников, по состоянию на 21.11.2026", "Реестр наставников"),
        ("Реестр наставнических пар и групп, по состоянию на 21.11.2026", "Реестр наставнических пар"),
        ("Ы" * 40, "Ы" * 31),
    ],
)
def test_a_long_tab_name_ends_with_a_whole_word(title, tab):
    assert loaded(Sheet(title, COLUMNS, ())).sheetnames == [tab]


def test_two_tabs_keep_their_order():
    workbook = loaded(Sheet("Наставники", COLUMNS, ()), Sheet("Наставляемые", COLUMNS, ()))

    assert workbook.sheetnames == ["Наставники", "Наставляемые"]


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="a row of 1 values under 5 columns"):
        Sheet("Лист", COLUMNS, (("Кравец",),))


def test_a_workbook_without_sheets_is_refused():
    with pytest.raises(ValueError, match="at least one sheet"):
        render_xlsx()


def test_a_large_register_is_written_whole():
    rows = [(f"Сотрудник {place}", place, 1, date(2026, 1, 12), None) for place in range(3000)]

    sheet = loaded(Sheet("Реестр", COLUMNS, rows)).active

    assert sheet.max_row == 3001
    assert sheet["A3001"].value == "Сотрудник 2999"
