"""Who may move a local act from which state: written by hand, not read from the table under test."""

import pytest
from django.db import transaction
from django.utils import timezone

from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.acts.models import LocalAct
from roadmap.acts.services import (
    approve_act,
    discard_act,
    end_act,
    recall_act,
    return_act,
    start_edition,
    submit_act,
)
from tests.factories.acts import make_act, make_regulation
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_keeper,
    make_psychologist,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]
ACTORS = {
    "director": make_director,
    "curator": make_curator,
    "council": make_council_member,
    "psychologist": make_psychologist,
    "administrator": make_administrator,
    "keeper": make_keeper,
    "teacher": lambda: make_user("teacher"),
}


def today():
    return timezone.localdate()


VERBS = {
    "submit": lambda act, by: submit_act(act, by=by),
    "recall": lambda act, by: recall_act(act, by=by),
    "return": lambda act, by: return_act(act, by=by, comment="Уточните"),
    "approve": lambda act, by: approve_act(act, by=by, on=today()),
    "end": lambda act, by: end_act(act, by=by, on=today(), reason="приказ № 15"),
    "edition": lambda act, by: start_edition(act, by=by),
    "discard": lambda act, by: discard_act(act, by=by),
}
BOTH, DIRECTOR = {"director", "curator"}, {"director"}
# verb: (who may, {state: state after}); everybody else is refused, every other state is stale.
GRID = {
    "submit": (BOTH, {"draft": "submitted", "returned": "submitted"}),
    "recall": (BOTH, {"submitted": "draft"}),
    "return": (DIRECTOR, {"submitted": "returned"}),
    "approve": (DIRECTOR, {"submitted": "approved"}),
    "end": (DIRECTOR, {"approved": "ended"}),
    "edition": (BOTH, {"approved": "approved"}),
    "discard": (BOTH, {"draft": "gone", "returned": "gone"}),
}
# These two answer with a sentence of their own in another state.
SAID_BY_RULE = {"edition", "discard"}


def state_of(act):
    return LocalAct.objects.filter(pk=act.pk).values_list("status", flat=True).first() or "gone"


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "approved", "superseded", "ended"])
def test_each_verb_in_each_state_by_each_role(state):
    act = make_act(state)
    people = {actor: make() for actor, make in ACTORS.items()}
    for verb, carry_out in VERBS.items():
        who, steps = GRID[verb]
        for actor, by in people.items():
            attempt = transaction.savepoint()
            if actor in who and state in steps:
                carry_out(act, by)
                assert (verb, actor, state_of(act)) == (verb, actor, steps[state])
            else:
                with pytest.raises(Refused) as refusal:
                    carry_out(act, by)
                is_stale = actor in who and verb not in SAID_BY_RULE
                assert (verb, actor, isinstance(refusal.value, StaleState)) == (verb, actor, is_stale)
                assert state_of(act) == state
            transaction.savepoint_rollback(attempt)


def test_a_sample_an_empty_act_and_an_old_page_do_not_go_to_the_director():
    sample, curator = make_regulation(), make_curator()

    with pytest.raises(Refused, match="Всё проверено"):
        submit_act(sample, by=curator)
    rules = make_act()
    with pytest.raises(StaleState):
        submit_act(rules, by=curator, version=0)
    rules.items.filter(parent__isnull=False).delete()
    with pytest.raises(Refused, match="ещё нет ни одного пункта"):
        submit_act(rules, by=curator)


def test_a_second_edition_is_begun_once():
    act = make_act("approved")
    start_edition(act, by=make_curator())

    with pytest.raises(Refused, match="уже готовится"):
        start_edition(act, by=make_curator())
