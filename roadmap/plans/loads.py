"""What an uploaded table says, and whether all of it is in what will be printed."""

from collections import Counter
from dataclasses import dataclass

from roadmap.plans.enums import ColumnKind
from roadmap.plans.grid import Grid, Paragraphs, TablePage, page_from_json, single_spaced
from roadmap.plans.models import RoadmapImport
from roadmap.plans.outline import Plan
from roadmap.plans.printing import print_plan
from roadmap.plans.reading import read_plan

SHOWN = 20
Span = tuple[int, int]


@dataclass(frozen=True)
class Comparison:
    """How many filled cells the table has, and the texts of those that will not print as they were.

    `changed` are not in the print, `split` cover fewer rows or columns there, `extra` are in the print only (a cell
    merged over two of three measures is printed for each of them).
    """

    total: int
    changed: tuple[str, ...]
    split: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        return not (self.changed or self.split or self.extra)

    @property
    def shown(self) -> tuple[str, ...]:
        return self.changed[:SHOWN]

    @property
    def regrouped(self) -> tuple[str, ...]:
        """The texts that are told apart or repeated, each once."""
        return tuple(dict.fromkeys((*self.split, *self.extra)))

    @property
    def shown_regrouped(self) -> tuple[str, ...]:
        return self.regrouped[:SHOWN]


def imported_plan(roadmap_import: RoadmapImport) -> Plan:
    """What the kept table says with its columns as they are matched now."""
    kinds = [ColumnKind(kind) for kind in roadmap_import.kinds]
    return read_plan(page_from_json(roadmap_import.page), kinds)


def comparison_of(roadmap_import: RoadmapImport, plan: Plan) -> Comparison:
    """Compare the kept table with the print of the plan that was read from it."""
    return compare(page_from_json(roadmap_import.page), plan)


def compare(source: TablePage, plan: Plan) -> Comparison:
    """Find the filled cells of the file's table that the print does not have, has otherwise or has besides.

    A title or a footnote may be a cell in the file (Excel) and lines above or below the table in print. A cell that
    grows is no change: a band that nobody merged is printed over the whole row.
    """
    printed = print_plan(plan)
    lines = Counter(single_spaced(line) for line in (*printed.above, *printed.below))
    wanted, left = _spans_by_text(source.grid), _spans_by_text(printed.grid)
    changed, split = [], []
    for texts, spans in wanted.items():
        here, there = _without_equals(spans, left.pop(texts, []))
        split += [texts for before, after in zip(here, there, strict=False) if _is_smaller(after, before)]
        for _ in here[len(there) :]:
            if Counter(texts) <= lines:
                lines -= Counter(texts)
            else:
                changed.append(texts)
        left[texts] = there[len(here) :]
    extra = [texts for texts, spans in left.items() for _ in spans]
    total = sum(len(spans) for spans in wanted.values())
    return Comparison(
        total, *(tuple(" ".join(texts) for texts in found) for found in (changed, split, extra))
    )


def _spans_by_text(grid: Grid) -> dict[Paragraphs, list[Span]]:
    """Over how many rows and columns each text of the table stands, as often as it does."""
    found: dict[Paragraphs, list[Span]] = {}
    for cell in (cell for row in grid.rows for cell in row if cell and cell.paragraphs):
        texts = tuple(single_spaced(text) for text in cell.paragraphs)
        found.setdefault(texts, []).append((cell.row_span, cell.column_span))
    return found


def _without_equals(before: list[Span], after: list[Span]) -> tuple[list[Span], list[Span]]:
    """The two lists without what both of them have."""
    one, other = Counter(before), Counter(after)
    return list((one - other).elements()), list((other - one).elements())


def _is_smaller(span: Span, other: Span) -> bool:
    return span[0] < other[0] or span[1] < other[1]
