"""The report for an incident over a million records: who touched a person's data, what an account did."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from mentoring.accounts.models import AccessRecord, User
from registry.people.models import Person
from tests.bench.rounds import Figure, in_turn, page, signed_in

RECORDS = 1_000_000
# What the administrator of a school has for one report when 24 hours run.
ALLOWED_SECONDS = 60
# A year of records of all accounts; every fiftieth is a list of twenty-five people.
FILL = """
    INSERT INTO mentoring_accessrecord
        (at, user_id, address, kind, result, route, object_key, subject, columns, people, rows)
    SELECT now() - (n * interval '31 seconds'), accounts.ids[1 + mod(n, cardinality(accounts.ids))], '127.0.0.1',
        'view', 'done', 'people:detail', '', 'Карточка', '', persons.ids[first:first + size - 1], size
    FROM generate_series(%s + 1, %s) AS n,
        LATERAL (SELECT CASE WHEN mod(n, 50) = 0 THEN 25 ELSE 1 END AS size, 1 + mod(n::bigint * 7919, %s) AS first) AS chosen,
        (SELECT array_agg(id) AS ids FROM mentoring_user) AS accounts,
        (SELECT array_agg(id) AS ids FROM registry_person) AS persons
"""


def incident_reports() -> Iterator[Figure]:
    """One person at any time, and one account in thirty days: the page beside the time that is allowed."""
    with connection.cursor() as cursor:
        cursor.execute(FILL, [AccessRecord.objects.count(), RECORDS, Person.objects.count() - 25])
        cursor.execute("ANALYZE mentoring_accessrecord")
    director = signed_in("director")
    account, person = User.objects.get(username="curator").pk, Person.objects.order_by("pk")[100].pk
    month_ago = timezone.localdate() - timedelta(days=30)
    addresses = {
        "incident-person": f"/privacy/log/?person={person}",
        "incident-account": f"/privacy/log/?account={account}&first={month_ago:%Y-%m-%d}",
    }
    for name, address in addresses.items():
        if 'data-label="Когда"' not in director.get(address).text:
            raise SystemExit(f"{address}: no record was found")
        (ours,) = in_turn(3, page(director, address))
        yield Figure(name, ours, ALLOWED_SECONDS, 1, f"{RECORDS} records; the peer is the time allowed")
