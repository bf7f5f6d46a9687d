"""An order → .docx: the same words as the PDF, laid out so that a secretary can go on editing in Word."""

from io import BytesIO

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from mentoring.documents.act_words import add_sections
from mentoring.documents.layout import PaperLayout
from mentoring.documents.papers import Annex, OrderPaper, PaperTable
from mentoring.documents.sheet_rows import clean_text
from mentoring.documents.word_parts import (
    BOTH,
    CENTER,
    INDENT_MM,
    LINE,
    RIGHT,
    SHEET_MM,
    add_item,
    add_line,
    add_two_ends,
    set_margins,
    set_up,
)

ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": CENTER, "right": RIGHT}
TABLE_PT = 11
SIGN_HEADS = ("№", "ФИО", "Должность", "Дата", "Подпись")
SIGN_WIDTHS = (6, 35, 27, 14, 18)


def order_docx(paper: OrderPaper, layout: PaperLayout) -> bytes:
    """Return the .docx bytes of an order: heading, items, signature, annexes on turned sheets, acquaintance sheet."""
    book = Document()
    set_up(book, layout, "Приказ")
    width = SHEET_MM - layout.margin_left - layout.margin_right
    _heading(book, paper, width)
    for text in filter(None, paper.preamble.split("\n")):
        add_line(book, text, BOTH, indent=INDENT_MM)
    add_line(book, "ПРИКАЗЫВАЮ:", keep=True)
    lines = [add_item(book, number, depth, text) for number, depth, text in paper.numbered_items]
    # The signature is never alone on a sheet: the last item goes with it.
    for line in lines[-1:]:
        line.paragraph_format.keep_with_next = line.paragraph_format.keep_together = True
    _signature(book, paper, width)
    for annex in paper.annexes:
        _annex(book, paper, annex, layout)
    if paper.acquaintance:
        _acquaintance(book, paper, layout)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _heading(book, paper: OrderPaper, width: float) -> None:
    add_line(book, paper.letterhead.full_name, CENTER)
    if paper.letterhead.short_name:
        add_line(book, f"({paper.letterhead.short_name})", CENTER)
    add_line(book, "П Р И К А З", CENTER, bold=True, before=12)
    add_two_ends(book, f"от {paper.date or LINE}", f"№ {paper.number or LINE}", width, before=12)
    add_line(book, paper.letterhead.place, CENTER)
    title = add_line(book, paper.title, bold=True, before=12)
    title.paragraph_format.right_indent, title.paragraph_format.space_after = Mm(width / 2), Pt(12)


def _signature(book, paper: OrderPaper, width: float) -> None:
    add_two_ends(book, paper.signer.position, f"{LINE} {paper.signer.name}", width, before=24)


def _annex(book, paper: OrderPaper, annex: Annex, layout: PaperLayout) -> None:
    section = book.add_section(WD_SECTION.NEW_PAGE)
    set_margins(section, layout, is_turned=annex.orientation == "landscape")
    mark = (
        f"Приложение № {annex.number}",
        f"к приказу {paper.letterhead.short_name}",
        f"от {paper.date or LINE} № {paper.number or LINE}",
    )
    for text in mark:
        add_line(book, text, RIGHT)
    add_line(book, annex.title, CENTER, bold=True, before=12)
    for text in filter(None, annex.intro.split("\n")):
        add_line(book, text, BOTH, indent=INDENT_MM)
    if annex.table is not None:
        _table(book, annex.table)
    if annex.act is not None:
        add_sections(book, annex.act)
    if annex.sheet is None:
        return
    _sheet(book, annex.sheet)
    for text in (*annex.sheet["footnotes"], *annex.sheet["closing"]):
        add_line(book, text, BOTH)


def _sheet(book, sheet) -> None:
    """A table with merged cells: every cell stands in the first place that no cell from above covers."""
    rows = [*sheet["head"], *sheet["body"]]
    grid = book.add_table(rows=len(rows), cols=len(sheet["shares"]))
    grid.style, grid.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    taken = set()
    for top, row in enumerate(rows):
        left = 0
        for cell in row["cells"]:
            while (top, left) in taken:
                left += 1
            down, across = cell["row_span"], cell["column_span"]
            taken |= {(top + y, left + x) for y in range(down) for x in range(across)}
            place = grid.cell(top, left).merge(grid.cell(top + down - 1, left + across - 1))
            _write(place, "\n".join(cell["paragraphs"]), "left", bold=top < len(sheet["head"]))
            left += across


def _table(book, table: PaperTable) -> None:
    heads = tuple(column.heading for column in table.columns)
    rows = [
        row
        for group in table.groups
        for row in ((group.heading,) if group.heading else (), *group.rows)
        if row
    ]
    _grid(book, heads, [column.width for column in table.columns], rows, [c.align for c in table.columns])


def _grid(book, heads, widths, rows, aligns) -> None:
    grid = book.add_table(rows=1, cols=len(heads))
    grid.style, grid.alignment, grid.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    section = book.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    shares = [int(room * width / sum(widths)) for width in widths]
    for cell, text in zip(grid.rows[0].cells, heads, strict=True):
        _write(cell, text, "center", bold=True)
    for row in rows:
        cells = grid.add_row().cells
        if len(row) == 1:
            cells = [cells[0].merge(cells[-1])]
        for cell, text, align in zip(cells, row, aligns, strict=False):
            _write(cell, text, align)
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = share
    for place, line in enumerate(grid.rows):
        if place == 0 or len(rows[place - 1]) > 1:
            for cell, share in zip(line.cells, shares, strict=True):
                cell.width = share


def _write(cell, text: str, align: str, *, bold=False) -> None:
    line = cell.paragraphs[0]
    run = line.add_run(clean_text(text))
    run.bold, run.font.size = bold, Pt(TABLE_PT)
    line.alignment = ALIGN[align]


def _acquaintance(book, paper: OrderPaper, layout: PaperLayout) -> None:
    set_margins(book.add_section(WD_SECTION.NEW_PAGE), layout, is_turned=False)
    add_line(book, "Лист ознакомления", CENTER, bold=True)
    with_what = f"от {paper.date or LINE} № {paper.number or LINE}"
    add_line(book, f"С приказом {paper.letterhead.short_name} {with_what}", CENTER)
    add_line(book, f"«{paper.title}» ознакомлены:", CENTER).paragraph_format.space_after = Pt(12)
    rows = [
        (str(place), person.name, person.position, "", "")
        for place, person in enumerate(paper.acquaintance, start=1)
    ]
    _grid(book, SIGN_HEADS, SIGN_WIDTHS, rows, ["center", "left", "left", "left", "left"])
