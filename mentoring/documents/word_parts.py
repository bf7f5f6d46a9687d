"""What Word papers are made of: the sheet, lines of text, numbered items."""

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from mentoring.documents.layout import PaperLayout
from mentoring.documents.sheet_rows import clean_text

FONT = "Times New Roman"
CENTER, RIGHT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
LINE = "____________"
SHEET_MM = 210
INDENT_MM = 12.5


def set_up(book: WordDocument, layout: PaperLayout, title: str) -> None:
    """Give an empty book the type and the margins of the sheet; `title` names the kind of paper."""
    style = book.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(layout.font_size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = layout.line_height
    set_margins(book.sections[0], layout, is_turned=False)
    # Nothing on a paper tells of the program that made it.
    book.core_properties.author = book.core_properties.comments = ""
    book.core_properties.title = title


def set_margins(section, layout: PaperLayout, *, is_turned: bool) -> None:
    """Turn and bind the sheets of a section as the school has set."""
    section.orientation = WD_ORIENT.LANDSCAPE if is_turned else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if is_turned else (Mm(210), Mm(297))
    # A turned sheet is bound by the same edge: left becomes top.
    sides = (layout.margin_left, layout.margin_right, layout.margin_top, layout.margin_bottom)
    left, right, top, bottom = (sides[3], sides[2], sides[0], sides[1]) if is_turned else sides
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)


def add_line(book, text, align=None, *, bold=False, indent=0.0, before=0, keep=False) -> Paragraph:
    """A paragraph with the given first line indent (mm), space before (pt), kept with the next one."""
    line = book.add_paragraph()
    line.add_run(clean_text(text)).bold = bold
    line.alignment = align
    form = line.paragraph_format
    form.first_line_indent, form.space_before, form.keep_with_next = Mm(indent), Pt(before), keep
    return line


def add_two_ends(book, left: str, right: str, width: float, before=0) -> None:
    """A line whose parts stand at the two ends of the text, `width` in millimetres."""
    line = add_line(book, f"{left}\t{right}", before=before)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)


def add_item(book, number: str, depth: int, text: str) -> Paragraph:
    """A numbered item with hanging text, `depth` levels deep."""
    # A hanging number, as on the PDF; further lines of a text stay in the same item.
    line = add_line(book, f"{number}\t", BOTH)
    first, *others = clean_text(text).split("\n")
    run = line.add_run(first)
    for other in others:
        run.add_break(WD_BREAK.LINE)
        run = line.add_run(other)
    line.paragraph_format.left_indent = Mm(INDENT_MM * (depth + 1))
    line.paragraph_format.first_line_indent = Mm(-INDENT_MM)
    return line
