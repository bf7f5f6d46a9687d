"""What the database itself refuses, whoever writes."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.pairs.models import CoveredDirection, Mentorship, Participant
from registry.pairs.queries import inclusive_period
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_person

pytestmark = pytest.mark.django_db
today = timezone.localdate


def refused_by(constraint, act):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    assert error.value.__cause__.diag.constraint_name == constraint


@pytest.mark.parametrize(
    ("constraint", "state", "change"),
    [
        ("mentorship_status_known", "draft", {"status": "lost"}),
        ("mentorship_ended_has_date_and_ground", "active", {"status": "ended"}),
        ("mentorship_ended_has_date_and_ground", "active", {"end_ground": "full"}),
        ("mentorship_ended_has_date_and_ground", "ended", {"end_ground": ""}),
        ("mentorship_council_opinion_is_whole", "agreed", {"council_opinion": "supports"}),
    ],
)
def test_a_mentorship_is_whole(constraint, state, change):
    mentorship = make_mentorship(state)
    refused_by(constraint, lambda: Mentorship.objects.filter(pk=mentorship.pk).update(**change))


def test_a_mentorship_ends_after_it_begins():
    mentorship = make_mentorship()
    rows = Mentorship.objects.filter(pk=mentorship.pk)
    refused_by("mentorship_dates_in_order", lambda: rows.update(end=mentorship.start))


@pytest.mark.parametrize(
    ("constraint", "state", "change"),
    [
        ("participant_role_known", "proposed", {"role": "boss"}),
        ("participant_answer_known", "agreed", {"answer": "maybe"}),
        ("participant_answer_is_whole", "proposed", {"answer": "yes"}),
        ("participant_dates_in_order", "active", {"valid_to": "2020-01-01"}),
    ],
)
def test_a_side_is_whole(constraint, state, change):
    side = make_mentorship(state).participants.first()
    refused_by(constraint, lambda: Participant.objects.filter(pk=side.pk).update(**change))


def test_a_mentorship_has_one_present_mentor():
    mentorship = make_mentorship()
    refused_by(
        "participant_one_present_mentor",
        lambda: Participant.objects.create(mentorship=mentorship, person=make_person(), role="mentor"),
    )


def test_a_person_stands_once_in_a_mentorship():
    mentorship = make_mentorship()
    refused_by(
        "participant_person_once_in_mentorship",
        lambda: Participant.objects.create(mentorship=mentorship, person=mentorship.mentor, role="mentee"),
    )


def test_a_direction_of_a_mentee_is_covered_once_at_a_time():
    row = make_mentorship("proposed").covered_directions.get()
    other = make_mentorship()
    refused_by(
        "covered_direction_no_overlap",
        lambda: CoveredDirection.objects.create(
            mentorship=other,
            mentee=row.mentee,
            direction=row.direction,
            period=inclusive_period(other.end, other.end),
        ),
    )


def test_the_answer_of_another_user_is_kept_with_the_answer():
    side = make_mentorship("agreed").participants.first()
    assert (side.answer, side.answered_on, side.answered_by) == ("yes", today(), make_curator())
