"""A release from duties (D-12) against the releases of the same hours: nobody is in two places at once."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from registry.people.models import Person
from roadmap.orders.enums import OrderKind, OrderRole
from roadmap.orders.models import NUMBERED, Order
from roadmap.orders.outcomes import DutyRelease
from roadmap.orders.particulars import People, day_of


def release_problems(order: Order, people: People, on: date) -> Iterable[str]:
    """Why these people cannot be released and teach in the hours of the order, as Russian sentences."""
    day = day_of(order, "on")
    if day < on:
        yield f"День освобождения {day:%d.%m.%Y} раньше даты приказа {on:%d.%m.%Y}: освобождают заранее."
    released, substitute = people[OrderRole.RELEASED][0], people[OrderRole.SUBSTITUTE][0]
    rows = _of_these_hours(order, day, [released, substitute])
    for row in rows:
        if row.person_id == released.pk:
            yield f"{released.short_name}: на эти часы уже освобождён(а) ({row.order})."
        if row.substitute_id == released.pk:
            yield f"{released.short_name}: в эти часы замещает другого ({row.order})."
        if row.person_id == substitute.pk:
            yield f"{substitute.short_name}: сам(а) освобождён(а) в эти часы и замещать не может ({row.order})."
        if row.substitute_id == substitute.pk:
            yield f"{substitute.short_name}: в эти часы уже замещает другого ({row.order})."


def _of_these_hours(order: Order, day: date, people: list[Person]) -> list[DutyRelease]:
    """Releases that share a minute with the order and are not cancelled."""
    rows = DutyRelease.objects.filter(
        Q(person__in=people) | Q(substitute__in=people),
        day=day,
        starts_at__lt=order.facts["ends_at"],
        ends_at__gt=order.facts["starts_at"],
    )
    cancelled = Order.objects.filter(kind=OrderKind.CANCELLATION, status__in=NUMBERED).values("target")
    return list(rows.exclude(order__in=cancelled).select_related("order").order_by("pk"))
