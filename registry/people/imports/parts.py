"""One streaming pass over a part of the book: forbids declarations, counts elements, finds the filled area.

The pass uses a bare expat parser: it keeps nothing in memory, so a part that lies about its size costs no
more than its bytes. It also says which cells are filled, so that stray cells far away and rows that
a reader would silently drop are noticed.
"""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat

from mentoring.language.numbers import counted
from registry.people.imports.refusals import WorkbookRefused, refusal

MAX_ROWS = 5000
MAX_COLUMNS = 50
# Titles, gaps and signatures may push a full list below row 5000.
LAST_ROW = 2 * MAX_ROWS
MAX_DEPTH = 100
MAX_SHEET_ELEMENTS = 700_000
MAX_STRING_ELEMENTS = 200_000
MAX_OTHER_ELEMENTS = 60_000

MACRO_CONTENT_TYPE = "macroenabled"
DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
CELL_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class PartScan:
    """What one pass over a part found."""

    name: str
    size: int = 0
    is_sheet: bool = False
    has_formulas: bool = False
    filled_rows: int = 0
    last_row: int = 0
    far_cell: str = ""


def scan_part(name: str, chunks: Iterable[bytes]) -> PartScan:
    """Walk one part to its end; raises `WorkbookRefused` on declarations, macros, broken or overgrown XML."""
    scan = PartScan(name=name)
    chunks = iter(chunks)
    first = next(chunks, b"")
    whole = itertools.chain([first], chunks)
    # A part is judged by what it holds: a sheet may hide under any name.
    if name.lower().endswith((".xml", ".rels")) or (_looks_like_xml(first) and not _is_drawing(name)):
        _walk_xml(scan, whole)
    else:
        _walk_bytes(scan, whole)
    return scan


def _looks_like_xml(start: bytes) -> bool:
    return start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _is_drawing(name: str) -> bool:
    # Office writes these with unclosed tags, no XML parser would take them.
    return name.lower().endswith(".vml")


def _walk_bytes(scan: PartScan, chunks: Iterable[bytes]) -> None:
    tail = b""
    for chunk in chunks:
        scan.size += len(chunk)
        if _is_drawing(scan.name) and DECLARATION.search(tail + chunk):
            raise refusal("doctype")
        tail = chunk[-16:]


def _walk_xml(scan: PartScan, chunks: Iterable[bytes]) -> None:
    walker = PartWalker(scan)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    parser.StartDoctypeDeclHandler = _forbid_declaration
    parser.EntityDeclHandler = _forbid_declaration
    try:
        for chunk in chunks:
            scan.size += len(chunk)
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise refusal("broken") from error
    walker.finish()


def _forbid_declaration(*args) -> None:
    raise refusal("doctype")


class PartWalker:
    """Counts elements and depth; in a sheet finds the filled area, formulas and rows out of order."""

    def __init__(self, scan: PartScan):
        self.scan = scan
        self.depth = 0
        self.elements = 0
        self.limit = MAX_OTHER_ELEMENTS
        self.row = 0
        self.column = 0
        self.row_is_filled = False
        self.outside_cells = 0
        self.value_is_open = False
        self.in_rows = False
        # Too long already: what follows is only counted, to tell the person how long the list is.
        self.is_too_long = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        self.depth += 1
        self.elements += 1
        if self.is_too_long and self.depth <= MAX_DEPTH and self.elements <= self.limit:
            self._only_count(tag)
            return
        if self.elements == 1:
            self._start_part(tag)
        if self.depth > MAX_DEPTH or self.elements > self.limit:
            raise refusal("too_complex")
        if self.scan.is_sheet:
            self._start_in_sheet(tag, attributes.get("r"))
        elif MACRO_CONTENT_TYPE in attributes.get("ContentType", "").lower():
            raise refusal("xlsm")

    def end(self, name: str) -> None:
        self.depth -= 1
        tag = name.rpartition(":")[2]
        if tag in ("v", "is"):
            self.value_is_open = False
        elif tag == "sheetData":
            self.in_rows = False

    def text(self, data: str) -> None:
        if self.value_is_open and data.strip():
            self._note_filled()

    def finish(self) -> None:
        """Refuse a sheet that is longer or wider than a staff list can be."""
        if self.scan.filled_rows > MAX_ROWS:
            rows = counted(
                self.scan.filled_rows, "заполненная строка", "заполненные строки", "заполненных строк"
            )
            raise WorkbookRefused(
                "too_many_rows",
                f"В файле {rows}, а загрузить за один раз можно не больше "
                f"{MAX_ROWS}. Проверьте, тот ли это список; если тот, разделите его на несколько файлов.",
            )
        if self.scan.far_cell:
            raise WorkbookRefused(
                "far_cell",
                f"В ячейке {self.scan.far_cell} есть запись далеко за краем таблицы: "
                f"столбцов может быть не больше {MAX_COLUMNS}. "
                "Удалите лишнее, сохраните файл и загрузите снова.",
            )

    def _start_part(self, tag: str) -> None:
        self.scan.is_sheet = tag == "worksheet"
        if self.scan.is_sheet:
            self.limit = MAX_SHEET_ELEMENTS
        elif tag == "sst":
            self.limit = MAX_STRING_ELEMENTS

    def _start_in_sheet(self, tag: str, reference: str | None) -> None:
        if tag == "sheetData":
            self.in_rows = True
        elif not self.in_rows:
            self._count_outside()
        elif tag == "row":
            self._start_row(reference)
        elif tag == "c":
            self._start_cell(reference)
        elif tag in ("v", "is"):
            self.value_is_open = True
        elif tag == "f":
            self.scan.has_formulas = True
            self._note_filled()

    def _only_count(self, tag: str) -> None:
        if tag == "row":
            self.row_is_filled = False
        elif tag in ("v", "is", "f") and not self.row_is_filled:
            self.row_is_filled = True
            self.scan.filled_rows += 1

    def _count_outside(self) -> None:
        # The reader builds an object for each of these, so they are limited more strictly than cells.
        self.outside_cells += 1
        if self.outside_cells > MAX_OTHER_ELEMENTS:
            raise refusal("too_complex")

    def _start_row(self, number: str | None) -> None:
        following = self.row + 1 if number is None else _positive(number)
        if following <= self.row:
            raise refusal("row_order")
        self.row, self.column, self.row_is_filled = following, 0, False

    def _start_cell(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        match = CELL_REFERENCE.fullmatch(reference.upper())
        if match is None or int(match[2]) != self.row:
            raise refusal("broken")
        column = _column_number(match[1])
        if column <= self.column:
            raise refusal("row_order")
        self.column = column

    def _note_filled(self) -> None:
        if not self.row_is_filled:
            self.row_is_filled = True
            self.scan.filled_rows += 1
            self.scan.last_row = self.row
            self.is_too_long = self.scan.filled_rows > MAX_ROWS
        if not self.scan.far_cell and (self.column > MAX_COLUMNS or self.row > LAST_ROW):
            self.scan.far_cell = f"{_column_letters(self.column)}{self.row}"


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 7:
        raise refusal("broken")
    return int(text)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
