"""A local act in an order «Об утверждении Положения»: into the draft, out of it, approved with it.

Called by the orders by name (`roadmap.orders.attachments`), in their transactions. From the draft on the act is as
the director reads it: it waits beside the order and changes only after the draft has gone.
"""

from datetime import date

from mentoring.documents.papers import Annex
from mentoring.language.typography import typeset
from mentoring.workflow.services import lock, move
from mentoring.workflow.verdicts import Refused
from roadmap.acts.enums import ActStatus
from roadmap.acts.models import LocalAct
from roadmap.acts.paper import act_paper, text_problems
from roadmap.acts.rules import EDITABLE, TABLE
from roadmap.acts.services import put_in_force
from roadmap.orders.models import Order


def acts_to_approve() -> list[tuple[int, str]]:
    """(number, title) of every act that may go into the draft of an order, the latest first."""
    return [(row.pk, str(row)) for row in LocalAct.objects.filter(status__in=EDITABLE).order_by("-pk")]


def take_into_order(order: Order, pk: int, *, by) -> None:
    """Put the act beside the draft; raises Refused when it is empty, an unread sample, gone or decided already."""
    if not LocalAct.objects.filter(pk=pk).exists():
        raise Refused("Этого локального акта уже нет. Выберите другой.")
    act = lock(LocalAct.objects.all(), pk)
    if act.waits_for_id:
        raise Refused("Этот локальный акт уже стоит в другом приказе.")
    TABLE.require(act, "take_into_order", by=by)
    act.waits_for = order
    _carry_out(act, "take_into_order", by=by)


def let_go(order: Order, *, by) -> None:
    """The draft is removed: its act may be changed again."""
    for act in LocalAct.objects.select_for_update().filter(waits_for=order):
        act.waits_for = None
        _carry_out(act, "leave_order", by=by)


def stands_in(order: Order) -> bool:
    """Does an act stand behind the order?"""
    return order.acts_to_approve.exists()


def problems_of(order: Order) -> list[str]:
    """Why the act of the order cannot be approved, as Russian sentences; none for an order without one."""
    found = []
    for act in order.acts_to_approve.all():
        if act.status != ActStatus.SUBMITTED:
            found.append(f"{act}: состояние «{act.get_status_display()}», а нужно «на утверждении».")
        found += [f"{act}. {problem}" for problem in text_problems(act)]
    return found


def annex_of(order: Order, number: str) -> Annex | None:
    """The text of the act under the mark of the annex; its грифы stand on its own paper."""
    act = order.acts_to_approve.first() or order.local_acts.first()
    if act is None:
        return None
    return Annex(
        number=number, title=typeset(act.name), table=None, orientation="portrait", act=act_paper(act)
    )


def approve_by(order: Order, *, by, on: date) -> None:
    """Put the act in force from the day as the annex of the order that is being registered."""
    for act in (
        LocalAct.objects.select_related("former").filter(waits_for=order).select_for_update(of=("self",))
    ):
        act.in_force_from = on
        put_in_force(act, "approve_by_order", "supersede_by_order", by=by, order=order, on=order.date)


def _carry_out(act: LocalAct, name: str, *, by) -> None:
    act.version += 1
    move(TABLE, act, name, by=by, changed=("waits_for", "version"))
