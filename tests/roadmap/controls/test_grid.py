"""Every verb on a task × its state × every role, written by hand."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.controls.models import ControlTask
from roadmap.controls.services import close_task, put_decision_on_control, put_on_control
from roadmap.protocols.enums import ProtocolBody
from roadmap.protocols.models import DecisionPoint
from tests.factories.orders import make_order
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_keeper,
    make_psychologist,
    make_teacher,
)
from tests.factories.protocols import make_protocol

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]

ACTORS = ("curator", "director", "council", "keeper", "psychologist", "admin", "responsible", "teacher")
# «+» done, «–» refused with a sentence, «old» the page is stale. Columns as ACTORS.
GRID = """
put        draft-order          –   –   –   –   –   –   –   –
put        registered-order     +   +   –   –   –   –   –   –
put        signed-order         +   +   –   –   –   –   –   –
decide     draft-council        –   –   –   –   –   –   –   –
decide     signed-council       +   –   +   –   –   –   –   –
decide     signed-meeting       +   –   –   –   –   –   –   –
decide     on-control           –   –   –   –   –   –   –   –
done       open-order           +   +   –   –   –   –   +   –
done       open-council         +   +   +   –   –   –   +   –
done       open-meeting         +   +   –   –   –   –   +   –
done       closed               old old –   –   –   –   old –
undone     open-order           +   +   –   –   –   –   +   –
undone     closed               old old –   –   –   –   old –
"""


@pytest.fixture
def people():
    return {
        "curator": make_curator(),
        "director": make_director(),
        "council": make_council_member(),
        "keeper": make_keeper(),
        "psychologist": make_psychologist(),
        "admin": make_administrator(),
        "responsible": make_teacher("responsible").user,
        "teacher": make_teacher("other").user,
    }


def words(people):
    return {"what": "Сделать", "responsible": people["responsible"].person, "due_on": timezone.localdate()}


def point_of(state, body):
    protocol = make_protocol(state, body=body, on=timezone.localdate() - timedelta(days=1))
    return DecisionPoint.objects.get(item__protocol=protocol)


def made(state, people):
    """What the verb is tried on."""
    by = people["curator"]
    council, meeting = ProtocolBody.METHODICAL, ProtocolBody.MEETING
    makers = {
        "draft-order": lambda: make_order("draft"),
        "registered-order": lambda: make_order("registered"),
        "signed-order": lambda: make_order("signed"),
        "draft-council": lambda: point_of("draft", council),
        "signed-council": lambda: point_of("signed", council),
        "signed-meeting": lambda: point_of("signed", meeting),
        "open-order": lambda: put_on_control(make_order("registered"), by=by, **words(people)),
        "open-council": lambda: put_decision_on_control(point_of("signed", council), by=by, **words(people)),
        "open-meeting": lambda: put_decision_on_control(point_of("signed", meeting), by=by, **words(people)),
    }
    if state == "on-control":
        point = point_of("signed", council)
        put_decision_on_control(point, by=by, **words(people))
        return point
    if state == "closed":
        return close_task(makers["open-order"](), by=by, is_done=True)
    return makers[state]()


def outcome(verb, thing, by, people):
    verbs = {
        "put": lambda: put_on_control(thing, by=by, **words(people)),
        "decide": lambda: put_decision_on_control(thing, by=by, **words(people)),
        "done": lambda: close_task(thing, by=by, is_done=True),
        "undone": lambda: close_task(thing, by=by, is_done=False, note="Не успели"),
    }
    before = list(ControlTask.objects.order_by("pk").values_list("pk", "is_done"))
    try:
        with transaction.atomic():
            verbs[verb]()
            transaction.set_rollback(True)
    except StaleState:
        found = "old"
    except Refused:
        found = "–"
    else:
        found = "+"
    assert list(ControlTask.objects.order_by("pk").values_list("pk", "is_done")) == before
    return found


@pytest.mark.parametrize("row", GRID.strip().splitlines(), ids=lambda row: "-".join(row.split()[:2]))
def test_each_verb_in_each_state_by_each_role(row, people):
    verb, state, *expected = row.split()
    thing = made(state, people)
    assert [outcome(verb, thing, people[actor], people) for actor in ACTORS] == expected
