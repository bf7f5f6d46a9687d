"""A release from duties (D-12) against the releases of the same hours: nobody is in two places at once."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform

from registry.people.models import Person
from roadmap.orders.enums import OrderKind, OrderRole
from roadmap.orders.models import NUMBERED, Order
from roadmap.orders.outcomes import DutyRelease
from roadmap.orders.particulars import day_of
from roadmap.orders.release_lines import People, lines_of


def release_problems(order: Order, people: People, on: date) -> Iterable[str]:
    """Why these people cannot be released and teach in the hours of the order, as Russian sentences, each once."""
    day, lines = day_of(order, "on"), lines_of(order.facts, people)
    if day < on:
        yield f"День освобождения {day:%d.%m.%Y} раньше даты приказа {on:%d.%m.%Y}: освобождают заранее."
    released = people[OrderRole.RELEASED][0]
    rows = _of_day(day, [released, *(line.substitute for line in lines)])
    found = list(_of_released(rows, released, order.facts["starts_at"], order.facts["ends_at"]))
    for line in lines:
        found += _of_substitute(rows, line.substitute, line.starts_at, line.ends_at)
    yield from dict.fromkeys(found)


def _of_released(rows: list[DutyRelease], person: Person, start: str, end: str) -> Iterable[str]:
    for row in rows:
        if row.person_id == person.pk and _is_free(row, start, end):
            yield f"{person.short_name}: на эти часы уже освобождён(а) ({row.order})."
        if row.substitute_id == person.pk and _is_busy(row, start, end):
            yield f"{person.short_name}: в эти часы замещает другого ({row.order})."


def _of_substitute(rows: list[DutyRelease], person: Person, start: str, end: str) -> Iterable[str]:
    name = person.short_name
    for row in rows:
        if row.person_id == person.pk and _is_free(row, start, end):
            yield f"{name}: сам(а) освобождён(а) в эти часы и замещать не может ({row.order})."
        if row.substitute_id == person.pk and _is_busy(row, start, end):
            yield f"{name}: в эти часы уже замещает другого ({row.order})."


def _is_free(row: DutyRelease, start: str, end: str) -> bool:
    """The hours of the whole release share a minute with these."""
    return row.free_from < end and row.free_to > start


def _is_busy(row: DutyRelease, start: str, end: str) -> bool:
    """The hours of the lesson share a minute with these."""
    return f"{row.starts_at:%H:%M}" < end and f"{row.ends_at:%H:%M}" > start


def _of_day(day: date, people: list[Person]) -> list[DutyRelease]:
    """Lines of that day about these people that are not cancelled, with the hours of their whole release."""
    cancelled = Order.objects.filter(kind=OrderKind.CANCELLATION, status__in=NUMBERED).values("target")
    rows = DutyRelease.objects.filter(Q(person__in=people) | Q(substitute__in=people), day=day)
    hours = {
        "free_from": KeyTextTransform("starts_at", "order__facts"),
        "free_to": KeyTextTransform("ends_at", "order__facts"),
    }
    return list(rows.exclude(order__in=cancelled).annotate(**hours).select_related("order").order_by("pk"))
