"""E12: every rule of the database has a test that runs against it.

What a room's rules say is tried in the room's own tests, which name the rule, or in BROKEN here. What Django makes of a
field by itself (a number that is never negative, a value that stands once) is tried for every such field at once.
A row is written by raw SQL with nothing in it but what breaks the rule.
"""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import UniqueConstraint
from django.db.models.fields import PositiveIntegerRelDbTypeMixin
from psycopg import sql

pytestmark = pytest.mark.django_db
TESTS = Path(__file__).resolve().parents[1]
OURS = "^(mentoring|registry|programs|roadmap)_"
CONSTRAINTS = """
SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype IN ('c', 'u', 'x') AND conrelid::regclass::text ~ %s
UNION ALL
SELECT indexname, tablename, indexdef FROM pg_indexes
WHERE tablename ~ %s AND indexdef LIKE 'CREATE UNIQUE%%'
AND indexname NOT IN (SELECT conname FROM pg_constraint)
ORDER BY 2, 1
"""
NOT_NEGATIVE = re.compile(r'CHECK \(\("?(\w+)"? >= 0\)\)')
ONCE = re.compile(r"UNIQUE \((.+)\)")
DAY, EARLIER = "2026-09-02", "2026-09-01"
# The rule, its table, rows that break it together; what a row leaves out is empty.
BROKEN = {
    "access_record_kind_known": ("mentoring_accessrecord", {"kind": "other"}),
    "access_record_result_known": ("mentoring_accessrecord", {"result": "other"}),
    "access_seal_ids_in_order": ("mentoring_accessseal", {"first_id": 2, "last_id": 1}),
    "school_year_dates_in_order": ("mentoring_schoolyear", {"start": DAY, "end": EARLIER}),
    "calendar_day_kind_known": ("mentoring_calendarday", {"kind": "other"}),
    "legal_act_level_known": ("mentoring_legalact", {"level": "other"}),
    "staff_import_state_known": ("registry_staffimport", {"state": "other"}),
    "staff_import_applied_has_time": ("registry_staffimport", {"state": "applied"}),
    "staff_import_row_outcome_known": ("registry_staffimportrow", {"outcome": "other"}),
    "order_one_draft_about_mentorship": (
        "roadmap_order",
        *[{"kind": "replacement", "mentorship_id": 1, "status": "draft"}] * 2,
    ),
    "order_one_draft_about_programme": (
        "roadmap_order",
        *[{"kind": "completion", "programme_id": 1, "status": "draft"}] * 2,
    ),
    "order_person_role_known": ("roadmap_orderperson", {"role": "other"}),
    "award_kind_known": ("roadmap_award", {"kind": "mentor"}),
    "duty_release_times_in_order": ("roadmap_dutyrelease", {"starts_at": "11:00", "ends_at": "10:00"}),
    "duty_release_by_another_person": ("roadmap_dutyrelease", {"person_id": 1, "substitute_id": 1}),
    "duty_release_has_lessons": ("roadmap_dutyrelease", {"lessons": ""}),
    "sample_version_kind_known": ("roadmap_sampleversion", {"kind": "unknown"}),
    "roadmap_editions_from_one": ("roadmap_roadmap", {"edition": 0}),
    "roadmapstage_term_is_whole": ("roadmap_roadmapstage", {"term_start": DAY, "term_end": EARLIER}),
    "roadmapstage_unread_term_has_text": ("roadmap_roadmapstage", {"is_term_unread": True, "term_text": ""}),
    "roadmapmeasure_term_is_whole": ("roadmap_roadmapmeasure", {"term_end": DAY}),
    "roadmapmeasure_unread_term_has_text": (
        "roadmap_roadmapmeasure",
        {"is_term_unread": True, "term_text": "май", "term_start": DAY, "term_end": DAY},
    ),
    "evidence_programme_once": ("roadmap_evidence", *[{"execution_id": 1, "programme_id": 1}] * 2),
    "erasure_reason_known": ("roadmap_erasure", {"reason": "other"}),
}  # fmt: skip


def constraints():
    """[(name, table, definition)] of everything that a table of ours checks by itself."""
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS, [OURS, OURS])
        return cursor.fetchall()


def columns_of(cursor, table):
    """{column: (type, is it the key)}"""
    cursor.execute(
        "SELECT attname, format_type(atttypid, NULL), attidentity <> '' FROM pg_attribute "
        "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
        [table],
    )
    return {name: (kind, is_key) for name, kind, is_key in cursor.fetchall()}


def broken_rule(table, *rows, meant=""):
    """The rule that refuses these rows; others than the one `meant` that a bare row breaks as well are put aside."""
    with connection.cursor() as cursor:
        columns = columns_of(cursor, table)
        bare = ", ".join(
            f'ALTER "{name}" DROP NOT NULL' for name, (_, is_key) in columns.items() if not is_key
        )
        with transaction.atomic():
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER, {bare}')
            for _ in columns:
                name = refusal(cursor, table, rows)
                if name == meant:
                    break
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
            transaction.set_rollback(True)
    return name


def refusal(cursor, table, rows):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        for row in rows:
            statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
                sql.Identifier(table),
                sql.SQL(", ").join(map(sql.Identifier, row)),
                sql.SQL(", ").join(sql.Placeholder() * len(row)),
            )
            cursor.execute(statement, list(row.values()))
    return error.value.__cause__.diag.constraint_name


@pytest.mark.parametrize("name", BROKEN)
def test_a_row_that_breaks_a_rule_is_refused_by_name(name):
    table, *rows = BROKEN[name]
    assert broken_rule(table, *rows, meant=name) == name


def fields_of_ours(wanted):
    """{(table, column)} of all fields of our models that are `wanted`."""
    return {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if re.match(OURS, model._meta.db_table) and model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if wanted(field)
    }


def test_whatever_the_models_say_is_in_the_database():
    """Migrations of tests take rules that stand together in one go (tests/migrating.py): none of them gets lost."""
    missing, seen = [], 0
    with connection.cursor() as cursor:
        for model in filter(lambda model: model._meta.managed and not model._meta.proxy, apps.get_models()):
            meta = model._meta
            there = connection.introspection.get_constraints(cursor, meta.db_table)
            said = {rule.name for rule in (*meta.constraints, *meta.indexes)}
            triggers = getattr(meta, "triggers", [])
            found = {
                trigger.name
                for trigger in triggers
                if trigger.get_installation_status(model)[0] == "INSTALLED"
            }
            missing += [(meta.label, name) for name in said - set(there)]
            missing += [(meta.label, name) for name in {trigger.name for trigger in triggers} - found]
            seen += len(said) + len(triggers)
    assert (missing, seen > 400) == ([], True)


def test_no_number_is_negative_where_none_may_be():
    tried = set()
    for name, table, definition in constraints():
        if found := NOT_NEGATIVE.fullmatch(definition):
            assert broken_rule(table, {found[1]: -1}, meant=name) == name
            tried.add((table, found[1]))
    assert tried == fields_of_ours(lambda field: isinstance(field, PositiveIntegerRelDbTypeMixin))


def test_what_stands_once_is_not_written_twice():
    value_of = {"bigint": 1, "integer": 1, "smallint": 1, "date": DAY, "uuid": "0" * 32}
    tried = set()
    with connection.cursor() as cursor:
        kinds = {table: columns_of(cursor, table) for _, table, _ in constraints()}
    for name, table, definition in constraints():
        if found := ONCE.fullmatch(definition):
            columns = found[1].replace('"', "").split(", ")
            row = {column: value_of.get(kinds[table][column][0], "x") for column in columns}
            assert broken_rule(table, row, row, meant=name) == name
            tried |= {(table, name), (table, *columns)}
    plain = {
        (model._meta.db_table, rule.name)
        for model in apps.get_models()
        for rule in model._meta.constraints
        # Those with a way of their own are tried by their rooms.
        if isinstance(rule, UniqueConstraint)
        and (rule.condition, rule.deferrable, rule.nulls_distinct) == (None, None, None)
        and rule.fields
    }
    assert plain | fields_of_ours(lambda field: field.unique and not field.primary_key) <= tried


def test_every_other_rule_is_named_in_a_test():
    words = "\n".join(path.read_text() for path in TESTS.rglob("*.py"))
    others = [
        name
        for name, _, definition in constraints()
        if not NOT_NEGATIVE.fullmatch(definition) and not ONCE.fullmatch(definition)
    ]
    assert len(others) > 100
    assert [name for name in others if name not in words] == []
