"""Who may put a task on control and close it."""

from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied
from roadmap.controls.models import ControlTask


def may_put(order, user) -> Allowed | Denied:
    """Tasks follow from a registered order and are put by who keeps orders."""
    if not user.may(Permission.DRAFT_ORDERS):
        return Denied("Поручения на контроль ставит тот, кто ведёт приказы.")
    return ALLOWED if order.is_numbered else Denied("На контроль ставят пункты зарегистрированного приказа.")


def may_close(task: ControlTask, user) -> Allowed | Denied:
    """The responsible person reports, or who keeps orders writes it down."""
    own = task.responsible.user_id is not None and task.responsible.user_id == user.pk
    if own or user.may(Permission.DRAFT_ORDERS):
        return ALLOWED
    return Denied("Исполнение отмечает тот, кому поручено, или куратор.")
