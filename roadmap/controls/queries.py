"""Tasks on control: who sees which, what is coming or late."""

from datetime import date, timedelta

from django.db.models import QuerySet

from mentoring.accounts.permissions import Permission
from roadmap.controls.models import ControlTask
from roadmap.orders.models import Order

AHEAD = timedelta(days=7)


def tasks_visible_to(user) -> QuerySet[ControlTask]:
    """All for those who view orders, otherwise one's own; nothing of a blocked order."""
    rows = ControlTask.objects.filter(order__block__isnull=True).select_related(
        "order", "responsible", "closed_by"
    )
    return rows if user.may(Permission.VIEW_ORDERS) else rows.filter(responsible__user=user)


def open_tasks(tasks: QuerySet[ControlTask]) -> QuerySet[ControlTask]:
    """Those on which nothing is said yet, the earliest term first."""
    return tasks.filter(is_done__isnull=True).order_by("due_on", "pk")


def pressing_tasks(user, day: date) -> QuerySet[ControlTask]:
    """Open tasks with a term within a week or past: for who keeps orders all, for anybody else the own ones."""
    rows = open_tasks(tasks_visible_to(user)).filter(due_on__lte=day + AHEAD)
    return rows if user.may(Permission.DRAFT_ORDERS) else rows.filter(responsible__user=user)


def tasks_of(order: Order, user) -> QuerySet[ControlTask]:
    """Tasks of one order in the order of their terms."""
    return tasks_visible_to(user).filter(order=order).order_by("due_on", "pk")
