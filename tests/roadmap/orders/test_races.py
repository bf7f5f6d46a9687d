"""Many people at once: one order gets one number, many orders get numbers without a gap."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from mentoring.workflow.verdicts import Refused, StaleState
from registry.pairs.models import Mentorship
from roadmap.orders.models import JournalCounter, Order
from roadmap.orders.new_drafts import draft_pairing_order
from roadmap.orders.services import approve_order, register_order
from tests.factories.orders import check_forms, make_order, make_school
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_director

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("long_queues")]


def at_once(*acts):
    """Run the acts in threads that start together; returns what each gave or raised."""
    results, barrier = [], Barrier(len(acts))

    def run(act):
        try:
            barrier.wait()
            results.append(act())
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_twelve_registrations_of_one_order_give_one_number():
    order, by, today = make_order("approved"), make_curator(), timezone.localdate()

    results = at_once(*[lambda: register_order(order, by=by, on=today)] * 12)

    assert [type(result) for result in results if not isinstance(result, Order)] == [StaleState] * 11
    assert list(JournalCounter.objects.values_list("last", flat=True)) == [1]
    assert list(Order.objects.values_list("number", flat=True)) == ["1/01-02"]


@pytest.mark.slow
def test_ten_orders_at_once_get_ten_numbers_without_a_gap():
    orders, by, today = [make_order("approved") for _ in range(10)], make_curator(), timezone.localdate()

    def register(order):
        return lambda: register_order(order, by=by, on=today)

    results = at_once(*[register(order) for order in orders])

    assert [result for result in results if isinstance(result, Exception)] == []
    assert sorted(Order.objects.values_list("sequence", flat=True)) == list(range(1, 11))
    assert JournalCounter.objects.get().last == 10


def test_a_double_click_makes_one_draft():
    make_school()
    pair, by = make_mentorship("agreed"), make_curator()
    check_forms(*[row.person for row in pair.participants.all()])

    results = at_once(*[lambda: draft_pairing_order([pair], by=by)] * 5)

    assert [type(result) for result in results if not isinstance(result, Order)] == [StaleState] * 4
    assert Order.objects.count() == 1


def test_two_crossing_drafts_do_not_lock_each_other_up():
    make_school()
    pairs, by = [make_mentorship("agreed") for _ in range(2)], make_curator()

    results = at_once(
        lambda: draft_pairing_order(pairs, by=by), lambda: draft_pairing_order(pairs[::-1], by=by)
    )

    assert sorted(type(result).__name__ for result in results) == ["Order", "StaleState"]
    assert set(Mentorship.objects.values_list("status", flat=True)) == {"in_order"}


def test_two_directors_approve_one_order_once():
    order, by = make_order("submitted"), make_director()

    results = at_once(*[lambda: approve_order(order, by=by)] * 12)

    assert sum(isinstance(result, Refused) for result in results) == 11
    assert Order.objects.get().status == "approved"
