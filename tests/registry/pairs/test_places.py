"""The mentor's places: counted alike in the bank and in pairs, and never fewer than are taken."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring.workflow.verdicts import Refused
from registry.bank.models import MentorEntry
from registry.bank.queries import places_taken
from registry.bank.services import update_mentor
from registry.pairs.queries import mentor_loads
from tests.factories.bank import make_mentor
from tests.factories.pairs import half_a_year, make_mentorship, the_direction
from tests.factories.people import make_curator, make_keeper

pytestmark = pytest.mark.django_db

TOO_FEW = (
    "У наставника уже 3\xa0наставляемых в парах и предложениях. Поставьте не меньше 3 "
    "или сначала завершите пару либо отзовите предложение."
)


@pytest.fixture
def entry():
    """A mentor of a group of two, of one more person later on, and of everything that takes no place."""
    mentor, start = make_mentor(max_mentees=6), half_a_year()[0]
    make_mentorship("active", mentor=mentor.person, size=2)
    make_mentorship("proposed", mentor=mentor.person, end=start + timedelta(days=60))
    make_mentorship("proposed", mentor=mentor.person, start=start + timedelta(days=61))
    for state in ("draft", "declined", "ended"):
        make_mentorship(state, mentor=mentor.person, directions=[the_direction(1)])
    return mentor


def test_the_bank_counts_places_as_the_pairs_do(entry):
    today = timezone.localdate()
    for day in (today, today + timedelta(days=100), today + timedelta(days=400)):
        loads = mentor_loads([entry.person_id], day, day + timedelta(days=3650))
        assert places_taken(entry.person, day) == loads.get(entry.person_id, 0)
    assert [places_taken(entry.person, today + timedelta(days=days)) for days in (0, 400)] == [3, 0]


def test_the_limit_is_not_lowered_below_those_who_are_taken(entry):
    with pytest.raises(Refused) as caught:
        update_mentor(entry, by=make_curator(), version=entry.version, max_mentees=2)
    assert caught.value.reason == TOO_FEW
    assert MentorEntry.objects.get(pk=entry.pk).max_mentees == 6
    saved = update_mentor(entry, by=make_curator(), version=entry.version, max_mentees=3)
    assert saved.max_mentees == 3


def test_the_page_says_so_beside_the_field_and_keeps_what_was_typed(client, entry):
    client.force_login(make_keeper())
    url = reverse("bank:edit", args=["mentor", entry.pk])
    form = client.post(url, {"max_mentees": "1", "version": entry.version, "mode": "online"}).context["form"]
    assert (form.errors, form["max_mentees"].value()) == ({"max_mentees": [TOO_FEW]}, "1")


def test_a_limit_that_is_too_low_already_does_not_stop_other_changes(entry):
    MentorEntry.objects.filter(pk=entry.pk).update(max_mentees=2)
    saved = update_mentor(entry, by=make_curator(), version=entry.version, max_mentees=2, mode="online")
    assert saved.mode == "online"
