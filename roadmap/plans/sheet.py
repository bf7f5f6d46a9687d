"""A printed roadmap as the page and the papers show it."""

from dataclasses import dataclass

from roadmap.plans.grid import Cell, Paragraphs, paragraphs_of
from roadmap.plans.outline import Plan
from roadmap.plans.printing import heading_height, print_plan


@dataclass(frozen=True)
class SheetRow:
    """Cells that begin in a row; a band spans the whole table."""

    cells: tuple[Cell, ...]
    is_band: bool


@dataclass(frozen=True)
class RoadmapSheet:
    """Stamps (lines of each), title, table with its head, footnotes and the lines below; widths in per cent."""

    stamps: tuple[Paragraphs, ...]
    title: Paragraphs
    shares: tuple[str, ...]
    head: tuple[SheetRow, ...]
    body: tuple[SheetRow, ...]
    footnotes: Paragraphs
    closing: Paragraphs


def sheet_of(plan: Plan) -> RoadmapSheet:
    """Lay the roadmap out as its school prints it."""
    grid = print_plan(plan).grid
    rows = tuple(
        SheetRow(tuple(cell for cell in row if cell), bool(row[0] and row[0].column_span == grid.width > 1))
        for row in grid.rows
    )
    height, total = heading_height(plan), sum(column.width for column in plan.columns)
    return RoadmapSheet(
        stamps=tuple(paragraphs_of(stamp.text) for stamp in plan.stamps),
        title=paragraphs_of(plan.title),
        shares=tuple(f"{100 * column.width / total:.3f}%" for column in plan.columns),
        head=rows[:height],
        body=rows[height:],
        footnotes=tuple(f"{note.mark} {note.text}".strip() for note in plan.footnotes),
        closing=paragraphs_of(plan.closing),
    )
