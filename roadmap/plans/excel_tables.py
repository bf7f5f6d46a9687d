"""A checked .xlsx → tables as plain cells: values from the reader of staff lists, merged cells from the sheet."""

import re
from collections.abc import Sequence
from io import BytesIO
from zipfile import ZipFile

from defusedxml import ElementTree
from openpyxl.utils.cell import range_boundaries

from registry.people.imports.readings import cell_text
from registry.people.imports.workbook import CellValue, Sheet, read_workbook
from roadmap.plans.grid import Cell, Grid, TablePage, paragraphs_of

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
RANGE = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}:[A-Z]{1,3}[1-9][0-9]{0,6}")
# The sheet of dates that the program itself puts beside a printed table.
DATED_SHEET = "Сроки и состояние"
Merge = tuple[int, int, int, int]


def excel_tables(data: bytes, *, filename: str) -> list[TablePage]:
    """Return every visible sheet as one table; the title above stays in it as rows, the program's own dates stay out.

    Raises WorkbookRefused when the file is something else, damaged, dangerous or too large.
    """
    visible = [sheet for sheet in read_workbook(data, filename=filename) if not sheet.is_hidden]
    sheets = [sheet for sheet in visible if sheet.title != DATED_SHEET] or visible
    merges = _merges(data)
    return [TablePage(_grid(sheet, merges.get(sheet.title, []))) for sheet in sheets]


def _merges(data: bytes) -> dict[str, list[Merge]]:
    """Merged ranges of every sheet by its title; a book laid out in an unusual way gives none."""
    with ZipFile(BytesIO(data)) as archive:
        names = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return {}
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {link.get("Id"): link.get("Target", "") for link in links}
        found = {}
        for sheet in book.iter(f"{MAIN}sheet"):
            target = targets.get(sheet.get(LINK), "").removeprefix("/xl/").removeprefix("/")
            if f"xl/{target}" in names:
                found[sheet.get("name", "")] = _merges_of(archive.read(f"xl/{target}"))
        return found


def _merges_of(part: bytes) -> list[Merge]:
    sheet = ElementTree.fromstring(part)
    references = [cell.get("ref", "").upper() for cell in sheet.iter(f"{MAIN}mergeCell")]
    return [range_boundaries(reference) for reference in references if RANGE.fullmatch(reference)]


def _grid(sheet: Sheet, merges: Sequence[Merge]) -> Grid:
    width = max(len(row.values) for row in sheet.rows)
    numbers = {row.number: place for place, row in enumerate(sheet.rows)}
    rows: list[list[Cell | None]] = [
        [Cell(_paragraphs(row.value(place))) for place in range(width)] for row in sheet.rows
    ]
    for left, top, right, bottom in merges:
        # Rows without a word are not in the sheet; a merged cell is cut to those that are.
        covered = [numbers[number] for number in sorted(numbers) if top <= number <= bottom]
        right = min(right, width)
        if covered and left <= right and top in numbers:
            _merge(rows, covered, left - 1, right)
    return Grid(tuple(tuple(row) for row in rows))


def _merge(rows: list[list[Cell | None]], covered: list[int], left: int, right: int) -> None:
    first = rows[covered[0]][left]
    if first is None:
        return
    for row in covered:
        rows[row][left:right] = [None] * (right - left)
    rows[covered[0]][left] = Cell(first.paragraphs, len(covered), right - left)


def _paragraphs(value: CellValue) -> tuple[str, ...]:
    if isinstance(value, str):
        lines = (cell_text(line) for line in paragraphs_of(value))
        return tuple(line for line in lines if line)
    text = cell_text(value)
    return (text,) if text else ()
