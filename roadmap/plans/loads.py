"""What an uploaded table says, and whether all of it is in what will be printed."""

from dataclasses import dataclass

from roadmap.plans.enums import ColumnKind
from roadmap.plans.grid import TablePage, page_from_json, single_spaced
from roadmap.plans.models import RoadmapImport
from roadmap.plans.outline import Plan
from roadmap.plans.printing import print_plan
from roadmap.plans.reading import read_plan

SHOWN = 20


@dataclass(frozen=True)
class Comparison:
    """How many filled cells the table has, and the texts of those that will not print as they were."""

    total: int
    changed: tuple[str, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        return self.changed[:SHOWN]


def imported_plan(roadmap_import: RoadmapImport) -> Plan:
    """What the kept table says with its columns as they are matched now."""
    kinds = [ColumnKind(kind) for kind in roadmap_import.kinds]
    return read_plan(page_from_json(roadmap_import.page), kinds)


def comparison_of(roadmap_import: RoadmapImport, plan: Plan) -> Comparison:
    """Compare the kept table with the print of the plan that was read from it."""
    return compare(page_from_json(roadmap_import.page), plan)


def compare(source: TablePage, plan: Plan) -> Comparison:
    """Find the filled cells of the file's table that the print does not have.

    A title or a footnote may be a cell in the file (Excel) and lines above or below the table in print.
    """
    printed = print_plan(plan)
    lines = [(single_spaced(line),) for line in (*printed.above, *printed.below)]
    left = [*(cell for cell in printed.grid.cells if cell), *lines]
    wanted = [cell for cell in source.grid.cells if cell]
    changed = []
    for cell in wanted:
        if cell in left:
            left.remove(cell)
        elif not all((line,) in left for line in cell):
            changed.append(" ".join(cell))
    return Comparison(len(wanted), tuple(changed))
