"""Who may put a task on control and close it."""

from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied
from roadmap.controls.models import ControlTask
from roadmap.protocols.models import DecisionPoint
from roadmap.protocols.rules import keeps


def may_put(order, user) -> Allowed | Denied:
    """Tasks follow from a registered order and are put by who keeps orders."""
    if not user.may(Permission.DRAFT_ORDERS):
        return Denied("Поручения на контроль ставит тот, кто ведёт приказы.")
    return ALLOWED if order.is_numbered else Denied("На контроль ставят пункты зарегистрированного приказа.")


def may_put_decision(point: DecisionPoint, user) -> Allowed | Denied:
    """A point of a signed protocol with who answers and by when, put once by who keeps the protocol."""
    protocol = point.item.protocol
    if not keeps(protocol, user):
        return Denied("Решения протокола ставит на контроль тот, кто ведёт протокол.")
    if not protocol.is_signed:
        return Denied("На контроль ставят решения подписанного протокола.")
    if ControlTask.objects.filter(decision=point).exists():
        return Denied("Это решение уже на контроле.")
    return ALLOWED


def may_close(task: ControlTask, user) -> Allowed | Denied:
    """The responsible person reports, or who keeps orders writes it down."""
    own = task.responsible.user_id is not None and task.responsible.user_id == user.pk
    keeper = task.decision is not None and bool(keeps(task.decision.item.protocol, user))
    if own or keeper or user.may(Permission.DRAFT_ORDERS):
        return ALLOWED
    return Denied("Исполнение отмечает тот, кому поручено, или куратор.")
