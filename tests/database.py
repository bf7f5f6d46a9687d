"""The migrated database that test databases are copies of.

Django builds every model anew for almost every step of a migration: with two workers, twice. Here the migrations run
once for a given set of them, and PostgreSQL copies the result in a moment.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection


def migrated_database() -> str:
    """The name of a database where all migrations have been run; made when there is none or the migrations changed."""
    # One for all workers: theirs are called test_mentoring_gw0, test_mentoring_gw1…
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    name = connection.settings_dict["TEST"]["NAME"].removesuffix(f"_{worker}") + "_migrated"
    wanted = fingerprint_of_migrations()
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
            _migrate(name)
            # Last: a database left half made has no such note and is made anew.
            cursor.execute(f"COMMENT ON DATABASE {quoted} IS '{wanted}'")
    return name


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


@contextmanager
def _server() -> Iterator:
    """A cursor beside all databases; nothing there is cut short by the limits of a request."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")
        yield cursor


def _migrate(name: str) -> None:
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
