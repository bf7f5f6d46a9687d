"""The second sheet of a roadmap in Excel: one row a measure under its merged stage, with real dates and the state."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from mentoring.documents.sheet_kinds import Kind
from mentoring.documents.sheet_rows import FORMULA_STARTS, clean_text
from mentoring.documents.sheets import FRAME, HEADING_FONT
from roadmap.plans.excel_tables import DATED_SHEET
from roadmap.plans.progress import Followed, StageProgress

COLUMNS = (
    ("Этап", 30),
    ("Мероприятие", 50),
    ("Учебный год", 12),
    ("Срок, как в документе", 22),
    ("Срок с", 12),
    ("Срок по", 12),
    ("Ответственные", 26),
    ("Состояние", 18),
    ("Дата выполнения", 14),
)


def add_measures(book: Workbook, stages: Sequence[StageProgress]) -> None:
    """Put the sheet at the end of the book: a row a measure, of a yearly one a row a school year."""
    sheet = book.create_sheet(DATED_SHEET)
    for place, (heading, width) in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        _write(sheet, 1, place, heading, HEADING_FONT)
    row = 2
    for stage in stages:
        first = row
        for followed in stage.rows:
            for place, value in enumerate(_values(stage, followed), start=1):
                _write(sheet, row, place, value if place > 1 or row == first else "")
            row += 1
        if row - first > 1:
            sheet.merge_cells(start_row=first, end_row=row - 1, start_column=1, end_column=1)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _values(stage: StageProgress, row: Followed) -> tuple:
    return (
        " ".join(str(stage.stage).split()),
        f"{row.measure.mark}{row.measure.text}",
        row.year_label,
        row.term,
        row.start,
        row.due,
        row.responsible,
        row.state.label,
        row.execution.fact_date if row.execution else None,
    )


def _write(sheet: Worksheet, row: int, place: int, value, font: Font | None = None) -> None:
    text = clean_text(value) if isinstance(value, str) else ""
    cell = sheet.cell(row, place, text or (None if isinstance(value, str) else value))
    if text:
        # Set last: openpyxl itself would make a formula of «=…».
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(FORMULA_STARTS)
    elif value:
        cell.number_format = Kind.DATE.value
    cell.font = font or Font()
    cell.border = FRAME
    cell.alignment = Alignment(vertical="top", wrap_text=True)
