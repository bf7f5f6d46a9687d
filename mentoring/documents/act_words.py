"""A local act → .docx: the same words as the PDF, to be edited in Word."""

from io import BytesIO

from docx import Document
from docx.shared import Mm, Pt

from mentoring.documents.act_paper import ActPaper
from mentoring.documents.layout import PaperLayout
from mentoring.documents.sheet_rows import clean_text
from mentoring.documents.word_parts import BOTH, CENTER, INDENT_MM, add_line, set_up

STAMP_PT = 12


def act_docx(paper: ActPaper, layout: PaperLayout) -> bytes:
    """Return the .docx bytes of a local act."""
    book = Document()
    set_up(book, layout, f"{paper.word} {paper.title}".strip())
    _stamps(book, paper)
    if paper.word:
        add_line(book, paper.word.upper(), CENTER, bold=True, before=24, keep=True)
    add_line(book, paper.title, CENTER, bold=True, before=0 if paper.word else 24, keep=True)
    if paper.school:
        add_line(book, paper.school, CENTER, keep=True)
    add_sections(book, paper)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def add_sections(book, paper: ActPaper) -> None:
    """Write the sections with their clauses, and what is attached."""
    for number, heading, clauses in paper.numbered_sections:
        line = add_line(book, f"{number}. {heading}", CENTER, bold=True, before=12, keep=True)
        line.paragraph_format.space_after = Pt(6)
        for mark, clause in clauses:
            for text in (f"{mark} {clause.paragraphs[0]}", *clause.paragraphs[1:]):
                add_line(book, text, BOTH, indent=INDENT_MM)
            for text in clause.lines:
                add_line(book, f"– {text}", BOTH, indent=INDENT_MM)
    if paper.attachments:
        add_line(book, "Приложения:", before=12, keep=True)
        for number, title in enumerate(paper.attachments, start=1):
            add_line(book, f"{number}. {title}", indent=INDENT_MM)


def _stamps(book, paper: ActPaper) -> None:
    """Грифы in two columns without rules."""
    rows = paper.stamp_rows
    grid = book.add_table(rows=len(rows), cols=2)
    for line, sides in zip(grid.rows, rows, strict=True):
        for cell, lines in zip(line.cells, sides, strict=True):
            for place, text in enumerate(lines):
                paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
                run = paragraph.add_run(clean_text(text))
                run.font.size, run.bold = Pt(STAMP_PT), place == 0
            cell.paragraphs[-1].paragraph_format.space_after = Mm(4)
