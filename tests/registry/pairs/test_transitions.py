"""Who may move a mentorship from which state: written by hand, not read from the table."""

import pytest
from django.db import transaction
from django.utils import timezone

from mentoring.workflow.verdicts import Refused, StaleState
from registry.pairs import services
from registry.pairs.by_order import end_by_order
from registry.pairs.enums import EndGround, MentorshipStatus
from registry.pairs.models import Mentorship
from registry.pairs.rules import TABLE
from tests.factories.pairs import BASIS, make_mentorship
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_psychologist,
    make_user,
)

pytestmark = pytest.mark.django_db

ACTORS = {
    "director": make_director,
    "curator": make_curator,
    "council": make_council_member,
    "psychologist": make_psychologist,
    "administrator": make_administrator,
    "teacher": lambda: make_user("teacher"),
}
ACTS = {
    "propose": lambda m, by: services.propose_mentorship(m, by=by),
    "withdraw": lambda m, by: services.withdraw_proposal(m, by=by, comment="Передумали"),
    "place_in_order": lambda m, by: services.place_in_order(m, by=by),
    "return_from_order": lambda m, by: services.return_from_order(m, by=by),
    "activate": lambda m, by: services.activate_mentorship(m, by=by, on=timezone.localdate(), basis=BASIS),
    "end": lambda m, by: services.end_mentorship(m, by=by, on=timezone.localdate(), ground=EndGround.FULL),
    "end_by_order": lambda m, by: end_by_order(
        m, by=by, on=timezone.localdate(), ground=EndGround.FULL, note="", basis=BASIS
    ),
}
# act: (from, to, who may)
GRID = {
    "propose": ({"draft"}, "proposed", {"curator"}),
    "withdraw": ({"proposed", "agreed"}, "declined", {"curator"}),
    "place_in_order": ({"agreed"}, "in_order", {"curator", "director"}),
    "return_from_order": ({"in_order"}, "agreed", {"curator", "director"}),
    "activate": ({"in_order"}, "active", {"curator", "director"}),
    "end": ({"active"}, "ended", {"curator"}),
    "end_by_order": ({"active"}, "ended", {"curator", "director"}),
}


def tried(act, mentorship, actor):
    """What came of the act and the state after it; everything is undone again."""
    savepoint = transaction.savepoint()
    try:
        act(mentorship, actor)
        outcome = "done"
    except Refused as refusal:
        outcome = type(refusal)
    status = Mentorship.objects.get(pk=mentorship.pk).status
    transaction.savepoint_rollback(savepoint)
    return outcome, status


@pytest.mark.parametrize("state", MentorshipStatus.values)
def test_every_act_of_every_actor_in_a_state_does_what_the_grid_says(state):
    mentorship, outcomes, expected = make_mentorship(state), {}, {}
    actors = {name: make_actor() for name, make_actor in ACTORS.items()}
    for act, (sources, target, allowed) in GRID.items():
        for name, actor in actors.items():
            expected[act, name] = (
                (Refused, state) if name not in allowed
                else ("done", target) if state in sources
                else (StaleState, state)
            )  # fmt: skip
            outcomes[act, name] = tried(ACTS[act], mentorship, actor)
    assert outcomes == expected


def test_the_table_has_the_acts_of_the_grid_and_the_two_automatic_ones():
    assert set(TABLE.by_name) == {*GRID, "agree", "refuse"}


def test_automatic_steps_are_offered_to_nobody_while_an_answer_is_awaited():
    mentorship = make_mentorship("proposed")
    offered = [option.transition.name for option in TABLE.available(mentorship, make_curator())]
    assert offered == ["withdraw"]


def test_withdrawing_needs_a_reason():
    with pytest.raises(Refused, match="напишите причину"):
        services.withdraw_proposal(make_mentorship("proposed"), by=make_curator(), comment=" ")
