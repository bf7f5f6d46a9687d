"""The bad rows of a list as a book: the same headings as in the file and one more column with the reasons."""

from datetime import date

from openpyxl.utils import get_column_letter

from mentoring.documents.sheets import Column, Kind, Sheet, render_xlsx
from registry.people.enums import RowOutcome
from registry.people.imports.cells import from_json
from registry.people.models import StaffImport, StaffImportRow

REASON_HEADING = "Что исправить"
KINDS = {
    "birth_date": Kind.DATE,
    "hired_on": Kind.DATE,
    "teaching_years": Kind.WHOLE,
    "total_years": Kind.WHOLE,
    "number": Kind.WHOLE,
}
WIDTHS = {"full_name": 36, "position": 36, "number": 6, "teaching_years": 10, "total_years": 10}


def bad_rows_book(staff_import: StaffImport) -> bytes:
    """Return an .xlsx of the rows with errors, to be mended and loaded again.

    A list that has been read from it and mended is matched in the same way, since the headings are the same;
    the column of reasons is passed over.
    """
    rows = list(staff_import.rows.filter(outcome=RowOutcome.ERROR).order_by("row_number"))
    width = max([len(staff_import.headings), *(len(row.cells) for row in rows)])
    fields = {index: key for key, index in staff_import.mapping.get("columns", {}).items()}
    columns = [_column(staff_import.headings, fields.get(index, ""), index) for index in range(width)]
    reasons = Column(REASON_HEADING, width=60)
    cells = [(*_cells(row, width), reason_of(row)) for row in rows]
    return render_xlsx(Sheet(title="Исправить", columns=(*columns, reasons), rows=cells))


def bad_rows_filename(staff_import: StaffImport) -> str:
    """Return «staff-list – исправить.xlsx»."""
    stem = staff_import.file_name.rpartition(".")[0] or staff_import.file_name
    return f"{stem[:100]} – исправить.xlsx"


def reason_of(row: StaffImportRow) -> str:
    """Return all errors of a row in one text, each with its column."""
    return "; ".join(
        f"{error['column']}: {error['text']}" if error["column"] else error["text"] for error in row.errors
    )


def _column(headings: list[str], key: str, index: int) -> Column:
    heading = headings[index] if index < len(headings) else ""
    return Column(
        heading or f"Столбец {get_column_letter(index + 1)}",
        width=WIDTHS.get(key, 18),
        kind=KINDS.get(key, Kind.TEXT),
    )


def _cells(row: StaffImportRow, width: int) -> list[str | int | float | date | None]:
    read = from_json(row.row_number, row.cells)
    return [read.value(index) for index in range(width)]
