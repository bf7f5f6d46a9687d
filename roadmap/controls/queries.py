"""Tasks on control: who sees which, what is coming or late."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from mentoring.accounts.permissions import Permission
from roadmap.controls.models import ControlTask
from roadmap.orders.models import Order
from roadmap.protocols.queries import protocols_visible_to

AHEAD = timedelta(days=7)


def tasks_visible_to(user) -> QuerySet[ControlTask]:
    """One's own, all of orders for those who view orders, and those of protocols that one sees; none of a blocked order."""
    rows = ControlTask.objects.filter(order__block__isnull=True).select_related(
        "order", "decision__item__protocol", "responsible", "closed_by"
    )
    seen = Q(responsible__user=user) | Q(decision__item__protocol__in=protocols_visible_to(user).values("pk"))
    if user.may(Permission.VIEW_ORDERS):
        seen |= Q(order__isnull=False)
    return rows.filter(seen)


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
