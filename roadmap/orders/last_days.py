"""Early stops (D-09) whose last day lay ahead when the order was registered: pair and programme end when it is over."""

import logging
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from mentoring.accounts.models import User
from mentoring.accounts.permissions import Permission
from mentoring.workflow.services import lock
from mentoring.workflow.verdicts import Refused
from registry.pairs.enums import MentorshipStatus
from registry.pairs.models import Mentorship
from roadmap.orders.effects import basis_of, carry_out
from roadmap.orders.enums import OrderKind
from roadmap.orders.models import NUMBERED, Order
from roadmap.orders.particulars import day_of

logger = logging.getLogger(__name__)


def waiting_stops(orders: QuerySet[Order] | None = None) -> QuerySet[Order]:
    """Registered early stops of pairs that still work, unless another order has taken them back by their last day.

    Each has `last_day`, the typed day in ISO: such texts stand in the order of their days.
    """
    rows = Order.objects.all() if orders is None else orders
    on = KeyTextTransform("on", "facts")
    taken_back = (
        Order.objects.filter(target=OuterRef("pk"), kind=OrderKind.CANCELLATION, status__in=NUMBERED)
        .alias(last_day=on)
        .filter(last_day__lte=OuterRef("last_day"))
    )
    return (
        rows.filter(kind=OrderKind.EARLY_END, status__in=NUMBERED, mentorship__status=MentorshipStatus.ACTIVE)
        .annotate(last_day=on)
        .exclude(Exists(taken_back))
        .order_by("pk")
    )


def stop_of(mentorship: Mentorship) -> Order | None:
    """The registered order that ends this pair on a day ahead, or None."""
    return waiting_stops(Order.objects.filter(mentorship=mentorship)).first()


def last_days_ahead(mentorships: Iterable[int]) -> dict[int, date]:
    """The last day of each of these pairs that a registered order ends, by the pair's id."""
    rows = waiting_stops(Order.objects.filter(mentorship__in=list(mentorships)))
    return {order.mentorship_id: day_of(order, "on") for order in rows}


def end_what_is_over(today: date | None = None) -> int:
    """End pairs and programmes whose last day was before today; returns how many. Each has a transaction of its own."""
    today = today or timezone.localdate()
    return sum(_end(order.pk) for order in waiting_stops() if day_of(order, "on") < today)


@transaction.atomic
def _end(pk: int) -> bool:
    order = lock(Order.objects.all(), pk)
    lock(Mentorship.objects.all(), order.mentorship_id)
    if not waiting_stops(Order.objects.filter(pk=pk)).exists():
        return False
    by = _who_ends(order)
    if by is None:
        logger.error("Nobody in office may end the pair of order %s", pk)
        return False
    try:
        with transaction.atomic():
            carry_out(order, by=by, basis=basis_of(order))
    except Refused as refusal:
        logger.error("The pair of order %s does not end: %s", pk, refusal.reason)
        return False
    return True


def _who_ends(order: Order) -> User | None:
    """Whoever registered the order, while still in office; else somebody who may register today."""
    others = User.objects.filter(is_active=True).exclude(pk=order.registered_by_id).order_by("pk")
    for user in (order.registered_by, *others):
        if user.is_active and user.may(Permission.REGISTER_ORDERS):
            return user
    return None
