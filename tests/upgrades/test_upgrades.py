"""An upgrade keeps the data of every released version: all old rows, in all their old columns (F14)."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.core.management import call_command
from psycopg import sql

from tests.upgrades.released import VERSIONS, django_works_on, released_database

# Tables that an upgrade adds rows to: there the old rows must be among the new ones.
GROWING = {"django_migrations", "django_content_type", "auth_permission"}
# {version: tables whose columns a later version changes on purpose}: what becomes of each row is said below.
CHANGED_ON_PURPOSE = {"0.1.0": {"mentoring_accessrecord"}}

SCAN = "Скан: согласие на обработку персональных данных"
# Every kind of line that 0.1.0 wrote into the log of access: (kind, person_id, subject, rows), then what the log of
# today must tell: the card is one of a list, the name alone has left, what was seen stays.
OLD_LOG = [
    (("view", 21, "Карточка: Синицына Е. П.", 1), ([21], "Карточка")),
    (("view", 22, "Склонение имени: Ольховская Н. И.", 1), ([22], "Склонение имени")),
    (("view", 21, "Согласия", 1), ([21], "Согласия")),
    (("view", 22, "наставник Ольховская Надежда Ивановна", 1), ([22], "Запись банка")),
    (("view", 21, "наставляемый Синицына Елизавета Павловна", 1), ([21], "Запись банка")),
    (("print", 23, "согласие быть наставником – Боровиков Сергей Анатольевич", 1), ([23], "согласие быть наставником")),
    (("file", 23, f"{SCAN} – Боровиков Сергей Анатольевич", 1), ([23], SCAN)),
    (("file", 23, f"Прежний {SCAN.lower()} – Боровиков Сергей Анатольевич", 1), ([23], f"Прежний {SCAN.lower()}")),
    (("print", 22, "Программа № 3", 1), ([22], "Программа № 3")),
    (("print", None, "Приказ № 1/01-02 от 01.09.2026", 7), ([], "Приказ № 1/01-02 от 01.09.2026")),
    (("print", None, "Лист ознакомления: Приказ № 7 от 01.09.2026", 4), ([], "Лист ознакомления: Приказ № 7 от 01.09.2026")),
    (("file", None, "Скан: Приказ № 7 от 01.09.2026", 1), ([], "Скан: Приказ № 7 от 01.09.2026")),
    (("export", None, "Реестр наставников, на 1 сентября 2026 г., Excel", 40), ([], "Реестр наставников, на 1 сентября 2026 г., Excel")),
    (("export", None, "Список сотрудников", 300), ([], "Список сотрудников")),
]  # fmt: skip
FIRST = datetime(2026, 9, 1, 8, 0, 0, 123456, tzinfo=UTC)
USERS = (1, 2, 3)


def put_old_log(connection: psycopg.Connection) -> list[tuple]:
    """Give the old school lines of the log, which a fresh demo has none of; returns what must come of them."""
    expected = []
    for number, ((kind, person, subject, rows), (people, kept_subject)) in enumerate(OLD_LOG, start=1):
        at, user = FIRST + number * timedelta(days=1), USERS[number % len(USERS)]
        connection.execute(
            "INSERT INTO mentoring_accessrecord (id, at, kind, person_id, subject, rows, user_id)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [number, at, kind, person, subject, rows, user],
        )
        # 0.1.0 wrote no addresses and no pages, and only what had been done.
        expected.append((number, at, user, kind, people, kept_subject, rows, None, "done", "", "", ""))
    return expected


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
    with django_db_blocker.unblock(), released_database(version) as server:
        with server.connect() as before:
            changed = CHANGED_ON_PURPOSE.get(version, set())
            columns = {table: names for table, names in columns_of(before).items() if table not in changed}
            kept = rows_of(before, columns)
            log = put_old_log(before) if changed else []
        assert len(kept["registry_person"]) > 10
        assert len(kept["mentoring_issuedfile"]) == 1
        with django_works_on(server, django_db_blocker):
            call_command("migrate", verbosity=0, interactive=False)
            call_command("migrate", check_unapplied=True, verbosity=0)
        with server.connect() as after:
            now = rows_of(after, columns)
            assert (log_of(after) if changed else []) == log
    lost = []
    for table, rows in kept.items():
        is_kept = set(rows) <= set(now[table]) if table in GROWING else rows == now[table]
        if not is_kept:
            lost.append(table)
    assert lost == []
