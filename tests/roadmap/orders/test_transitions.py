"""Who may move an order from which state: written by hand, not read from the table under test."""

import pytest
from django.db import transaction
from django.utils import timezone

from mentoring.accounts.enums import Role
from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.orders.enums import OrderStatus as S
from roadmap.orders.models import Order
from roadmap.orders.services import (
    approve_order,
    discard_order,
    recall_order,
    register_order,
    return_order,
    sign_order,
    submit_order,
)
from tests.factories.orders import make_order
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_keeper,
    make_psychologist,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready", "marked_sheets")]

ACTORS = {
    "director": make_director,
    "curator": make_curator,
    "council": make_council_member,
    "psychologist": make_psychologist,
    "administrator": make_administrator,
    "keeper": make_keeper,
    "teacher": lambda: make_user("teacher"),
}
VERBS = {
    "submit": lambda order, by: submit_order(order, by=by),
    "recall": lambda order, by: recall_order(order, by=by),
    "return": lambda order, by: return_order(order, by=by, comment="Уточните срок"),
    "approve": lambda order, by: approve_order(order, by=by),
    "register": lambda order, by: register_order(order, by=by, on=timezone.localdate()),
    "sign": lambda order, by: sign_order(order, by=by, on=timezone.localdate()),
    "discard": lambda order, by: discard_order(order, by=by),
}
BOTH = {"director", "curator"}
# verb: (who may, {state: state after}); everybody else is refused, every other state is stale.
GRID = {
    "submit": (BOTH, {"draft": "submitted", "returned": "submitted"}),
    "recall": (BOTH, {"submitted": "draft"}),
    "return": ({"director"}, {"submitted": "returned", "approved": "returned"}),
    "approve": ({"director"}, {"submitted": "approved"}),
    "register": (BOTH, {"approved": "registered"}),
    "sign": (BOTH, {"registered": "signed"}),
    "discard": (BOTH, {"draft": "gone", "returned": "gone"}),
}


def state_of(order):
    return Order.objects.filter(pk=order.pk).values_list("status", flat=True).first() or "gone"


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "approved", "registered", "signed"])
def test_each_verb_in_each_state_by_each_role(state):
    order = make_order(state)
    people = {actor: make() for actor, make in ACTORS.items()}
    for verb, act in VERBS.items():
        who, steps = GRID[verb]
        for actor, by in people.items():
            # Each attempt is taken back, so that the next one finds the order in the same state.
            attempt = transaction.savepoint()
            if actor in who and state in steps:
                act(order, by)
                assert (verb, actor, state_of(order)) == (verb, actor, steps[state])
            else:
                with pytest.raises(Refused) as refusal:
                    act(order, by)
                is_stale = actor in who and verb != "discard"
                assert (verb, actor, isinstance(refusal.value, StaleState)) == (verb, actor, is_stale)
                assert state_of(order) == state
            transaction.savepoint_rollback(attempt)


def test_an_order_comes_back_only_with_a_comment():
    order = make_order("submitted")

    with pytest.raises(Refused) as refusal:
        return_order(order, by=make_director(), comment="  ")

    assert refusal.value.reason == "Для действия «Вернуть с комментарием» напишите причину."
    assert state_of(order) == S.SUBMITTED


def test_who_made_the_draft_does_not_approve_it():
    director = make_director()
    order = make_order("submitted", by=director)

    with pytest.raises(Refused, match="подготовили вы сами"):
        approve_order(order, by=director)

    assert state_of(order) == S.SUBMITTED
    deputy = make_user("deputy", Role.DIRECTOR)
    assert approve_order(order, by=deputy).approved_by == deputy


def test_a_returned_order_loses_the_approval():
    order = make_order("approved")

    return_order(order, by=make_director(), comment="Не тот срок")

    order.refresh_from_db()
    assert (order.approved_by, order.approved_at) == (None, None)


def test_the_director_approves_only_the_text_that_stood_on_the_page():
    order = make_order("submitted")
    seen = order.version
    return_order(order, by=make_director(), comment="Исправьте")
    submit_order(order, by=make_curator())

    with pytest.raises(StaleState):
        approve_order(order, by=make_director(), version=seen)

    assert state_of(order) == S.SUBMITTED


def test_a_discarded_draft_frees_its_pairs():
    order = make_order("returned")
    pair = order.mentorship_rows.get().mentorship

    discard_order(order, by=make_curator())

    pair.refresh_from_db()
    assert pair.status == "agreed"
    with pytest.raises(StaleState):
        discard_order(order, by=make_curator())
