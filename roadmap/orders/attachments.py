"""The act and the roadmap that an order approves: their rooms stand to the right, so they are asked by name.

Their modules keep the functions named here; one transaction holds what the order and they write.
"""

from collections.abc import Sequence
from datetime import date

from django.utils.module_loading import import_string

from mentoring.documents.papers import Annex
from roadmap.orders.enums import OrderKind
from roadmap.orders.kinds.shape import AnnexSource
from roadmap.orders.models import Order
from roadmap.orders.particulars import kind_of

ROOMS = {AnnexSource.ACT: "roadmap.acts.by_order", AnnexSource.ROADMAP: "roadmap.plans.by_order"}


def roadmaps_to_approve() -> list[tuple[int, str]]:
    """(number, title) of every roadmap that an order may still approve."""
    return _door(AnnexSource.ROADMAP, "roadmaps_to_approve")()


def acts_to_approve() -> list[tuple[int, str]]:
    """(number, title) of every local act that an order may still approve."""
    return _door(AnnexSource.ACT, "acts_to_approve")()


def attach_papers(order: Order, *, by, act: int | None = None, roadmap: int | None = None) -> None:
    """Take an act and a roadmap into the draft; raises Refused when one cannot be approved."""
    for source, pk in ((AnnexSource.ACT, act), (AnnexSource.ROADMAP, roadmap)):
        if pk is not None and source in _sources(order):
            _door(source, "take_into_order")(order, pk, by=by)


def detach_papers(order: Order, *, by) -> None:
    """Let act and roadmap go from a draft that is removed."""
    for source in _sources(order):
        _door(source, "let_go")(order, by=by)


def paper_annex(order: Order, source: AnnexSource, number: str) -> Annex | None:
    """The act or the roadmap as an annex of the paper, None when the order has none."""
    return _door(source, "annex_of")(order, number)


def annex_numbers(order: Order) -> dict[AnnexSource, str]:
    """Under which number act and roadmap stand behind the order, of those that it has."""
    present = [source for source in _sources(order) if _door(source, "stands_in")(order)]
    return {source: str(number) for number, source in enumerate(present, start=1)}


def paper_problems(order: Order) -> list[str]:
    """Why the act or the roadmap of the order cannot be approved now, as Russian sentences."""
    found = []
    for source in _sources(order):
        # Only the order about a roadmap cannot do without one.
        if order.kind == OrderKind.ROADMAP or _door(source, "stands_in")(order):
            found += _door(source, "problems_of")(order)
    return found


def approve_papers(order: Order, *, by, on: date) -> None:
    """Approve the act and the roadmap of the order from the day on, in the transaction that registers."""
    numbers = annex_numbers(order)
    if AnnexSource.ACT in numbers:
        _door(AnnexSource.ACT, "approve_by")(order, by=by, on=on)
    if AnnexSource.ROADMAP in numbers:
        _door(AnnexSource.ROADMAP, "approve_by")(order, by=by, on=on, number=numbers[AnnexSource.ROADMAP])


def _sources(order: Order) -> Sequence[AnnexSource]:
    return [annex.source for annex in kind_of(order).annexes if annex.source in ROOMS]


def _door(source: AnnexSource, name: str):
    return import_string(f"{ROOMS[source]}.{name}")
