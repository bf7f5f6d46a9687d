"""The data of released versions: `VERSION.sql.gz` is the demo school as that version kept it.

A release adds its own: pg_dump --no-owner --no-privileges --rows-per-insert=200 of a fresh `manage.py demo`,
without the lines of `\\restrict`, `\\unrestrict` and `transaction_timeout`, packed by gzip -9n.
"""

import gzip
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from psycopg import sql

from mentoring.upkeep.programs import Server

FOLDER = Path(__file__).parent
VERSIONS = sorted(path.name.removesuffix(".sql.gz") for path in FOLDER.glob("*.sql.gz"))


def test_server() -> Server:
    """The server of the tests, at its maintenance database."""
    own = connection.settings_dict
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    return Server(
        {**{word: str(own[key]) for key, word in names.items() if own.get(key)}, "dbname": "postgres"}
    )


@contextmanager
def released_database(version: str) -> Iterator[Server]:
    """A database with the data of a released version, dropped at the end."""
    server = test_server()
    own = server.named(f"released_{secrets.token_hex(6)}")
    script = gzip.decompress((FOLDER / f"{version}.sql.gz").read_bytes()).decode()
    with server.connect(autocommit=True) as maintenance:
        maintenance.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own.name)))
        try:
            with own.connect() as opened:
                opened.execute(script)
            yield own
        finally:
            maintenance.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(own.name)))


@contextmanager
def django_works_on(server: Server, django_db_blocker) -> Iterator[None]:
    """Django's connection leads to another database for the time of the block."""
    usual = dict(connection.settings_dict)
    with django_db_blocker.unblock():
        connection.close()
        # Each database numbers its types of content anew.
        ContentType.objects.clear_cache()
        connection.settings_dict["NAME"] = server.name
        try:
            yield
        finally:
            connection.close()
            ContentType.objects.clear_cache()
            connection.settings_dict.clear()
            connection.settings_dict.update(usual)
