"""The prepared databases that tests begin with copies of.

Django builds every model anew for almost every step of a migration: that takes half a minute. Here the migrations
run once for a given set of them, for all workers, and PostgreSQL copies the result in a moment.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from mentoring.upkeep.programs import Server
from tests.migrating import ALL_KINDS, RULES, taken_together

# How long the tests let a statement and a transaction take, instead of the site's own limits: a busy machine is slow.
PATIENCE = "-c statement_timeout=300s -c idle_in_transaction_session_timeout=600s"
# What the models themselves say; every database has the same rows there.
OF_THE_MODELS = {"django_content_type", "auth_permission"}
# How long the last of a dozen who want one row waits for all the others (`long_queues` in tests/conftest.py).
LONG_QUEUE = "-c lock_timeout=60s"


def migrated_database() -> str:
    """The name of an empty database where all migrations have been run."""
    return prepared_database("migrated", fingerprint_of_migrations(), migrate_together)


def prepared_database(kind: str, wanted: str, fill: Callable[[Server], None]) -> str:
    """The name of a database that `fill` has filled; made when there is none or `wanted` differs from the last time."""
    # One for all workers: theirs are called test_mentoring_gw0, test_mentoring_gw1… Its own name does not begin
    # with «test», for what a migration leaves in the queue is to stay there (tests/conftest.py).
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    name = f"{kind}_for_{connection.settings_dict['TEST']['NAME'].removesuffix(f'_{worker}')}"
    with _server() as cursor:
        # Whoever comes second waits and finds the work done.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        )
        if cursor.fetchone() != (wanted,):
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {quoted}")
            fill(server_of_tests().named(name))
            # Last: a database left half made has no such note and is made anew.
            cursor.execute(f"COMMENT ON DATABASE {quoted} IS '{wanted}'")
    return name


@contextmanager
def database_of_its_own(template: str = "template1") -> Iterator[Server]:
    """A copy of the template under a name of its own, which other processes may use; dropped at the end."""
    server = server_of_tests()
    own = server.named(f"own_{secrets.token_hex(6)}")
    name = sql.Identifier(own.name)
    with server.connect(autocommit=True) as maintenance:
        maintenance.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, sql.Identifier(template)))
        try:
            yield own
        finally:
            maintenance.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@contextmanager
def django_works_on(server: Server, django_db_blocker) -> Iterator[None]:
    """Django's connection leads to another database for the time of the block."""
    with django_db_blocker.unblock(), _led_to(server):
        yield


def migrate(server: Server) -> None:
    """Run all migrations in this database; each table and each column is changed for itself, as by the product."""
    with taken_together(RULES), _led_to(server):
        call_command("migrate", verbosity=0, interactive=False)


def migrate_together(server: Server) -> None:
    """The same in half the time (tests/upgrades shows that it is the same)."""
    with taken_together(ALL_KINDS), _led_to(server):
        call_command("migrate", verbosity=0, interactive=False)


def empty_by_rows() -> None:
    """Let a test that has written for good be followed by taking its few rows away, for this process.

    Django would make hundreds of files anew, one for each table and each index, and then the rows of the models.
    """
    usual = connection.ops.sql_flush

    def statements(style, tables, *, reset_sequences=False, allow_cascade=False):
        if reset_sequences:
            return usual(style, tables, reset_sequences=True, allow_cascade=allow_cascade)
        emptied = [connection.ops.quote_name(name) for name in sorted({*tables} - OF_THE_MODELS)]
        return [
            # Without triggers: in whatever order the tables come, and the logs as well.
            "SET LOCAL session_replication_role = replica",
            "; ".join(f"DELETE FROM {name}" for name in emptied),
            "SET LOCAL session_replication_role = origin",
        ]

    connection.ops.sql_flush = statements


def has_test_database() -> bool:
    """Is there a test database already, kept by --reuse-db?"""
    with _server() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [connection.settings_dict["TEST"]["NAME"]]
        )
        return cursor.fetchone() is not None


def fingerprint_of_migrations() -> str:
    """The same for the same files of migrations and the same versions of packages."""
    packages = sorted(f"{package.name}=={package.version}" for package in distributions())
    files = [
        (f"{app.label}/{path.name}", sha256(path.read_bytes()).hexdigest())
        for app in apps.get_app_configs()
        for path in sorted(Path(app.path, "migrations").glob("*.py"))
    ]
    return sha256(repr((packages, files)).encode()).hexdigest()


def server_of_tests() -> Server:
    """The server of the tests, at its maintenance database."""
    own = connection.settings_dict
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    return Server(
        {**{word: str(own[key]) for key, word in names.items() if own.get(key)}, "dbname": "postgres"}
    )


@contextmanager
def _server() -> Iterator:
    """A cursor beside all databases; nothing there is cut short by the limits of a request."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")
        yield cursor


@contextmanager
def _led_to(server: Server) -> Iterator[None]:
    usual = dict(connection.settings_dict)
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
