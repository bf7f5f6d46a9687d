"""What the registers of orders show: who has not read what."""

from django.db.models import Exists, OuterRef, QuerySet

from registry.people.models import Person
from registry.people.queries import search_people
from roadmap.orders.models import NUMBERED, Acquaintance, Order
from roadmap.orders.outcomes import Award, DutyRelease
from roadmap.orders.queries import orders_visible_to
from roadmap.orders.sheet_models import MISSING


def unread_lines(user, words: str = "") -> QuerySet[Acquaintance]:
    """Missing signatures over all registered orders that the user sees, the oldest order first.

    `words` are of the person's name, or a part of the order's number.
    """
    rows = Acquaintance.objects.filter(MISSING, order__in=orders_visible_to(user), order__status__in=NUMBERED)
    words = " ".join(words.split())
    if words:
        named = rows.filter(person__in=search_people(Person.objects.all(), words))
        rows = named | rows.filter(order__number__icontains=words)
    return rows.select_related("order", "person").order_by("order__date", "order_id", "position", "pk")


def orders_with_unread(user) -> QuerySet[Order]:
    """Registered orders with a missing signature, the oldest first: their sheets are printed together."""
    waited_for = Acquaintance.objects.filter(MISSING, order=OuterRef("pk"))
    rows = orders_visible_to(user).filter(Exists(waited_for), status__in=NUMBERED)
    return rows.select_related("document").order_by("date", "pk")


def awards_visible_to(user) -> QuerySet[Award]:
    """Awards of the orders that the user sees, the latest first."""
    rows = Award.objects.filter(order__in=orders_visible_to(user))
    return rows.select_related("person", "order").order_by("-awarded_on", "person__sort_key", "pk")


def releases_visible_to(user) -> QuerySet[DutyRelease]:
    """Releases from duties of the orders that the user sees, the latest first."""
    rows = DutyRelease.objects.filter(order__in=orders_visible_to(user))
    return rows.select_related("person", "substitute", "order").order_by("-day", "-starts_at", "pk")
