"""The items of an order as a numbered outline: 1., 2., 2.1., at most three levels deep."""

from collections import defaultdict
from dataclasses import dataclass

from roadmap.orders.models import OrderItem

MOST_LEVELS = 3


@dataclass(frozen=True)
class OutlineRow:
    """An item with its printed number and what can be done with it in its place."""

    item: OrderItem
    number: str
    depth: int
    has_previous: bool
    has_next: bool
    height: int

    @property
    def can_indent(self) -> bool:
        """Becoming a sub-item of the previous item must not push its own sub-items below the last level."""
        return self.has_previous and self.depth + self.height + 1 < MOST_LEVELS

    @property
    def can_outdent(self) -> bool:
        return self.depth > 0

    @property
    def can_have_children(self) -> bool:
        return self.depth + 1 < MOST_LEVELS


def siblings_of(items) -> dict[int | None, list[OrderItem]]:
    """Items by the id of their parent, each list in the order of the paper."""
    groups = defaultdict(list)
    for item in sorted(items, key=lambda row: (row.position, row.pk)):
        groups[item.parent_id].append(item)
    return groups


def outline(items) -> list[OutlineRow]:
    """All items in reading order with their numbers."""
    groups = siblings_of(items)
    return _rows(groups, None, "", 0)


def _rows(groups, parent, prefix, depth) -> list[OutlineRow]:
    rows = []
    own = groups.get(parent, [])
    for place, item in enumerate(own, start=1):
        number = f"{prefix}{place}."
        row = OutlineRow(item, number, depth, place > 1, place < len(own), _height(groups, item))
        rows += [row, *_rows(groups, item.pk, number, depth + 1)]
    return rows


def _height(groups, item) -> int:
    children = groups.get(item.pk, [])
    return 1 + max(_height(groups, child) for child in children) if children else 0
