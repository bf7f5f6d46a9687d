"""Two people at once: a mentor is never overbooked, a pair is agreed exactly once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from mentoring.workflow.models import StatusChange
from mentoring.workflow.verdicts import Refused
from registry.pairs.enums import Answer, AnswerChannel
from registry.pairs.models import Mentorship
from registry.pairs.services import answer_participation, propose_mentorship
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(acts):
    """Run the acts in threads that start together; the names of what was raised, or «done»."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=20)
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
    curator, mentor = make_curator(), make_mentor(max_mentees=2).person
    drafts = [make_mentorship(mentor=mentor) for _ in range(6)]
    outcomes = all_at_once([lambda draft=draft: propose_mentorship(draft, by=curator) for draft in drafts])
    assert outcomes == ["Refused"] * 4 + ["done"] * 2
    assert Mentorship.objects.filter(status="proposed").count() == 2


def test_proposals_at_once_never_cover_a_direction_twice():
    curator, mentee = make_curator(), make_mentee().person
    drafts = [make_mentorship(mentees=[mentee]) for _ in range(4)]
    outcomes = all_at_once([lambda draft=draft: propose_mentorship(draft, by=curator) for draft in drafts])
    assert outcomes == ["Refused"] * 3 + ["done"]


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
