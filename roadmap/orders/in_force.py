"""The day on which an order comes into force, against the day on which what it says happens."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from registry.pairs.models import Mentorship
from roadmap.orders.enums import OrderKind
from roadmap.orders.models import Order
from roadmap.orders.particulars import day_of, kind_of

# What such orders say happens when they are registered: they name no day on which it would wait.
AT_ONCE = (OrderKind.EXTENSION, OrderKind.CHANGE, OrderKind.AWARD)


def force_problems(order: Order, mentorships: Iterable[Mentorship], on: date) -> Iterable[str]:
    """Why an order of the date `on` cannot come into force on its day, as Russian sentences.

    Without such a day it is in force from its date. Nothing that it says may happen before it is in force.
    """
    begins = order.effective_from
    if begins is None:
        return
    if begins < on:
        yield (
            f"Приказ вступает в силу {begins:%d.%m.%Y}, раньше своей даты {on:%d.%m.%Y}. "
            "Уберите этот день или укажите более поздний."
        )
    elif kind_of(order).speaks_of_rows:
        yield from _before_the_pairs(begins, mentorships)
    elif order.kind in AT_ONCE:
        if begins > timezone.localdate():
            yield (
                f"Приказ вступает в силу {begins:%d.%m.%Y}, а исполняется сразу, в день регистрации. "
                "Уберите этот день или зарегистрируйте приказ, когда он наступит."
            )
    elif order.facts.get("on") and day_of(order, "on") < begins:
        yield (
            f"Приказ вступает в силу {begins:%d.%m.%Y}, а назначает на {day_of(order, 'on'):%d.%m.%Y}, "
            "когда ещё не действует. Проверьте обе даты."
        )


def _before_the_pairs(begins: date, mentorships: Iterable[Mentorship]) -> Iterable[str]:
    """A pair that works already is but remarked upon; one of a coming order would begin without any order."""
    if begins <= timezone.localdate():
        return
    for mentorship in mentorships:
        if mentorship.start < begins:
            yield (
                f"{mentorship.title}: срок начинается {mentorship.start:%d.%m.%Y}, а приказ вступает в силу "
                f"только {begins:%d.%m.%Y}. Проверьте обе даты."
            )
