"""Every state × actor × step, written by hand from the Положение and the table of roles."""

import pytest
from django.db import transaction
from django.utils import timezone

from mentoring.workflow.verdicts import Refused, StaleState
from programs.programmes.by_order import end_programme_by_order, revise_by_order
from programs.programmes.enums import AgreementChannel, ProgrammeStatus
from programs.programmes.models import Programme
from programs.programmes.rules import TABLE
from programs.programmes.services import (
    agree_programme,
    begin_revision,
    begin_work,
    complete_programme,
    end_programme_early,
    return_programme,
    send_programme,
)
from registry.pairs.enums import EndGround
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_teacher,
    make_user,
)
from tests.factories.programmes import hold_all, make_programme, make_school

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready", "marked_sheets")]
S = ProgrammeStatus

ACTORS = {
    "mentor": lambda: make_user("mentor"),
    "mentee": lambda: make_user("mentee"),
    "curator": make_curator,
    "council": make_council_member,
    "director": make_director,
    "administrator": make_administrator,
    "stranger": lambda: make_teacher("stranger").user,
}


def agree(programme, by):
    mentee = programme.mentorship.mentees[0]
    channel = AgreementChannel.PAPER if by.username == "curator" else AgreementChannel.SCREEN
    agree_programme(programme, by=by, person=mentee, on=timezone.localdate(), channel=channel)


STEPS = {
    "send": lambda programme, by: send_programme(programme, by=by),
    "return": lambda programme, by: return_programme(programme, by=by, comment="Исправить"),
    "agree": agree,
    "begin": lambda programme, by: begin_work(programme, by=by),
    "revise": lambda programme, by: begin_revision(programme, by=by, reason="Сроки"),
    "complete": lambda programme, by: complete_programme(programme, by=by, on=timezone.localdate()),
    "end_early": lambda programme, by: end_programme_early(
        programme, by=by, on=timezone.localdate(), ground=EndGround.SIDES, note="Переезд"
    ),
    "complete_by_order": lambda programme, by: end_programme_by_order(
        programme, by=by, on=timezone.localdate(), ground=EndGround.FULL
    ),
    "end_by_order": lambda programme, by: end_programme_by_order(
        programme, by=by, on=timezone.localdate(), ground=EndGround.CURATOR, note="приказ № 5"
    ),
    "revise_by_order": lambda programme, by: revise_by_order(programme, by=by, reason="приказ № 5"),
}
# step: (from states, who may, where it leads)
GRID = {
    "send": ({S.DRAFT}, {"mentor", "curator"}, S.ON_AGREEMENT),
    "return": ({S.ON_AGREEMENT}, {"mentor", "mentee", "curator"}, S.DRAFT),
    "agree": ({S.ON_AGREEMENT}, {"mentee", "curator"}, S.AGREED),
    "begin": ({S.AGREED}, {"mentor", "curator"}, S.RUNNING),
    "revise": ({S.AGREED, S.RUNNING}, {"mentor", "curator"}, S.DRAFT),
    "complete": ({S.AGREED, S.RUNNING}, {"mentor", "curator"}, S.COMPLETED),
    "end_early": ({S.DRAFT, S.ON_AGREEMENT, S.AGREED, S.RUNNING}, {"curator"}, S.ENDED_EARLY),
    "complete_by_order": ({S.AGREED, S.RUNNING}, {"curator", "director"}, S.COMPLETED),
    "end_by_order": ({S.DRAFT, S.ON_AGREEMENT, S.AGREED, S.RUNNING}, {"curator", "director"}, S.ENDED_EARLY),
    "revise_by_order": ({S.AGREED, S.RUNNING}, {"curator", "director"}, S.DRAFT),
}
# A programme whose plan is empty of unheld events can be completed at once; the work has begun by then.
DONE_PLAN = {"complete", "complete_by_order"}


def outcome(step, programme, by):
    try:
        STEPS[step](programme, by)
    except StaleState:
        return "stale"
    except Refused:
        return "refused"
    return Programme.objects.get(pk=programme.pk).status


@pytest.mark.parametrize("state", list(S))
def test_steps_of_every_actor_from_every_state(state):
    make_school()
    made = make_programme(state)
    actors = {name: make() for name, make in ACTORS.items()}
    for step, (sources, people, target) in GRID.items():
        for actor, by in actors.items():
            # Each attempt is taken back, so that the next one finds the programme in the same state.
            attempt = transaction.savepoint()
            programme = Programme.objects.get(pk=made.pk)
            if step in DONE_PLAN and state == S.RUNNING:
                hold_all(programme, by=actors["curator"])
            if step in DONE_PLAN and state == S.AGREED:
                programme.plan.all().delete()
            expected = "refused" if actor not in people else target if state in sources else "stale"
            assert outcome(step, programme, by) == expected, (state, actor, step)
            transaction.savepoint_rollback(attempt)


def test_the_grid_names_every_step_of_the_table():
    # «run» happens by itself and is tested with acquaintance and held events.
    assert {row.name for row in TABLE.transitions} == {*GRID, "run"}


def test_states_of_the_table_are_all_reached():
    assert {TABLE.initial, *(row.target for row in TABLE.transitions)} == set(S)
