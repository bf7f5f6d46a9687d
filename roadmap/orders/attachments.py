"""The roadmap that an order approves: its room stands to the right, so it is asked for by name, not imported.

Its module keeps the functions named here; one transaction holds what the order and the roadmap write.
"""

from datetime import date

from django.utils.module_loading import import_string

from mentoring.documents.papers import Annex
from roadmap.orders.enums import OrderKind
from roadmap.orders.models import Order

ROADMAPS = "roadmap.plans.by_order"


def roadmaps_to_approve() -> list[tuple[int, str]]:
    """(number, title) of every roadmap that an order may still approve."""
    return _of_roadmaps("roadmaps_to_approve")()


def attach_roadmap(order: Order, pk: int, *, by) -> None:
    """Take a roadmap into the draft; raises Refused when it cannot be approved."""
    _of_roadmaps("take_into_order")(order, pk, by=by)


def detach_roadmap(order: Order, *, by) -> None:
    """Let the roadmap go from a draft that is removed."""
    if order.kind == OrderKind.ROADMAP:
        _of_roadmaps("let_go")(order, by=by)


def roadmap_annex(order: Order, number: str) -> Annex | None:
    """The roadmap as an annex of the paper, None when the order has none."""
    return _of_roadmaps("annex_of")(order, number)


def roadmap_problems(order: Order) -> list[str]:
    """Why the roadmap of the order cannot be approved now, as Russian sentences."""
    return _of_roadmaps("problems_of")(order)


def approve_roadmap(order: Order, *, by, on: date) -> None:
    """Approve the roadmap of the order from the day on, in the transaction that registers."""
    _of_roadmaps("approve_by")(order, by=by, on=on)


def _of_roadmaps(name: str):
    return import_string(f"{ROADMAPS}.{name}")
