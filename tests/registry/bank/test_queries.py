from datetime import timedelta

import pytest
from django.utils import timezone

from mentoring.school.models import Direction
from registry.bank import queries
from registry.bank.enums import BankRole, EntryState
from registry.bank.lists import filtered, people_outside
from registry.bank.models import MenteeEntry, MentorEntry
from registry.bank.services import leave_bank
from registry.consents.enums import ConsentKind
from registry.consents.queries import valid_consent
from registry.consents.services import withdraw_consent
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.people import (
    make_council_member,
    make_curator,
    make_person,
    make_psychologist,
    make_pupil,
    make_teacher,
)

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def state(entry):
    return queries.entry_state(type(entry).objects.get(pk=entry.pk), today())


def test_an_entry_is_active_only_under_a_valid_consent():
    entry, curator = make_mentor(), make_curator()
    consent = valid_consent(entry.person, ConsentKind.PROCESSING, today())
    assert (state(entry), list(queries.active_mentors(today()))) == (EntryState.ACTIVE, [entry])
    assert list(queries.active_mentors(consent.valid_until + timedelta(days=1))) == []
    withdraw_consent(consent, by=curator, on=today())
    assert (state(entry), list(queries.active_mentors(today()))) == (EntryState.WAITING, [])
    assert list(queries.waiting(queries.mentor_entries(), today())) == [entry]


def test_who_left_the_bank_or_the_school_is_not_active():
    gone, dismissed = make_mentee(), make_mentee()
    leave_bank(gone, by=make_curator(), on=today(), reason="Отказ")
    type(dismissed.person).objects.filter(pk=dismissed.person_id).update(left_on=today() - timedelta(days=1))
    assert [state(gone), state(dismissed)] == [EntryState.LEFT, EntryState.LEFT]
    assert list(queries.active_mentees(today())) == []
    assert list(queries.waiting(queries.mentee_entries(), today())) == []


def test_on_the_last_working_day_the_person_is_still_in_the_bank():
    entry = make_mentor()
    type(entry.person).objects.filter(pk=entry.person_id).update(left_on=today())
    assert list(queries.active_mentors(today())) == [entry]


def test_who_sees_which_entries():
    own, strange = make_mentor(make_teacher("own")), make_mentor()

    def seen(user):
        return set(queries.entries_visible_to(user, BankRole.MENTOR))

    assert seen(make_curator()) == seen(make_council_member()) == {own, strange}
    assert seen(own.person.user) == {own}
    assert seen(make_psychologist()) == set()


def test_filters_find_active_entries_by_what_a_waiting_one_hides():
    direction = Direction.objects.create(name="Работа с родителями")
    known, hidden = make_mentor(directions=[direction]), make_mentor(consents=(), directions=[direction])
    old = make_mentor(entered_on=today() - timedelta(days=365))
    entries = queries.mentor_entries()

    def found(**words):
        return set(filtered(entries, day=today(), **words))

    assert found() == {known, hidden, old}
    assert found(direction=direction) == {known}
    assert found(state="waiting") == {hidden}
    assert found(review=True) == {old}
    assert found(q=known.person.last_name.lower()) == {known}
    assert found(state="left") == set()


def test_who_may_still_be_entered():
    mentor, pupil, idle = make_mentor().person, make_pupil(), make_person()
    assert set(people_outside(MentorEntry)) == {idle}
    assert set(people_outside(MenteeEntry)) == {mentor, pupil, idle}
