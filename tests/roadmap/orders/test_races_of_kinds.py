"""Two directors register orders of every sort at the same moments: two hundred times, in one journal (E2, E3)."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from mentoring.accounts.enums import Role
from mentoring.documents.models import IssuedDocument
from mentoring.workflow.models import StatusChange
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.models import JournalCounter, Order, OrderItem
from roadmap.orders.outcomes import Award, DutyRelease, OrderPerson
from roadmap.orders.services import register_order
from tests.factories.kinds import make_kind
from tests.factories.people import make_director, make_person, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.usefixtures("long_queues"),
]
TODAY = timezone.localdate()
TIMES = 200
# Kinds of which there may be many at once, about the same people.
COPIED = (K.MONITORING, K.DUTY_RELEASE, K.AWARD, K.CURATOR, K.FINAL_EVENT, K.INTRODUCTION, K.ASSOCIATION)
# Kinds that speak of a pair, a programme or a roadmap of their own.
SINGLE = (K.REPLACEMENT, K.EARLY_END, K.EXTENSION, K.ROADMAP)


def copy_of(order):
    """Another draft with the same words and people."""
    copy = Order.objects.get(pk=order.pk)
    items, people = list(copy.items.order_by("parent_id", "pk")), list(copy.people.all())
    if copy.kind == K.DUTY_RELEASE:
        # Nobody is released twice for the same hours: each copy speaks of a day of its own.
        day = TODAY + timedelta(days=Order.objects.filter(kind=K.DUTY_RELEASE).count())
        copy.facts = copy.facts | {"on": day.isoformat()}
    copy.pk = copy.id = None
    copy.save(force_insert=True)
    made = {None: None}
    for item in sorted(items, key=lambda row: row.parent_id is not None):
        made[item.pk] = OrderItem.objects.create(
            order=copy, parent=made[item.parent_id], position=item.position, text=item.text
        )
    OrderPerson.objects.bulk_create(
        OrderPerson(order=copy, person_id=row.person_id, role=row.role, position=row.position)
        for row in people
    )
    return copy


def approved_orders(director):
    """So many approved orders: the copies of a kind are approved at one stroke, to have time for the race itself."""
    pool = [make_person() for _ in range(6)]
    orders = [make_kind(kind, "approved") for kind in SINGLE]
    drafts = []
    for kind in COPIED:
        left = iter(pool)
        drafts.append(make_kind(kind, make=lambda left=left: next(left), curator=pool[5]))
    while len(orders) + len(drafts) < TIMES:
        drafts += [copy_of(order) for order in drafts[: min(len(COPIED), TIMES - len(orders) - len(drafts))]]
    approved = {"status": "approved", "approved_by": director, "approved_at": timezone.now()}
    Order.objects.filter(pk__in=[order.pk for order in drafts]).update(**approved)
    # Kinds meet each other in ever new pairs, and the single ones come among the others.
    step = len(drafts) // len(orders)
    for place, order in enumerate(orders):
        drafts.insert(place * (step + 1), order)
    return drafts


def register_at_once(shares):
    """Each (director, orders) goes through the own orders; for each of them both wait for one another."""
    faults, barrier = [], Barrier(len(shares))

    def work(director, orders):
        try:
            for order in orders:
                barrier.wait(timeout=120)
                register_order(order, by=director, on=TODAY)
        except Exception as fault:
            faults.append(fault)
            barrier.abort()
        finally:
            connection.close()

    threads = [Thread(target=work, args=share) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_two_directors_register_two_hundred_orders_of_all_sorts_without_a_gap(one_sheet):
    directors = [make_director(), make_user("deputy", Role.DIRECTOR)]
    orders = approved_orders(directors[0])
    assert (len(orders), Order.objects.count()) == (TIMES, TIMES)

    faults = register_at_once(
        [(director, orders[number :: len(directors)]) for number, director in enumerate(directors)]
    )

    assert faults == []
    assert set(Order.objects.values_list("status", flat=True)) == {"registered"}
    assert sorted(Order.objects.values_list("sequence", flat=True)) == list(range(1, TIMES + 1))
    assert len(set(Order.objects.values_list("number", flat=True))) == TIMES
    assert (JournalCounter.objects.get().last, IssuedDocument.objects.count()) == (TIMES, TIMES)
    steps = StatusChange.objects.filter(action="register", content_type__model="order")
    assert [steps.filter(by=director).count() for director in directors] == [TIMES // 2, TIMES // 2]
    # What they say is done as often as they say it.
    kinds = list(Order.objects.values_list("kind", flat=True))
    assert DutyRelease.objects.count() == kinds.count(K.DUTY_RELEASE)
    assert Award.objects.count() == 6 * kinds.count(K.AWARD)
    pairs = [order.mentorship for order in orders if order.kind in (K.REPLACEMENT, K.EARLY_END)]
    for pair in pairs:
        pair.refresh_from_db()
    assert sorted(pair.status for pair in pairs) == ["active", "ended"]
