"""A roadmap in an order «Об утверждении дорожной карты»: into the draft, out of it, approved with it.

Called by the orders by name (`roadmap.orders.attachments`), in their transactions. From the draft on the roadmap
is as the director reads it: it waits beside the order and changes only after the draft has gone.
"""

from dataclasses import asdict
from datetime import date

from mentoring.documents.papers import Annex
from mentoring.language.typography import typeset
from mentoring.workflow.services import lock, move
from mentoring.workflow.verdicts import Refused
from roadmap.orders.models import Order
from roadmap.plans.approval import put_in_force
from roadmap.plans.approval_rules import TABLE, has_measures
from roadmap.plans.copies import MANY_COLUMNS
from roadmap.plans.enums import RoadmapStatus
from roadmap.plans.models import Roadmap
from roadmap.plans.queries import plan_of
from roadmap.plans.rules import EDITABLE
from roadmap.plans.sheet import sheet_of


def roadmaps_to_approve() -> list[tuple[int, str]]:
    """(number, title) of every roadmap that may go into the draft of an order, the latest first."""
    rows = Roadmap.objects.filter(status__in=EDITABLE, order__isnull=True).order_by("-created_at", "-pk")
    return [(row.pk, str(row)) for row in rows]


def take_into_order(order: Order, pk: int, *, by) -> None:
    """Put the roadmap beside the draft; raises Refused when it is empty, gone or decided already."""
    roadmap = Roadmap.objects.filter(pk=pk).first()
    if roadmap is None:
        raise Refused("Этой дорожной карты уже нет. Выберите другую.")
    roadmap = lock(Roadmap.objects.all(), pk)
    if roadmap.order_id:
        raise Refused("Эта дорожная карта уже стоит в другом приказе.")
    roadmap.order = order
    _carry_out(roadmap, "take_into_order", by=by, changed=("order",))


def let_go(order: Order, *, by) -> None:
    """The draft is removed: its roadmap may be changed again."""
    for roadmap in Roadmap.objects.select_for_update().filter(order=order):
        roadmap.order = None
        _carry_out(roadmap, "leave_order", by=by, changed=("order",))


def stands_in(order: Order) -> bool:
    """Does a roadmap stand behind the order?"""
    return order.roadmaps.exists()


def problems_of(order: Order) -> list[str]:
    """Why the roadmap of the order cannot be approved, as Russian sentences."""
    roadmap = order.roadmaps.first()
    if roadmap is None:
        return ["В приказе нет дорожной карты. Удалите проект и подготовьте приказ заново."]
    if roadmap.status != RoadmapStatus.SUBMITTED:
        return [f"Дорожная карта: состояние «{roadmap.get_status_display()}», а нужно «на утверждении»."]
    verdict = has_measures(roadmap, None)
    return [] if verdict else [verdict.reason]


def annex_of(order: Order, number: str) -> Annex | None:
    """The roadmap as it prints; many columns lie across the sheet."""
    roadmap = order.roadmaps.first()
    if roadmap is None:
        return None
    plan = plan_of(roadmap)
    sheet = asdict(sheet_of(plan))
    # The mark of the annex stands on every annex of an order; the roadmap's own stamps would say it twice.
    lines = [typeset(line) for line in sheet["title"]]
    return Annex(
        number=number,
        title=" ".join(lines) or typeset(order.annex_title),
        table=None,
        sheet={**sheet, "stamps": [], "title": []},
        orientation="landscape" if len(plan.columns) >= MANY_COLUMNS else "portrait",
    )


def approve_by(order: Order, *, by, on: date, number: str) -> None:
    """Put the roadmap in force from the day as the annex of the order that is being registered."""
    for roadmap in order.roadmaps.all():
        put_in_force(
            roadmap,
            "approve_by_order",
            by=by,
            order=order,
            annex_number=number,
            on=order.date,
            effective_from=on,
        )


def _carry_out(roadmap: Roadmap, name: str, *, by, changed) -> None:
    roadmap.version += 1
    move(TABLE, roadmap, name, by=by, changed=(*changed, "version"))
