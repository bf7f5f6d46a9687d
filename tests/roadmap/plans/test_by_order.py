"""The steps that an order takes with a roadmap: who may take which from which state (written by hand)."""

import pytest
from django.db import transaction
from django.utils import timezone

from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.models import Order
from roadmap.orders.services import discard_order, register_order
from roadmap.plans import by_order
from roadmap.plans.models import Roadmap
from tests.factories.kinds import make_kind
from tests.factories.people import make_curator
from tests.factories.roadmaps import make_roadmap
from tests.roadmap.plans.test_approval import ACTORS, BY_ORDER, state_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]
TODAY = timezone.localdate()
BOTH = {"director", "curator"}
# verb: (who may, {state: state after}); everybody else is refused, every other state is stale.
GRID = {
    "take_into_order": (BOTH, {"draft": "submitted", "returned": "submitted"}),
    "leave_order": (BOTH, {"submitted": "draft"}),
    "approve_by_order": (BOTH, {"submitted": "approved"}),
}
STATES = ("draft", "submitted", "returned", "approved", "archived")


def acts(order):
    def take(roadmap, by):
        by_order.take_into_order(order, roadmap.pk, by=by)

    def leave(roadmap, by):
        by_order.let_go(order, by=by)

    def approve(roadmap, by):
        by_order.approve_by(order, by=by, on=TODAY, number="1")

    return {"take_into_order": take, "leave_order": leave, "approve_by_order": approve}


def test_every_step_of_an_order_stands_in_the_grid():
    assert set(GRID) == BY_ORDER


def test_each_step_in_each_state_by_each_role():
    order = make_kind(K.MONITORING, "registered")
    people = {actor: make() for actor, make in ACTORS.items()}
    for state in STATES:
        roadmap = make_roadmap(state)
        for verb, act in acts(order).items():
            who, steps = GRID[verb]
            for actor, by in people.items():
                # Each attempt is taken back, so that the next one finds the roadmap in the same state.
                attempt = transaction.savepoint()
                if verb != "take_into_order" and state not in ("approved", "archived"):
                    Roadmap.objects.filter(pk=roadmap.pk).update(order=order)
                said = (state, verb, actor)
                if verb != "take_into_order" and state in ("approved", "archived"):
                    # What is approved belongs to its own order or to none: another one finds nothing to do.
                    act(roadmap, by)
                    assert (*said, state_of(roadmap)) == (*said, state)
                elif actor in who and state in steps:
                    act(roadmap, by)
                    assert (*said, state_of(roadmap)) == (*said, steps[state])
                else:
                    with pytest.raises(Refused) as refusal:
                        act(roadmap, by)
                    assert (*said, isinstance(refusal.value, StaleState)) == (*said, actor in who)
                    assert state_of(roadmap) == state
                transaction.savepoint_rollback(attempt)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "approved", "registered", "signed"])
def test_a_roadmap_follows_its_order_through_all_its_states(state):
    """Until the number it waits as submitted; with the number it is approved; a removed draft lets it go."""
    order = make_kind(K.ROADMAP, state)
    roadmap = order.roadmaps.get()
    numbered = state in ("registered", "signed")
    assert (roadmap.status, roadmap.annex_number) == (("approved", "1") if numbered else ("submitted", ""))
    if state in ("draft", "returned"):
        discard_order(order, by=make_curator())
        roadmap.refresh_from_db()
        assert (roadmap.status, roadmap.order) == ("draft", None)
        return
    with pytest.raises(Refused):
        discard_order(order, by=make_curator())
    if state != "approved":
        with pytest.raises(Refused):
            register_order(order, by=make_curator(), on=TODAY)
    assert Order.objects.filter(pk=order.pk, status=state).exists()
    assert state_of(roadmap) == roadmap.status
