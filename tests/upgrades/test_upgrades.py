"""An upgrade keeps the data of every released version: all old rows, in all their old columns (F14)."""

import os
import subprocess

import psycopg
import pytest
from django.core.management import call_command
from psycopg import sql

from mentoring.upkeep.programs import Server, find_programs
from tests.database import database_of_its_own, django_works_on, migrated_database
from tests.upgrades.old_log import log_after_upgrade
from tests.upgrades.released import VERSIONS, released_database, upgraded_database

# Tables that an upgrade adds rows to: there the old rows must be among the new ones.
GROWING = {"django_migrations", "django_content_type", "auth_permission", "mentoring_legalactevent"}
# {version: tables whose columns a later version changes on purpose}: what becomes of each row is said below.
CHANGED_ON_PURPOSE = {"0.1.0": {"mentoring_accessrecord"}}


def log_of(connection: psycopg.Connection) -> list[tuple]:
    return connection.execute(
        "SELECT id, at, user_id, kind, people, subject, rows, address, result, route, object_key, columns"
        " FROM mentoring_accessrecord ORDER BY id"
    ).fetchall()


def columns_of(connection: psycopg.Connection) -> dict[str, list[str]]:
    rows = connection.execute(
        "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)"
        " FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)"
        " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' GROUP BY 1"
    )
    return dict(rows.fetchall())


def rows_of(connection: psycopg.Connection, columns: dict[str, list[str]]) -> dict[str, list[str]]:
    """{table: the sorted hashes of its rows in the given columns}"""
    found = {}
    for table, names in columns.items():
        row = sql.SQL(", ").join(sql.Identifier(name) for name in names)
        question = sql.SQL("SELECT encode(sha256(convert_to(ROW({})::text, 'UTF8')), 'hex') FROM {}")
        found[table] = sorted(
            line[0] for line in connection.execute(question.format(row, sql.Identifier(table)))
        )
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_an_upgrade_keeps_every_row_of_a_released_version(version, django_db_blocker):
    changed = CHANGED_ON_PURPOSE.get(version, set())
    with django_db_blocker.unblock():
        with released_database(version) as server, server.connect() as before:
            columns = {table: names for table, names in columns_of(before).items() if table not in changed}
            kept = rows_of(before, columns)
        assert len(kept["registry_person"]) > 10
        assert len(kept["mentoring_issuedfile"]) == 1
        with database_of_its_own(upgraded_database(version)) as server:
            with django_works_on(server, django_db_blocker):
                call_command("migrate", check_unapplied=True, verbosity=0)
            with server.connect() as after:
                now = rows_of(after, columns)
                assert log_of(after) == (log_after_upgrade() if changed else [])
    lost = []
    for table, rows in kept.items():
        is_kept = set(rows) <= set(now[table]) if table in GROWING else rows == now[table]
        if not is_kept:
            lost.append(table)
    assert lost == []


def structure_of(database: str) -> list[str]:
    """Tables, constraints, indexes, functions and triggers as `pg_dump` writes them down."""
    with database_of_its_own(database) as server, database_of_its_own() as restored:
        # PostgreSQL words a condition a little otherwise once it was restored: here all conditions are.
        with restored.connect() as opened:
            opened.execute("\n".join(dumped(server)))
        return dumped(restored)


def dumped(server: Server) -> list[str]:
    program = find_programs(server.major_version()) / "pg_dump"
    command = [program, "--schema-only", "--no-owner", "--no-privileges", "--no-password"]
    environment = {"PATH": os.environ["PATH"], **server.environment()}
    script = subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout
    # Lines for psql alone; they bear a word that is new every time.
    return [line for line in script.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_new_school_is_built_as_one_that_was_upgraded(version, django_db_blocker):
    """The one is built table by table and column by column, the other as in all tests (tests/migrating.py)."""
    with django_db_blocker.unblock():
        new, upgraded = structure_of(migrated_database()), structure_of(upgraded_database(version))
    assert len(new) > 5000
    assert new == upgraded
