"""The items of an order as a numbered outline: 1., 2., 2.1., at most three levels deep."""

from collections import defaultdict
from dataclasses import dataclass

from mentoring.workflow.verdicts import Refused
from roadmap.orders.models import OrderItem

MOST_LEVELS = 3
MOVES = ("up", "down", "indent", "outdent")


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


def rearranged(items, item, move: str) -> tuple[int | None, list[int]]:
    """(parent, ids of its children in their new order) after `item` has gone «up», «down», «indent» or «outdent».

    Raises Refused when there is no such place.
    """
    if move not in MOVES:
        raise Refused("Такого перемещения нет. Откройте страницу заново.")
    rows, groups = {row.item.pk: row for row in outline(items)}, siblings_of(items)
    row, own = rows[item.pk], [sibling.pk for sibling in groups[item.parent_id]]
    place = own.index(item.pk)
    if move in ("up", "down"):
        if not (row.has_previous if move == "up" else row.has_next):
            raise Refused("Пункт уже стоит с краю.")
        other = place + (-1 if move == "up" else 1)
        own[place], own[other] = own[other], own[place]
        return item.parent_id, own
    if move == "indent":
        if not row.can_indent:
            raise Refused("Сделать этот пункт подпунктом нельзя: нет пункта перед ним или слишком глубоко.")
        parent = own[place - 1]
        return parent, [*(child.pk for child in groups.get(parent, [])), item.pk]
    if not row.can_outdent:
        raise Refused("Это и так пункт первого уровня.")
    above = rows[item.parent_id].item
    around = [sibling.pk for sibling in groups[above.parent_id]]
    around.insert(around.index(above.pk) + 1, item.pk)
    return above.parent_id, around


def place_items(items, parent: int | None, ids: list[int]) -> None:
    """Write these items as the children of the parent, numbered anew; unchanged rows are not touched."""
    rows = {item.pk: item for item in items}
    for position, pk in enumerate(ids, start=1):
        item = rows[pk]
        if (item.parent_id, item.position) != (parent, position):
            item.parent_id, item.position = parent, position
            item.save(update_fields=["parent", "position"])


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
