"""Mentorships for tests in any state, reached only through the services."""

from datetime import date, timedelta

from django.utils import timezone

from mentoring.school.models import Direction, MentoringForm, MentoringKind
from mentoring.school.services import ensure_dictionaries
from registry.pairs.enums import Answer, AnswerChannel, EndGround, MentorshipStatus
from registry.pairs.models import Mentorship
from registry.pairs.services import (
    activate_mentorship,
    answer_participation,
    create_mentorship,
    end_mentorship,
    place_in_order,
    propose_mentorship,
    withdraw_proposal,
)
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.people import make_curator

S = MentorshipStatus
BASIS = "приказ № 20/01-02 от 12.01.2026"


def the_form(position=0) -> MentoringForm:
    return entry_of(MentoringForm, position)


def the_kind(position=0) -> MentoringKind:
    return entry_of(MentoringKind, position)


def the_direction(position=0) -> Direction:
    return entry_of(Direction, position)


def entry_of(dictionary, position):
    """An entry of a dictionary of the school; the first who asks fills the dictionaries."""
    if not dictionary.objects.exists():
        ensure_dictionaries()
    return dictionary.objects.all()[position]


def half_a_year() -> tuple[date, date]:
    """A usual term around today: it began a week ago."""
    today = timezone.localdate()
    return today - timedelta(days=7), today + timedelta(days=180)


def make_mentorship(state=S.DRAFT, *, by=None, mentor=None, mentees=None, size=1, **terms) -> Mentorship:
    """A pair (or a group of `size` mentees) walked through the services to `state`.

    `mentor` and `mentees` are persons of the bank; `terms` replace forms, kinds, directions, dates, reason.
    """
    curator = make_curator()
    by = by or curator
    start, end = half_a_year()
    mentorship = create_mentorship(
        by=by,
        mentor=mentor or make_mentor(by=curator, max_mentees=max(size, 2)).person,
        mentees=mentees or [make_mentee(by=curator).person for _ in range(size)],
        **{
            "forms": [the_form()],
            "kinds": [the_kind()],
            "directions": [the_direction()],
            "start": start,
            "end": end,
            **terms,
        },
    )
    walk_to(mentorship, MentorshipStatus(state), by=by)
    return Mentorship.objects.get(pk=mentorship.pk)


def walk_to(mentorship, state, *, by) -> None:
    """Take a draft to the state by the services."""
    if state == S.DRAFT:
        return
    propose_mentorship(mentorship, by=by)
    if state == S.PROPOSED:
        return
    if state == S.DECLINED:
        withdraw_proposal(mentorship, by=by, comment="Подобрали другого наставника")
        return
    today = timezone.localdate()
    answer_all(mentorship, by=by)
    if state == S.AGREED:
        return
    place_in_order(mentorship, by=by)
    if state == S.IN_ORDER:
        return
    activate_mentorship(mentorship, by=by, on=today, basis=BASIS)
    if state == S.ENDED:
        end_mentorship(mentorship, by=by, on=today, ground=EndGround.FULL, note="")


def answer_all(mentorship, *, by, answer=Answer.YES) -> None:
    """The curator enters the same answer of every side."""
    for participant in mentorship.participants.all():
        answer_participation(
            participant, by=by, answer=answer, on=timezone.localdate(), channel=AnswerChannel.PAPER
        )
