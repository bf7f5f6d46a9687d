"""An upgrade keeps the data of every released version: all old rows, in all their old columns (F14)."""

from collections.abc import Iterable

import psycopg
import pytest
from django.core.management import call_command
from psycopg import sql

from tests.upgrades.released import VERSIONS, django_works_on, released_database

# Tables that an upgrade adds rows to: there the old rows must be among the new ones.
GROWING = {"django_migrations", "django_content_type", "auth_permission"}
# {version: {table: why it is not as it was}}: what a later version changes on purpose.
CHANGED_ON_PURPOSE: dict[str, dict[str, str]] = {
    "0.1.0": {"mentoring_accessrecord": "one record may name several people: person_id became people"}
}


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


def counts_of(connection: psycopg.Connection, tables: Iterable[str]) -> dict[str, int]:
    question = sql.SQL("SELECT count(*) FROM {}")
    return {
        table: connection.execute(question.format(sql.Identifier(table))).fetchone()[0] for table in tables
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_an_upgrade_keeps_every_row_of_a_released_version(version, django_db_blocker):
    with django_db_blocker.unblock(), released_database(version) as server:
        with server.connect() as before:
            changed = CHANGED_ON_PURPOSE.get(version, {})
            columns = {table: names for table, names in columns_of(before).items() if table not in changed}
            kept = rows_of(before, columns)
            counts = counts_of(before, changed)
        assert len(kept["registry_person"]) > 10
        assert len(kept["mentoring_issuedfile"]) == 1
        with django_works_on(server, django_db_blocker):
            call_command("migrate", verbosity=0, interactive=False)
            call_command("migrate", check_unapplied=True, verbosity=0)
        with server.connect() as after:
            now = rows_of(after, columns)
            assert counts_of(after, changed) == counts
    lost = []
    for table, rows in kept.items():
        is_kept = set(rows) <= set(now[table]) if table in GROWING else rows == now[table]
        if not is_kept:
            lost.append(table)
    assert lost == []
