"""Uploaded bytes → sheets of plain values, or a refusal in plain Russian. No Django, no database."""

import io
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from openpyxl import load_workbook

from registry.people.imports.archive import MAX_FILE_BYTES, open_checked_archive
from registry.people.imports.parts import LAST_ROW, MAX_COLUMNS
from registry.people.imports.refusals import WorkbookRefused, refusal
from registry.people.imports.stack import on_fresh_stack

__all__ = ["MAX_FILE_BYTES", "CellValue", "Sheet", "SheetRow", "WorkbookRefused", "read_workbook"]

CellValue = str | int | float | bool | date | time | timedelta | None


@dataclass(frozen=True)
class SheetRow:
    """One filled row: its number in the file, the values from column A on, which of them are formulas."""

    number: int
    values: tuple[CellValue, ...]
    formulas: frozenset[int] = frozenset()

    def value(self, index: int) -> CellValue:
        return self.values[index] if index < len(self.values) else None


@dataclass(frozen=True)
class Sheet:
    """A sheet of the book with its filled rows only."""

    title: str
    rows: tuple[SheetRow, ...]
    is_hidden: bool = False


def read_workbook(data: bytes, *, filename: str) -> list[Sheet]:
    """Read an uploaded .xlsx into sheets of values; formulas give the value that Excel stored beside them.

    Raises `WorkbookRefused` when the file is something else, damaged, dangerous or too large; nothing is ever
    written or fetched.
    """
    return on_fresh_stack(_read_workbook, data, filename)


def _read_workbook(data: bytes, filename: str) -> list[Sheet]:
    scans = open_checked_archive(data, filename=filename)
    has_formulas = any(scan.has_formulas for scan in scans)
    try:
        sheets = _read_values(data, has_formulas)
    except WorkbookRefused:
        raise
    except Exception as error:  # the reader raises anything from KeyError to AttributeError on damaged books
        raise refusal("broken") from error
    if not any(sheet.rows for sheet in sheets):
        raise refusal("no_rows")
    return [sheet for sheet in sheets if sheet.rows]


def _read_values(data: bytes, has_formulas: bool) -> list[Sheet]:
    formulas = _formula_cells(data) if has_formulas else {}
    sheets = []
    with _opened(data, data_only=True) as book:
        for number, worksheet in enumerate(book.worksheets):
            rows = []
            for row_number, values in _rows_of(worksheet):
                cells = formulas.get((number, row_number), frozenset())
                if cells or any(value is not None for value in values):
                    rows.append(SheetRow(number=row_number, values=_trimmed(values, cells), formulas=cells))
            sheets.append(
                Sheet(title=worksheet.title, rows=tuple(rows), is_hidden=worksheet.sheet_state != "visible")
            )
    return sheets


def _formula_cells(data: bytes) -> dict[tuple[int, int], frozenset[int]]:
    found = {}
    with _opened(data, data_only=False) as book:
        for number, worksheet in enumerate(book.worksheets):
            worksheet.reset_dimensions()
            for row in worksheet.iter_rows(max_row=LAST_ROW, max_col=MAX_COLUMNS):
                columns = frozenset(index for index, cell in enumerate(row) if cell.data_type == "f")
                if columns:
                    row_number = next(cell.row for cell in row if cell.data_type == "f")
                    found[(number, row_number)] = columns
    return found


@contextmanager
def _opened(data: bytes, *, data_only: bool):
    """A read-only book that is closed again, with the reader's English warnings kept out of the log."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _rows_of(worksheet):
    # The book's own <dimension> may be smaller than its data, and rows beyond it would be dropped in silence.
    worksheet.reset_dimensions()
    rows = worksheet.iter_rows(max_row=LAST_ROW, max_col=MAX_COLUMNS, values_only=True)
    for number, values in enumerate(rows, start=1):
        yield number, tuple(_plain(value) for value in values)


def _plain(value) -> CellValue:
    """Give the value as one of the plain types; a text that is only blanks counts as nothing."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return int(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    return value


def _trimmed(values: tuple[CellValue, ...], formulas: frozenset[int]) -> tuple[CellValue, ...]:
    last = max(
        (index for index, value in enumerate(values) if value is not None or index in formulas), default=-1
    )
    return values[: last + 1]
