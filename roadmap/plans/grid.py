"""A printed table as plain cells: what the readers of files give and what the printers of files take."""

import re
from dataclasses import dataclass
from functools import cached_property

Paragraphs = tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """The paragraphs of a cell, none of them empty, and how many rows and columns the cell covers."""

    paragraphs: Paragraphs = ()
    row_span: int = 1
    column_span: int = 1

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass(frozen=True)
class Grid:
    """Rows of one width; None stands where a cell from above or from the left covers the place.

    Raises ValueError when the rows are not of one width.
    """

    rows: tuple[tuple[Cell | None, ...], ...]

    def __post_init__(self) -> None:
        if len({len(row) for row in self.rows}) > 1:
            raise ValueError("the rows of a table are not of one width")

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    @property
    def cells(self) -> list[tuple[str, ...]]:
        """Every cell in reading order as its paragraphs with spaces made single."""
        return [
            tuple(single_spaced(text) for text in cell.paragraphs)
            for row in self.rows
            for cell in row
            if cell
        ]

    @cached_property
    def _owners(self) -> dict[tuple[int, int], Cell]:
        owners = {}
        for top, row in enumerate(self.rows):
            for left, cell in enumerate(row):
                if cell:
                    height, width = range(cell.row_span), range(cell.column_span)
                    owners.update({(top + down, left + right): cell for down in height for right in width})
        return owners

    def covering(self, row: int, column: int) -> Cell:
        """The cell that covers a place, wherever it begins; an empty one when none does."""
        return self._owners.get((row, column), Cell())


@dataclass(frozen=True)
class TablePage:
    """A table with the lines above it (stamps, title) and below it (footnotes, signatures).

    `widths` are shares of the columns as the file has them, empty when it does not say.
    """

    grid: Grid
    above: Paragraphs = ()
    below: Paragraphs = ()
    widths: tuple[int, ...] = ()


def single_spaced(text: str) -> str:
    """The text with every run of blanks, no-break ones too, made one space."""
    return re.sub(r"\s+", " ", text).strip()


def paragraphs_of(text: str) -> Paragraphs:
    """The lines of a text that are not blank, without the spaces around them."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def page_as_json(page: TablePage) -> dict:
    """The page for a JSON column: a cell is [paragraphs, rows, columns], a covered place is null."""
    rows = [
        [cell and [list(cell.paragraphs), cell.row_span, cell.column_span] for cell in row]
        for row in page.grid.rows
    ]
    return {"rows": rows, "above": page.above, "below": page.below, "widths": page.widths}


def page_from_json(stored: dict) -> TablePage:
    """Build the page again from what `page_as_json` gave."""
    rows = tuple(
        tuple(cell and Cell(tuple(cell[0]), cell[1], cell[2]) for cell in row) for row in stored["rows"]
    )
    return TablePage(Grid(rows), tuple(stored["above"]), tuple(stored["below"]), tuple(stored["widths"]))
