"""Rows → .xlsx: real dates and numbers, text that stays text, a sheet ready to print."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from mentoring.accounts.access_log import note_access
from mentoring.documents.sheet_kinds import Kind
from mentoring.documents.sheet_rows import FORMULA_STARTS, StyleOf, clean_text, rows_xml, with_rows

__all__ = ["Column", "Kind", "Sheet", "clean_text", "render_xlsx"]

FORBIDDEN_IN_TAB_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_TAB_NAME = 31
DANGLING_WORD = re.compile(r" \w{1,2}$")

HEADING_FONT = Font(bold=True)
THIN = Side(style="thin", color="FFBFBFBF")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


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

    The headings are noted for the log of what was taken away. Raises ValueError when there is no sheet.
    """
    if not sheets:
        raise ValueError("a workbook needs at least one sheet")
    note_access(columns=[column.heading for sheet in sheets for column in sheet.columns])
    workbook = Workbook(write_only=True)
    for sheet in sheets:
        _write_head(workbook.create_sheet(_tab_name(sheet.title)), sheet)
    style_of = _styles(workbook.worksheets[0])
    rows = [rows_xml([column.kind for column in sheet.columns], sheet.rows, style_of) for sheet in sheets]
    buffer = BytesIO()
    workbook.save(buffer)
    return with_rows(buffer.getvalue(), rows)


def _write_head(worksheet: WriteOnlyWorksheet, sheet: Sheet) -> None:
    # Whatever describes the sheet must be set before its first row is streamed.
    last = get_column_letter(len(sheet.columns))
    for number, column in enumerate(sheet.columns, start=1):
        worksheet.column_dimensions[get_column_letter(number)].width = column.width
    worksheet.freeze_panes = "A2"
    worksheet.auto_filter.ref = f"A1:{last}{len(sheet.rows) + 1}"
    _set_up_print(worksheet, sheet.title)
    worksheet.append(_heading_cells(worksheet, sheet.columns))


def _styles(worksheet: WriteOnlyWorksheet) -> StyleOf:
    """Put the styles of all kinds of cells into the book and tell their numbers."""
    kinds = [(kind, False) for kind in (None, *Kind)] + [(Kind.TEXT, True)]
    numbers = {}
    for kind, is_quoted in kinds:
        cell = WriteOnlyCell(worksheet)
        cell.border = FRAME
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if kind is not None:
            cell.number_format = kind.value
        cell.quotePrefix = is_quoted
        numbers[kind, is_quoted] = cell.style_id
    return lambda kind, is_quoted: numbers[kind, is_quoted]


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


def _text_cell(worksheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cleaned = clean_text(text)
    cell = WriteOnlyCell(worksheet, value=cleaned)
    # Set last: openpyxl itself would make a formula of «=…» and an error of «#N/A».
    cell.data_type = "s"
    cell.number_format = Kind.TEXT.value
    # Asked of what is written, too: a sign that was left out may have hidden the formula.
    cell.quotePrefix = text.startswith(FORMULA_STARTS) or cleaned.startswith(FORMULA_STARTS)
    return cell


def _tab_name(title: str) -> str:
    """The title before its comma; what is too long ends with a whole word that means something."""
    name = FORBIDDEN_IN_TAB_NAME.sub(" ", clean_text(title)).partition(",")[0].strip(" '")
    if len(name) > LONGEST_TAB_NAME:
        name = name[: LONGEST_TAB_NAME + 1].rpartition(" ")[0] or name[:LONGEST_TAB_NAME]
        name = DANGLING_WORD.sub("", name)
    return name.strip(" '") or "Лист"
