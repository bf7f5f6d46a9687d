"""Two people in each other's way: tried again, or a plain 503, never a fault of ours (E10, E11)."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from mentoring.school.models import Direction
from mentoring.school.queries import organisation
from tests.database import PATIENCE, server_of_tests
from tests.factories.people import make_curator
from tests.factories.school import make_school
from tests.mentoring.workflow.busy_urls import meetings

ROUNDS, CROSSINGS = 100, 4


@pytest.fixture
def crossing(settings):
    settings.ROOT_URLCONF = "tests.mentoring.workflow.busy_urls"


def visit(address):
    return Client(raise_request_exception=False).get(address)


@pytest.mark.django_db(transaction=True)
def test_two_hundred_crossing_transactions_all_end_well(crossing):
    """At each of four crossings two people, who mostly wait for each other."""

    def walk(first, second):
        found, client = Counter(), Client(raise_request_exception=False)
        meeting = meetings[frozenset((first, second))]
        for _ in range(ROUNDS // CROSSINGS):
            found[client.get(f"/cross/{first}/{second}/").status_code] += 1
            meeting.reset()
        connection.close()
        return found

    ways = []
    for number in range(CROSSINGS):
        rows = [Direction.objects.create(name=f"{name} {number}").pk for name in ("Первое", "Второе")]
        meetings[frozenset(rows)] = Barrier(2)
        ways += [rows, rows[::-1]]
    with ThreadPoolExecutor(len(ways)) as pool:
        found = sum(pool.map(walk, *zip(*ways, strict=True)), Counter())
    assert found.keys() <= {200, 503}, found
    assert found.total() == 2 * ROUNDS
    assert found[200] >= 1.9 * ROUNDS, found
    assert sum(Direction.objects.values_list("position", flat=True)) == found[200]


def test_nobody_waits_for_ever():
    """What the site asks of its connections (E11); the tests beside other work are more patient."""
    limits = connection.settings_dict["OPTIONS"]["options"].removesuffix(PATIENCE)
    with server_of_tests().connect(options=limits) as fresh:
        kept = [
            fresh.execute(f"SHOW {name}").fetchone()[0]
            for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
        ]
    assert kept == ["5s", "30s", "1min"]


@pytest.mark.django_db
def test_what_never_gets_through_is_told_in_russian(crossing):
    with transaction.atomic():
        page = visit("/deadlock/")
        transaction.set_rollback(True)
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert "Сейчас занято" in page.content.decode()
    assert "deadlock" not in page.content.decode()


@pytest.mark.django_db
def test_a_query_that_takes_too_long_is_no_fault(crossing):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '50ms'")
        page = visit("/slow/")
        transaction.set_rollback(True)
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert "Сейчас занято" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_holds_is_waited_for_and_then_told():
    card = make_school(by=make_curator())
    client = Client(raise_request_exception=False)
    client.force_login(make_curator())
    other = connection.copy()
    with other.cursor() as cursor:
        other.set_autocommit(False)
        cursor.execute("SELECT * FROM mentoring_organisation FOR UPDATE")
        with connection.cursor() as own:
            own.execute("SET lock_timeout = '100ms'")
        names = client.get(reverse("school:organisation")).context["form"]
        typed = {name: names[name].value() or "" for name in names.fields} | {"phone": "11-11-11"}
        page = client.post(reverse("school:organisation"), typed)
        other.rollback()
    other.close()
    assert page.status_code == 503, page.context["form"].errors if page.context else ""
    # Somebody else's row, not a database that is away.
    assert (page["Retry-After"], "Сейчас занято" in page.content.decode()) == ("5", True)
    assert organisation().phone == card.phone
    with connection.cursor() as own:
        own.execute("RESET lock_timeout")
    assert client.post(reverse("school:organisation"), typed).status_code == 302
    assert organisation().phone == "11-11-11"
