"""Factories that write rows in a few statements leave what the services leave: every column of every table."""

import json
import re
from functools import partial
from itertools import count

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from mentoring.workflow.verdicts import Refused
from registry.bank.enums import MenteeCategory
from registry.pairs.enums import MentorshipStatus
from registry.pairs.models import Mentorship
from registry.pairs.services import create_mentorship
from tests.factories import bank, pairs, people
from tests.factories.school import make_school
from tests.project.canaries import rows_written

pytestmark = pytest.mark.django_db
S = MentorshipStatus
# Moments of the program's own clock, numbers drawn by lot, passwords that nobody can type.
BY_CHANCE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*|[0-9a-f]{8}-[0-9a-f-]{27}|!\w{40}")


def rows_after(act, before):
    """{table: the rows that `act` adds, in the order of their numbers}; all is taken back.

    A number of a new row is replaced by its place among the new rows of its table, wherever the number stands.
    """
    with transaction.atomic():
        counted = rows_written()
        act()
        counts = rows_written()
        found = {
            model: new_rows(model, known)
            for model, known in before.items()
            if counts.get(model._meta.db_table) != counted.get(model._meta.db_table)
        }
        transaction.set_rollback(True)
    places = {
        model: {row[model._meta.pk.column]: f"new {place}" for place, row in enumerate(rows)}
        for model, rows in found.items()
    }
    found = {model: [told(model, row, places) for row in rows] for model, rows in found.items() if rows}
    for model, rows in found.items():
        if model._meta.auto_created:
            # Django links the rows of a list in the order of a set.
            rows[:] = [{**row, "id": None} for row in rows]
            rows.sort(key=str)
    return {model._meta.db_table: rows for model, rows in found.items()}


def keys_of_all():
    """{model: the numbers of its rows}"""
    tables = set(connection.introspection.table_names())
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in tables]
    return {model: set(model._base_manager.values_list("pk", flat=True)) for model in models}


def new_rows(model, known):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT to_jsonb(t)::text FROM "{model._meta.db_table}" t')
        rows = [json.loads(row) for (row,) in cursor.fetchall()]
    key = model._meta.pk.column
    return sorted((row for row in rows if row[key] not in known), key=lambda row: row[key])


def told(model, row, places):
    places_of = {model._meta.pk.column: places[model]}
    for column in model._meta.concrete_fields:
        if column.is_relation:
            places_of[column.column] = places.get(column.related_model, {})
    if "pgh_obj_id" in row:
        places_of["id"] = places_of["pgh_obj_id"]
    if "content_type_id" in row:
        subject = ContentType.objects.get_for_id(row["content_type_id"]).model_class()
        places_of["object_id"] = places[subject]
    return {
        name: "…"
        if isinstance(value, str) and BY_CHANCE.fullmatch(value)
        else places_of.get(name, {}).get(value, value)
        if not isinstance(value, dict | list)
        else value
        for name, value in row.items()
    }


@pytest.fixture
def both_ways(monkeypatch):
    """What an act of the factories adds, written at once and walked through the services, with the same names."""
    make_school()
    people.make_administrator()
    pairs.make_mentorship("active")
    before = keys_of_all()

    def rows(act):
        for is_written in (True, False):
            with monkeypatch.context() as patch:
                patch.setattr(people, "_numbers", count(40))
                if not is_written:
                    patch.setattr(bank, "newcomer_of", lambda *words: None)
                    patch.setattr(pairs, "new_people", by_services)
                    patch.setattr(pairs, "write_mentorship", walked)
                yield rows_after(act, before)

    return rows


def by_services(curator, size):
    mentor = bank.make_mentor(by=curator, max_mentees=max(size, 2))
    return [mentor.person, *(bank.make_mentee(by=curator).person for _ in range(size))]


def walked(state, *, basis, by, **terms):
    assert basis == pairs.BASIS
    pair = create_mentorship(by=by, **terms)
    pairs.walk_to(pair, state, by=by)
    return Mentorship.objects.get(pk=pair.pk)


def test_a_pair_or_a_group_in_any_state(both_ways):
    """The events that triggers keep and the lines of the history are among the rows."""
    for state, size in [*((state, 1) for state in S), (S.ACTIVE, 3)]:
        act = partial(pairs.make_mentorship, state, size=size, reason=" Соседи ")
        written, walked = both_ways(act)
        assert written == walked, (state, size)
        assert len(written) >= 15


def test_people_with_accounts_two_directions_and_a_letter(both_ways):
    def act():
        mentor = bank.make_mentor(people.make_teacher("mentor", email="mentor@school.example"), max_mentees=3)
        mentee = bank.make_mentee(people.make_teacher("mentee"), category=MenteeCategory.EXPERIENCED)
        directions = [pairs.the_direction(0), pairs.the_direction(1)]
        pairs.make_mentorship("active", mentor=mentor.person, mentees=[mentee.person], directions=directions)

    written, walked = both_ways(act)
    assert written == walked
    assert len(written["procrastinate_jobs"]) == 1


def test_what_the_services_refuse_is_refused():
    pair = pairs.make_mentorship("active")
    with pytest.raises(Refused):
        pairs.make_mentorship("draft", mentor=pair.mentor, mentees=pair.mentees)
