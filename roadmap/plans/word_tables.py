"""The body of a .docx → tables as plain cells. The archive was checked before (`roadmap.plans.uploads`)."""

from collections.abc import Iterable, Iterator
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tbl, CT_Tc
from docx.oxml.xmlchemy import BaseOxmlElement

from roadmap.plans.grid import Cell, Grid, Paragraphs, TablePage, paragraphs_of
from roadmap.plans.word_notes import notes_of, write_notes_out
from roadmap.plans.word_numbers import write_numbers_out

MOST_COLUMNS = 50
# Moved text stands at its new place as well; deleted text and fields are of other elements than text.
SKIPPED = {qn("w:moveFrom"), qn("w:txbxContent")}
BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}


def word_tables(data: bytes) -> list[TablePage]:
    """Return every table of the document with the text between it and the tables beside it.

    Text above the first of several tables, and the cells of the tables above, stand above the later ones too:
    stamps are often a table of their own.
    """
    document = Document(BytesIO(data))
    write_numbers_out(document)
    notes = write_notes_out(document)
    body = document.element.body
    blocks = [block for block in body.iterchildren() if block.tag in (qn("w:p"), qn("w:tbl"), qn("w:sdt"))]
    blocks = [inner for block in blocks for inner in _unwrapped(block)]
    pages = []
    for place, block in enumerate(blocks):
        if isinstance(block, CT_Tbl):
            above = tuple(line for other in blocks[:place] for line in _lines(other))
            below = tuple(line for other in _until_table(blocks[place + 1 :]) for line in _lines(other))
            said = notes_of(blocks[: place + 1], notes)
            pages.append(TablePage(_grid(block), above, (*said, *below), _widths(block)))
    return pages


def _unwrapped(block: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    if block.tag == qn("w:sdt"):
        for content in block.iterchildren(qn("w:sdtContent")):
            yield from content.iterchildren(qn("w:p"), qn("w:tbl"))
    else:
        yield block


def _until_table(blocks: Iterable[BaseOxmlElement]) -> Iterator[BaseOxmlElement]:
    for block in blocks:
        if isinstance(block, CT_Tbl):
            return
        yield block


def _lines(block: BaseOxmlElement) -> Paragraphs:
    return tuple(line for paragraph in block.iter(qn("w:p")) for line in paragraphs_of(_text(paragraph)))


def _text(paragraph: BaseOxmlElement) -> str:
    """What a reader of the page sees: inserted text, links and line breaks, but nothing deleted."""
    return "".join(_pieces(paragraph))


def _pieces(element: BaseOxmlElement) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag not in SKIPPED:
            yield from _pieces(child)


def _widths(table: CT_Tbl) -> tuple[int, ...]:
    widths = [int(column.w or 0) for column in table.tblGrid.gridCol_lst]
    if not widths or not all(widths) or len(widths) != _width(table):
        return ()
    total = sum(widths)
    return tuple(max(1, round(width * 100 / total)) for width in widths)


def _width(table: CT_Tbl) -> int:
    return min(MOST_COLUMNS, max((_row_width(row) for row in table.tr_lst), default=0))


def _row_width(row: CT_Row) -> int:
    return row.grid_before + sum(cell.grid_span for cell in row.tc_lst)


def _grid(table: CT_Tbl) -> Grid:
    width = _width(table)
    rows: list[list[Cell | None]] = []
    for row in table.tr_lst:
        line: list[Cell | None] = [Cell() for _ in range(width)]
        place = row.grid_before
        for cell in row.tc_lst:
            span = max(1, min(cell.grid_span, width - place))
            if place >= width:
                break
            line[place : place + span] = [None] * span
            if cell.vMerge != "continue" or not _grow(rows, place):
                line[place] = Cell(_cell_lines(cell), column_span=span)
            place += span
        rows.append(line)
    return Grid(tuple(tuple(row) for row in rows))


def _cell_lines(cell: CT_Tc) -> Paragraphs:
    return tuple(line for paragraph in cell.iter(qn("w:p")) for line in paragraphs_of(_text(paragraph)))


def _grow(rows: list[list[Cell | None]], place: int) -> bool:
    """Make the cell above one row taller; False when there is none to continue."""
    for row in range(len(rows) - 1, -1, -1):
        above = rows[row][place]
        if above is not None:
            if row + above.row_span != len(rows):
                return False
            rows[row][place] = Cell(above.paragraphs, above.row_span + 1, above.column_span)
            return True
    return False
