"""A printed roadmap → editable copies: .xlsx with merged cells and .docx with the same table."""

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from mentoring.documents.sheet_rows import FORMULA_STARTS, clean_text
from mentoring.documents.sheets import FRAME, HEADING_FONT
from roadmap.plans.grid import Cell, TablePage
from roadmap.plans.measure_sheet import add_measures
from roadmap.plans.outline import Plan
from roadmap.plans.printing import heading_height, print_plan
from roadmap.plans.progress import StageProgress

TITLE_FONT = Font(bold=True, size=12)
TABLE_CHARACTERS = 130
MANY_COLUMNS = 5
TEXT_WIDTH_MM = {False: 180, True: 257}
MARK_OF_FILE = "Дорожная карта"


def plan_as_xlsx(plan: Plan, stages: Sequence[StageProgress] = ()) -> bytes:
    """Return the .xlsx bytes: title, table with its cells merged as on paper, footnotes; measures of `stages` apart."""
    page = print_plan(plan)
    book = Workbook()
    sheet = book.active
    sheet.title = MARK_OF_FILE
    for place, width in enumerate(page.widths, start=1):
        share = TABLE_CHARACTERS * width / sum(page.widths)
        sheet.column_dimensions[get_column_letter(place)].width = max(5, round(share))
    row = _write_lines(sheet, page.above, 1, page.grid.width, TITLE_FONT)
    head = row + heading_height(plan)
    for line in page.grid.rows:
        for place, cell in enumerate(line, start=1):
            if cell:
                _write_cell(sheet, row, place, cell, is_heading=row < head)
        row += 1
    sheet.print_title_rows = f"{head - heading_height(plan)}:{head - 1}"
    _write_lines(sheet, page.below, row, page.grid.width, Font())
    sheet.page_setup.orientation = "landscape" if page.grid.width >= MANY_COLUMNS else "portrait"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if stages:
        add_measures(book, stages)
    return _saved(book)


def _write_lines(sheet: Worksheet, lines: tuple[str, ...], row: int, width: int, font: Font) -> int:
    for line in lines:
        _write_cell(sheet, row, 1, Cell((line,), column_span=width), is_heading=False, font=font)
        row += 1
    return row


def _write_cell(
    sheet: Worksheet, row: int, place: int, cell: Cell, *, is_heading: bool, font: Font | None = None
) -> None:
    text = clean_text(cell.text)
    written = sheet.cell(row, place, text or None)
    if text:
        # Set last: openpyxl itself would make a formula of «=…».
        written.data_type = "s"
        written.quotePrefix = text.startswith(FORMULA_STARTS)
    is_band = font is None and cell.column_span == sheet.max_column > 1
    written.font = font or (HEADING_FONT if is_heading or is_band else Font())
    written.alignment = Alignment(
        vertical="top",
        wrap_text=True,
        horizontal="center" if is_heading or is_band or font is TITLE_FONT else None,
    )
    if font is None:
        written.border = FRAME
    if cell.row_span > 1 or cell.column_span > 1:
        sheet.merge_cells(
            start_row=row,
            end_row=row + cell.row_span - 1,
            start_column=place,
            end_column=place + cell.column_span - 1,
        )


def plan_as_docx(plan: Plan) -> bytes:
    """Return the .docx bytes of the same page, to be edited in Word."""
    page = print_plan(plan)
    document = Document()
    _set_up_page(document, is_wide=page.grid.width >= MANY_COLUMNS)
    for stamp in plan.stamps:
        for line in stamp.text.splitlines():
            document.add_paragraph(clean_text(line)).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for line in plan.title.splitlines():
        title = document.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.add_run(clean_text(line)).bold = True
    table = document.add_table(rows=len(page.grid.rows), cols=page.grid.width, style="Table Grid")
    _fill(table, page, heading_height(plan))
    for line in page.below:
        document.add_paragraph(clean_text(line))
    return _saved(document)


def _set_up_page(document: WordDocument, *, is_wide: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if is_wide else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.left_margin, section.right_margin = Mm(20), Mm(10 if not is_wide else 20)
    section.top_margin = section.bottom_margin = Mm(20)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.paragraph_format.space_after = Pt(0)
    # Nothing on a paper tells of the program that made it.
    properties = document.core_properties
    properties.author = properties.comments = ""
    properties.title = MARK_OF_FILE


def _fill(table: Table, page: TablePage, head: int) -> None:
    table.autofit = False
    total, width_mm = sum(page.widths), TEXT_WIDTH_MM[page.grid.width >= MANY_COLUMNS]
    widths = [Mm(round(width_mm * width / total)) for width in page.widths]
    places = [list(row.cells) for row in table.rows]
    for number, line in enumerate(page.grid.rows):
        if number < head:
            table.rows[number]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for place, cell in enumerate(line):
            if cell is None:
                continue
            places[number][place].width = widths[place]
            target = places[number][place]
            if cell.row_span > 1 or cell.column_span > 1:
                target = target.merge(places[number + cell.row_span - 1][place + cell.column_span - 1])
            is_bold = number < head or cell.column_span == page.grid.width > 1
            _write_paragraphs(target, cell, is_bold=is_bold)


def _write_paragraphs(target: _Cell, cell: Cell, *, is_bold: bool) -> None:
    for number, text in enumerate(cell.paragraphs):
        paragraph = target.paragraphs[0] if number == 0 else target.add_paragraph()
        paragraph.add_run(clean_text(text)).bold = is_bold or None
        if is_bold:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _saved(document) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
