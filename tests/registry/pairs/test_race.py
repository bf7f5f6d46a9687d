"""Two people at once: a mentor is never overbooked, a pair is agreed exactly once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from threading import Barrier

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from mentoring.workflow.models import StatusChange
from mentoring.workflow.verdicts import Refused
from registry.bank.queries import places_taken
from registry.bank.services import update_mentor
from registry.pairs.enums import Answer, AnswerChannel
from registry.pairs.models import Mentorship
from registry.pairs.services import (
    answer_participation,
    propose_mentorship,
    put_together,
    withdraw_proposal,
)
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.pairs import half_a_year, make_mentorship, the_direction, the_form, the_kind
from tests.factories.people import make_curator

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("long_queues")]


def all_at_once(acts):
    """Run the acts in threads that start together; the names of what was raised, or «done»."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=120)
            act()
        except Refused as refusal:
            return type(refusal).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_proposals_at_once_never_overbook_a_mentor():
    """Twelve curators at once, three times over (E4)."""
    curator, entry = make_curator(), make_mentor(max_mentees=2)
    drafts = [make_mentorship(mentor=entry.person) for _ in range(12)]
    for _ in range(3):
        outcomes = all_at_once([partial(propose_mentorship, draft, by=curator) for draft in drafts])
        assert outcomes == ["Refused"] * 10 + ["done"] * 2
        proposed = list(Mentorship.objects.filter(status="proposed"))
        assert (len(proposed), places_taken(entry.person, timezone.localdate())) == (2, 2)
        for pair in proposed:
            withdraw_proposal(pair, by=curator, comment="Ещё раз")
        drafts = [draft for draft in drafts if draft not in proposed]
        drafts += [make_mentorship(mentor=entry.person, mentees=pair.mentees) for pair in proposed]


def test_a_limit_is_not_lowered_under_a_proposal_made_at_the_same_moment():
    curator = make_curator()
    for _ in range(3):
        entry = make_mentor(max_mentees=2)
        drafts = [make_mentorship(mentor=entry.person) for _ in range(2)]
        acts = [partial(propose_mentorship, draft, by=curator) for draft in drafts]
        all_at_once([*acts, partial(update_mentor, entry, by=curator, version=entry.version, max_mentees=1)])
        entry.refresh_from_db()
        assert 1 <= places_taken(entry.person, timezone.localdate()) <= entry.max_mentees


def test_proposals_at_once_never_cover_a_direction_twice():
    curator, mentee = make_curator(), make_mentee().person
    drafts = [make_mentorship(mentees=[mentee]) for _ in range(4)]
    outcomes = all_at_once([lambda draft=draft: propose_mentorship(draft, by=curator) for draft in drafts])
    assert outcomes == ["Refused"] * 3 + ["done"]


def test_the_mentees_are_held_while_their_directions_are_taken():
    """Two who write the same direction without that would lock each other up (E10)."""
    curator, draft = make_curator(), make_mentorship()
    with closing(connection.copy()) as other, other.cursor() as cursor:
        other.set_autocommit(False)
        cursor.execute("SELECT FROM registry_person WHERE id = %s FOR NO KEY UPDATE", [draft.mentees[0].pk])
        with connection.cursor() as own:
            own.execute("SET lock_timeout = '100ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            propose_mentorship(draft, by=curator)
    with connection.cursor() as own:
        own.execute("RESET lock_timeout")
    assert propose_mentorship(draft, by=curator).status == "proposed"


def test_a_double_click_proposes_once():
    curator, draft = make_curator(), make_mentorship()
    outcomes = all_at_once([lambda: propose_mentorship(draft, by=curator)] * 3)
    assert outcomes == ["StaleState"] * 2 + ["done"]


def test_answers_at_once_agree_exactly_once():
    curator, mentorship = make_curator(), make_mentorship("proposed", size=3)
    acts = [
        lambda side=side: answer_participation(
            side, by=curator, answer=Answer.YES, on=timezone.localdate(), channel=AnswerChannel.PAPER
        )
        for side in mentorship.participants.all()
    ]
    assert all_at_once(acts) == ["done"] * 4
    mentorship.refresh_from_db()
    agreed = StatusChange.objects.filter(object_id=mentorship.pk, action="agree").count()
    assert (mentorship.status, agreed) == ("agreed", 1)


def test_a_form_sent_five_times_makes_one_draft():
    """A double click on the last step (E7): the key of the form is taken by the first."""
    curator, start, end = make_curator(), *half_a_year()
    terms = {
        "mentor": make_mentor().person, "mentees": [make_mentee().person], "forms": [the_form()],
        "kinds": [the_kind()], "directions": [the_direction()], "start": start, "end": end,
    }  # fmt: skip
    act = partial(put_together, by=curator, key="one-form", **terms)
    assert all_at_once([act] * 5) == ["StaleState"] * 4 + ["done"]
    assert Mentorship.objects.count() == 1
