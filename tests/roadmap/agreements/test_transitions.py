"""Who may move an agreement from which state: written by hand, not read from the table under test."""

import pytest
from django.db import transaction
from django.utils import timezone

from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.agreements.models import Agreement
from roadmap.agreements.services import (
    begin_agreement,
    change_agreement,
    discard_agreement,
    end_agreement,
    print_agreement,
    reopen_agreement,
    sign_agreement,
)
from tests.factories.agreements import CONTRACT, make_agreement
from tests.factories.pairs import make_mentorship
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_keeper,
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
    "keeper": make_keeper,
    "teacher": lambda: make_user("teacher"),
}


def today():
    return timezone.localdate()


VERBS = {
    "print": lambda row, by: print_agreement(row, by=by),
    "reopen": lambda row, by: reopen_agreement(row, by=by),
    "sign": lambda row, by: sign_agreement(row, by=by, on=today()),
    "end": lambda row, by: end_agreement(row, by=by, on=today(), reason="приказ № 5"),
    "discard": lambda row, by: discard_agreement(row, by=by),
}
BOTH = {"director", "curator"}
# verb: (who may, {state: state after}); everybody else is refused, every other state is stale.
GRID = {
    "print": (BOTH, {"draft": "printed"}),
    "reopen": (BOTH, {"printed": "draft"}),
    "sign": (BOTH, {"printed": "signed"}),
    "end": (BOTH, {"signed": "ended"}),
    "discard": (BOTH, {"draft": "gone", "printed": "gone"}),
}


def state_of(agreement):
    return Agreement.objects.filter(pk=agreement.pk).values_list("status", flat=True).first() or "gone"


@pytest.mark.parametrize("state", ["draft", "printed", "signed", "ended"])
def test_each_verb_in_each_state_by_each_role(state):
    agreement = make_agreement(state)
    people = {actor: make() for actor, make in ACTORS.items()}
    for verb, act in VERBS.items():
        who, steps = GRID[verb]
        for actor, by in people.items():
            attempt = transaction.savepoint()
            if actor in who and state in steps:
                act(agreement, by)
                assert (verb, actor, state_of(agreement)) == (verb, actor, steps[state])
            else:
                with pytest.raises(Refused) as refusal:
                    act(agreement, by)
                assert (verb, actor, isinstance(refusal.value, StaleState)) == (verb, actor, actor in who)
                assert state_of(agreement) == state
            transaction.savepoint_rollback(attempt)


def test_an_agreement_is_begun_once_for_a_mentor_and_only_in_an_agreed_pair():
    agreement = make_agreement()
    terms = {"date": today(), "content": "Помощь", "form": "личная", "payment": "10 %", **CONTRACT}
    terms |= {"start": agreement.start, "end": agreement.end}

    with pytest.raises(StaleState, match="соглашение уже есть"):
        begin_agreement(agreement.mentorship, by=make_curator(), **terms)
    with pytest.raises(Refused, match="стороны согласились на пару"):
        begin_agreement(make_mentorship("proposed"), by=make_curator(), **terms)


def test_nothing_is_printed_without_the_employment_contract():
    agreement = make_agreement(contract_number="")

    with pytest.raises(Refused) as refusal:
        print_agreement(agreement, by=make_curator())

    assert refusal.value.problems == ("Впишите номер и дату трудового договора: соглашение – его часть.",)


def test_the_second_of_two_savings_is_told():
    agreement = make_agreement()
    terms = {name: getattr(agreement, name) for name in ("number", "date", "content", "form", "start", "end")}
    terms |= {"payment": "15 %", **CONTRACT}
    change_agreement(agreement, by=make_curator(), version=0, **terms)

    with pytest.raises(StaleState):
        change_agreement(agreement, by=make_director(), version=0, **terms)
    with pytest.raises(StaleState):
        print_agreement(agreement, by=make_director(), version=0)


def test_dates_of_the_signatures_are_sensible():
    agreement = make_agreement("printed")
    yesterday, tomorrow = today() - timezone.timedelta(days=1), today() + timezone.timedelta(days=1)

    with pytest.raises(Refused, match="ещё не наступила"):
        sign_agreement(agreement, by=make_curator(), on=tomorrow)
    with pytest.raises(Refused, match="после подписания"):
        sign_agreement(agreement, by=make_curator(), on=today(), copy_received_on=yesterday)
    sign_agreement(agreement, by=make_curator(), on=today())
    with pytest.raises(Refused, match="раньше подписания"):
        end_agreement(agreement, by=make_curator(), on=yesterday, reason="приказ")
