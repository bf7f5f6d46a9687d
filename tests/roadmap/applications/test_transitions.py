"""Who may move which application from which state: written by hand, not read from the table under test."""

import pytest
from django.db import transaction

from mentoring.workflow.verdicts import Refused
from roadmap.applications.models import Application
from roadmap.applications.services import (
    accept_application,
    carry_out_application,
    refuse_application,
    review_application,
    withdraw_application,
)
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.enums import OrderRole as R
from tests.factories.applications import make_application
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.kinds import make_kind
from tests.factories.pairs import make_mentorship
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_keeper,
    make_person,
    make_psychologist,
    make_teacher,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]
VERBS = {
    "accept": lambda row, by, order: accept_application(row, by=by),
    "refuse": lambda row, by, order: refuse_application(row, by=by, answer="Нет"),
    "review": lambda row, by, order: review_application(row, by=by, answer="Учтём"),
    "carry_out": lambda row, by, order: carry_out_application(row, by=by, order=order),
    "withdraw": lambda row, by, order: withdraw_application(row, by=by),
}
DIRECTOR, OFFICE = {"director"}, {"director", "curator"}
WITH_AUTHOR = OFFICE | {"author"}
# (kind, state): {verb: (who may, state after)}; everything else is refused and changes nothing.
GRID = {
    ("release", "filed"): {"accept": (DIRECTOR, "accepted"), "withdraw": (WITH_AUTHOR, "withdrawn")},
    ("notice", "filed"): {"accept": (DIRECTOR, "accepted"), "withdraw": (OFFICE, "withdrawn")},
    ("replacement", "filed"): {
        "accept": (DIRECTOR, "accepted"),
        "refuse": (DIRECTOR, "refused"),
        "withdraw": (WITH_AUTHOR, "withdrawn"),
    },
    ("duty", "accepted"): {"carry_out": (OFFICE, "done"), "withdraw": (WITH_AUTHOR, "withdrawn")},
    # The other side has not agreed yet: nothing to grant.
    ("extension", "filed"): {"refuse": (DIRECTOR, "refused"), "withdraw": (WITH_AUTHOR, "withdrawn")},
    ("duty", "filed"): {
        "accept": (DIRECTOR, "accepted"),
        "refuse": (DIRECTOR, "refused"),
        "withdraw": (WITH_AUTHOR, "withdrawn"),
    },
    ("proposal", "filed"): {"review": (OFFICE, "reviewed"), "withdraw": (WITH_AUTHOR, "withdrawn")},
    ("representation", "filed"): {"review": (DIRECTOR, "reviewed"), "withdraw": ({"author"}, "withdrawn")},
    ("duty", "done"): {},
    ("replacement", "refused"): {},
    ("replacement", "withdrawn"): {},
    ("proposal", "reviewed"): {},
}


def a_pair():
    """An active pair of two people with accounts."""
    mentor, mentee = make_teacher("mentor"), make_teacher("mentee")
    return make_mentorship("active", mentor=make_mentor(mentor).person, mentees=[make_mentee(mentee).person])


def state_of(application):
    return Application.objects.values_list("status", flat=True).get(pk=application.pk)


@pytest.fixture
def school():
    pair = a_pair()
    people = {R.RELEASED: [pair.mentees[0]], R.SUBSTITUTE: [make_person()]}
    return pair, make_kind(K.DUTY_RELEASE, "registered", people=people)


def test_each_verb_on_each_kind_in_each_state_by_each_actor(school):
    pair, order = school
    people = {
        "director": make_director(),
        "curator": make_curator(),
        "council": make_council_member(),
        "psychologist": make_psychologist(),
        "administrator": make_administrator(),
        "keeper": make_keeper(),
        "teacher": make_user("stranger"),
    }
    for (kind, state), steps in GRID.items():
        start = transaction.savepoint()
        application = make_application(kind, state, pair=pair, order=order)
        # Strangers are tried where most is possible; later nobody new may come in.
        asked = people if state == "filed" else {name: people[name] for name in ("director", "curator")}
        actors = {**asked, "author": application.person.user}
        for verb, act in VERBS.items():
            who, after = steps.get(verb, (set(), state))
            for actor, by in actors.items():
                attempt = transaction.savepoint()
                if actor in who:
                    act(application, by, order)
                    assert (kind, state, verb, actor, state_of(application)) == (
                        kind,
                        state,
                        verb,
                        actor,
                        after,
                    )
                else:
                    try:
                        act(application, by, order)
                    except Refused:
                        assert state_of(application) == state
                    else:
                        pytest.fail(f"{actor} may {verb} a {kind} that is {state}")
                transaction.savepoint_rollback(attempt)
        transaction.savepoint_rollback(start)
