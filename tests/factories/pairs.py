"""Mentorships for tests in any state: by the services, or row for row as they make them (written.py)."""

from datetime import date, timedelta

from django.utils import timezone

from mentoring.school.models import Direction, MentoringForm, MentoringKind
from mentoring.school.services import ensure_dictionaries
from registry.bank.enums import BankRole, MenteeCategory
from registry.pairs.enums import Answer, AnswerChannel, EndGround, MentorshipStatus
from registry.pairs.models import Mentorship
from registry.pairs.rules import pairing_problems
from registry.pairs.services import (
    activate_mentorship,
    answer_participation,
    create_mentorship,
    end_mentorship,
    place_in_order,
    propose_mentorship,
    withdraw_proposal,
)
from tests.factories.bank import (
    FOR_MENTEES,
    FOR_MENTORS,
    first_of_september,
    make_mentee,
    make_mentor,
    newcomer_of,
)
from tests.factories.people import make_curator
from tests.factories.written import write_into_bank, write_mentorship

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
    found = list(dictionary.objects.all()[position : position + 1])
    if not found:
        ensure_dictionaries()
    return found[0] if found else dictionary.objects.all()[position]


def half_a_year() -> tuple[date, date]:
    """A usual term around today: it began a week ago."""
    today = timezone.localdate()
    return today - timedelta(days=7), today + timedelta(days=180)


def make_mentorship(state=S.DRAFT, *, by=None, mentor=None, mentees=None, size=1, **terms) -> Mentorship:
    """A pair (or a group of `size` mentees) in `state`, as the services make it.

    `mentor` and `mentees` are persons of the bank; `terms` replace forms, kinds, directions, dates, reason.
    """
    curator, state = make_curator(), MentorshipStatus(state)
    by = by or curator
    start, end = half_a_year()
    terms = {
        "forms": [the_form()],
        "kinds": [the_kind()],
        "directions": [the_direction()],
        "start": start,
        "end": end,
        **terms,
    }
    are_new = not mentor and not mentees
    if are_new:
        mentor, *mentees = new_people(curator, size)
    mentor = mentor or make_mentor(by=curator, max_mentees=max(size, 2)).person
    mentees = mentees or [make_mentee(by=curator).person for _ in range(size)]
    if by == curator and (are_new or not obstacles(mentor, mentees, terms)):
        near = {S.DECLINED: S.PROPOSED, S.ENDED: S.ACTIVE}.get(state, state)
        pair = write_mentorship(near, mentor=mentor, mentees=mentees, by=by, basis=BASIS, **terms)
        if near != state:
            STEPS[state](pair, by)
    else:
        pair = create_mentorship(by=by, mentor=mentor, mentees=mentees, **terms)
        walk_to(pair, state, by=by)
    return Mentorship.objects.get(pk=pair.pk)


def new_people(curator, size) -> list:
    """A mentor and `size` mentees in the banks."""
    rows = [newcomer_of(None, BankRole.MENTOR, curator, FOR_MENTORS, {"max_mentees": max(size, 2)})]
    category = {"category": MenteeCategory.YOUNG}
    rows += [newcomer_of(None, BankRole.MENTEE, curator, FOR_MENTEES, category) for _ in range(size)]
    return [entry.person for entry in write_into_bank(rows, by=curator, given_on=first_of_september())]


def obstacles(mentor, mentees, terms) -> list[str]:
    """Why the services would refuse such a pair."""
    asked = {name: terms[name] for name in ("directions", "start", "end")}
    return pairing_problems(mentor=mentor, mentees=mentees, **asked)


def withdraw(mentorship, by):
    withdraw_proposal(mentorship, by=by, comment="Подобрали другого наставника")


def end(mentorship, by):
    end_mentorship(mentorship, by=by, on=timezone.localdate(), ground=EndGround.FULL, note="")


STEPS = {S.DECLINED: withdraw, S.ENDED: end}


def walk_to(mentorship, state, *, by) -> None:
    """Take a draft to the state by the services."""
    if state == S.DRAFT:
        return
    propose_mentorship(mentorship, by=by)
    if state == S.PROPOSED:
        return
    if state == S.DECLINED:
        withdraw(mentorship, by)
        return
    answer_all(mentorship, by=by)
    if state == S.AGREED:
        return
    place_in_order(mentorship, by=by)
    if state == S.IN_ORDER:
        return
    activate_mentorship(mentorship, by=by, on=timezone.localdate(), basis=BASIS)
    if state == S.ENDED:
        end(mentorship, by)


def answer_all(mentorship, *, by, answer=Answer.YES) -> None:
    """The curator enters the same answer of every side."""
    for participant in mentorship.participants.all():
        answer_participation(
            participant, by=by, answer=answer, on=timezone.localdate(), channel=AnswerChannel.PAPER
        )
