"""The measures of a stage as a tree: what may be moved where, and the order after a move. Nothing is written here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from roadmap.orders.outline import siblings_of
from roadmap.plans.models import RoadmapMeasure

MOST_LEVELS = 4
MOVES = ("up", "down", "indent", "outdent")


@dataclass(frozen=True)
class Place:
    """A measure in its stage: how deep it stands and where it can go from there."""

    measure: RoadmapMeasure
    depth: int
    has_previous: bool
    has_next: bool
    height: int

    @property
    def can_indent(self) -> bool:
        """Its own parts must not sink below the last level."""
        return self.has_previous and self.depth + self.height + 1 < MOST_LEVELS

    @property
    def can_outdent(self) -> bool:
        return self.depth > 0


class Tree:
    """Measures of one stage in the order of the paper."""

    def __init__(self, measures: Iterable[RoadmapMeasure]):
        self.groups = siblings_of(measures)

    def places(self, parent: int | None = None, depth: int = 0) -> list[Place]:
        """All measures from the top down."""
        found = []
        own = self.groups.get(parent, [])
        for number, measure in enumerate(own):
            found.append(Place(measure, depth, number > 0, number + 1 < len(own), self._height(measure.pk)))
            found += self.places(measure.pk, depth + 1)
        return found

    def _height(self, pk: int) -> int:
        return (
            1 + max((self._height(row.pk) for row in self.groups[pk]), default=0) if pk in self.groups else 0
        )

    def place_of(self, measure: RoadmapMeasure) -> Place:
        return next(place for place in self.places() if place.measure.pk == measure.pk)

    def ordered(self, parent: int | None = None) -> list[tuple[RoadmapMeasure, int | None]]:
        """(measure, id of its parent) in reading order; a part stands after the measure it belongs to."""
        found: list[tuple[RoadmapMeasure, int | None]] = []
        for measure in self.groups.get(parent, []):
            found += [(measure, parent), *self.ordered(measure.pk)]
        return found

    def branch(self, measure: RoadmapMeasure) -> list[RoadmapMeasure]:
        """The measure with all its parts."""
        return [measure, *(row for row, _ in self.ordered(measure.pk))]

    def move(self, measure: RoadmapMeasure, move: str) -> None:
        """Move the measure with its parts; the caller has asked `place_of` whether it can go there."""
        own = self.groups[measure.parent_id]
        number = next(number for number, row in enumerate(own) if row.pk == measure.pk)
        taken = own.pop(number)
        if move in ("up", "down"):
            own.insert(number + (-1 if move == "up" else 1), taken)
        elif move == "indent":
            self.groups[own[number - 1].pk].append(taken)
        else:
            above = next(
                row for group in self.groups.values() for row in group if row.pk == measure.parent_id
            )
            self.put_after(taken, above)

    def put_after(self, measure: RoadmapMeasure, above: RoadmapMeasure | None) -> None:
        """Put a measure beside another one, below all its parts; at the end of the stage without one."""
        parent = above.parent_id if above else None
        group = self.groups[parent]
        place = next((n for n, row in enumerate(group, 1) if above and row.pk == above.pk), len(group))
        group.insert(place, measure)


def rows_in_order(measures: Sequence[RoadmapMeasure], *, is_bands: bool) -> list[int]:
    """The table row of each measure in a new order: every row keeps as many measures, no row is left out.

    Under bands each measure is a row of its own.
    """
    if is_bands:
        return list(range(len(measures)))
    taken = sorted(measure.row for measure in measures)
    numbers = {row: number for number, row in enumerate(sorted(set(taken)))}
    return [numbers[row] for row in taken]
