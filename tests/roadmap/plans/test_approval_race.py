"""An order and a roadmap are taken in one order by everybody who needs both (E10)."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from mentoring.workflow.services import lock
from mentoring.workflow.verdicts import Refused
from roadmap.orders.models import Order
from roadmap.plans.approval import approve_roadmap
from roadmap.plans.models import Roadmap
from tests.factories.orders import make_order
from tests.factories.people import make_director
from tests.factories.roadmaps import make_roadmap

pytestmark = pytest.mark.django_db(transaction=True)
LONGEST_WAIT = 60
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid"


def somebody_waits() -> bool:
    """For the end of the present transaction."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0] > 0


def test_an_approval_by_an_order_lets_the_order_go_first():
    order, roadmap, director, is_held = (
        make_order("draft"),
        make_roadmap("submitted"),
        make_director(),
        Event(),
    )

    def as_an_order_does():
        try:
            with transaction.atomic():
                lock(Order.objects.all(), order.pk)
                is_held.set()
                until = time.monotonic() + LONGEST_WAIT
                while not somebody_waits() and time.monotonic() < until:
                    time.sleep(0.01)
                return lock(Roadmap.objects.all(), roadmap.pk).status
        finally:
            connection.close()

    def as_the_director_does():
        try:
            is_held.wait(LONGEST_WAIT)
            approve_roadmap(roadmap, by=director, order=order, annex_number="1")
        except Refused as refusal:
            # Whether the order is registered is asked when both are held.
            return refusal.reason[:35]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        acts = [pool.submit(act) for act in (as_an_order_does, as_the_director_does)]
        assert [act.result() for act in acts] == ["submitted", "Этот приказ ещё не зарегистрирован:"]
