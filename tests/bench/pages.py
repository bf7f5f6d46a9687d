"""Pages beside Django's admin, which shows the same rows."""

from collections.abc import Iterator

from django.db import connection

from mentoring.accounts.models import User
from mentoring.documents.models import IssuedDocument
from roadmap.orders.models import Order
from tests.bench import school
from tests.bench.rounds import Figure, Side, in_turn, page, queries_of, signed_in

LIST, ADMIN_LIST = "/people/", "/admin/registry/person/"
MOST_QUERIES = 15


def people_lists(small: str, large: str) -> Iterator[Figure]:
    """The list of people in the small and in the large school; and how it grows from one to the other."""
    curators = {}
    for name, database in (("people-list-500", small), ("people-list-20000", large)):
        move_to(database)
        curator = curators[database] = signed_in("curator")
        ours, peer = in_turn(9, page(curator, LIST), page(curator, ADMIN_LIST))
        note = f"queries {queries_of(curator, LIST)} and {queries_of(curator, ADMIN_LIST)}"
        yield Figure(name, ours, peer, 0.8 if database == small else None, note)
    sides = [moved(database, page(curators[database], LIST)) for database in (large, small)]
    of_large, of_small = in_turn(7, *sides)
    yield Figure("people-list-growth", of_large, of_small, 1.5, "20 000 people beside 500")
    move_to(small)


def moved(database: str, side: Side) -> Side:
    """The same side in another database; the connection and its caches are warm when it counts."""

    def there() -> float:
        move_to(database)
        side()
        return side()

    return there


def move_to(database: str) -> None:
    """Go on with another database of the same server."""
    if connection.settings_dict["NAME"] != database:
        connection.close()
        connection.settings_dict["NAME"] = database


def single_pages() -> Iterator[Figure]:
    """Pages of one thing, each beside the admin's change page of the same row."""
    curator = signed_in("curator")
    order = Order.objects.filter(document__isnull=False).first()
    rows = {
        "home": ("/", f"/admin/mentoring/user/{User.objects.get(username='curator').pk}/change/"),
        "order-page": (f"/orders/{order.pk}/", f"/admin/roadmap/order/{order.pk}/change/"),
        "issued-pdf": (
            f"/orders/{order.pk}/document/",
            f"/admin/mentoring/issueddocument/{IssuedDocument.objects.get(pk=order.document_id).pk}/change/",
        ),
    }
    for name, (address, admin_address) in rows.items():
        ours, peer = in_turn(9, page(curator, address), page(curator, admin_address))
        queries = queries_of(curator, address)
        note = f"queries {queries} and {queries_of(curator, admin_address)}"
        if queries > MOST_QUERIES:
            note += f", more than {MOST_QUERIES}"
        yield Figure(name, ours, peer, None, note)


def grow(small: str, large: str, *, keep: bool) -> None:
    """Make the large school out of a copy of the small one."""
    if keep and is_there(large):
        return
    drop(large)
    connection.close()
    with connection._nodb_cursor() as cursor:  # noqa: SLF001 - the way Django makes its own test databases
        cursor.execute(f'CREATE DATABASE "{large}" TEMPLATE "{small}"')
    move_to(large)
    school.add_people(school.SMALL, school.LARGE)
    school.analyse()
    move_to(small)


def is_there(database: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        return cursor.fetchone() is not None


def drop(database: str) -> None:
    with connection._nodb_cursor() as cursor:  # noqa: SLF001
        cursor.execute(f'DROP DATABASE IF EXISTS "{database}"')
