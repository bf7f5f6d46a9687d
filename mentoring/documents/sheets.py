"""Rows → .xlsx: real dates and numbers, text that stays text, a sheet ready to print."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from io import BytesIO
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
FORBIDDEN_IN_TAB_NAME = re.compile(r"[\[\]:*?/\\]")
# A spreadsheet would take a text that begins so for a formula as soon as the cell is edited.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
LONGEST_CELL = 32_767
LONGEST_TAB_NAME = 31

HEADING_FONT = Font(bold=True)
THIN = Side(style="thin", color="FFBFBFBF")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


class Kind(Enum):
    """What a column holds, by the number format that shows it."""

    TEXT = "@"
    WHOLE = "0"
    NUMBER = "0.##"
    DATE = "DD.MM.YYYY"
    MOMENT = "DD.MM.YYYY HH:MM"


@dataclass(frozen=True)
class Column:
    """A heading, a width in characters and the kind of the values."""

    heading: str
    width: float = 20
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Sheet:
    """One tab; a value that is not of its column's kind («первая декада сентября») is written as text.

    Raises ValueError when a row is not as long as the columns.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Any]]

    def __post_init__(self) -> None:
        wrong = next((row for row in self.rows if len(row) != len(self.columns)), None)
        if wrong is not None:
            raise ValueError(f"a row of {len(wrong)} values under {len(self.columns)} columns")


def render_xlsx(*sheets: Sheet) -> bytes:
    """Return the .xlsx bytes of the sheets: bold heading, frozen and repeated, filter, A4 landscape.

    Raises ValueError when there is no sheet.
    """
    if not sheets:
        raise ValueError("a workbook needs at least one sheet")
    workbook = Workbook(write_only=True)
    for sheet in sheets:
        _write_sheet(workbook.create_sheet(_tab_name(sheet.title)), sheet)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _write_sheet(worksheet: WriteOnlyWorksheet, sheet: Sheet) -> None:
    # Whatever describes the sheet must be set before its first row is streamed.
    last = get_column_letter(len(sheet.columns))
    for number, column in enumerate(sheet.columns, start=1):
        worksheet.column_dimensions[get_column_letter(number)].width = column.width
    worksheet.freeze_panes = "A2"
    worksheet.auto_filter.ref = f"A1:{last}{len(sheet.rows) + 1}"
    _set_up_print(worksheet, sheet.title)
    worksheet.append(_heading_cells(worksheet, sheet.columns))
    for row in sheet.rows:
        worksheet.append(_row_cells(worksheet, sheet.columns, row))


def _set_up_print(worksheet: WriteOnlyWorksheet, title: str) -> None:
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    worksheet.page_setup.fitToWidth = 1
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.print_title_rows = "1:1"
    # In a print header «&» begins a command, so it is doubled.
    worksheet.oddHeader.center.text = clean_text(title).replace("&", "&&")
    worksheet.oddFooter.right.text = "&P / &N"


def _heading_cells(worksheet: WriteOnlyWorksheet, columns: Iterable[Column]) -> list[WriteOnlyCell]:
    cells = [_text_cell(worksheet, column.heading) for column in columns]
    for cell in cells:
        cell.font = HEADING_FONT
        cell.border = FRAME
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cells


def _row_cells(
    worksheet: WriteOnlyWorksheet, columns: Sequence[Column], row: Sequence[Any]
) -> list[WriteOnlyCell]:
    cells = []
    for column, value in zip(columns, row, strict=True):
        cell = _value_cell(worksheet, column.kind, value)
        cell.border = FRAME
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cells.append(cell)
    return cells


def _value_cell(worksheet: WriteOnlyWorksheet, kind: Kind, value: Any) -> WriteOnlyCell:
    if value is None or value == "":
        return WriteOnlyCell(worksheet)
    if not _is_of_kind(value, kind):
        return _text_cell(worksheet, _as_text(value))
    if isinstance(value, datetime):
        value = _school_time(value)
        value = value.date() if kind is Kind.DATE else value
    cell = WriteOnlyCell(worksheet, value=value)
    cell.number_format = kind.value
    return cell


def _is_of_kind(value: Any, kind: Kind) -> bool:
    if kind in (Kind.WHOLE, Kind.NUMBER):
        return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if kind is Kind.DATE:
        return isinstance(value, date)
    return kind is Kind.MOMENT and isinstance(value, datetime)


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, datetime):
        return f"{_school_time(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return str(value)


def _school_time(moment: datetime) -> datetime:
    # A spreadsheet knows no time zones.
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment


def _text_cell(worksheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(worksheet, value=clean_text(text))
    # Set last: openpyxl itself would make a formula of «=…» and an error of «#N/A».
    cell.data_type = "s"
    cell.number_format = Kind.TEXT.value
    cell.quotePrefix = text.startswith(FORMULA_STARTS)
    return cell


def clean_text(text: str) -> str:
    """Return the text as a cell may hold it: no control characters, not longer than a cell takes."""
    return CONTROL_CHARACTERS.sub("", text.replace("\r\n", "\n"))[:LONGEST_CELL]


def _tab_name(title: str) -> str:
    name = FORBIDDEN_IN_TAB_NAME.sub(" ", clean_text(title)).strip(" '")
    return name[:LONGEST_TAB_NAME].strip(" '") or "Лист"
