from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.factories.bank import make_mentee, make_mentor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "changes", "constraint"),
    [
        (make_mentor, {"left_on": date(2020, 1, 1)}, "mentor_entry_dates_in_order"),
        (make_mentor, {"max_mentees": 0}, "mentor_entry_capacity"),
        (make_mentor, {"max_mentees": 31}, "mentor_entry_capacity"),
        (make_mentee, {"left_on": date(2020, 1, 1)}, "mentee_entry_dates_in_order"),
        (make_mentee, {"category": "other"}, "mentee_entry_category_known"),
    ],
)
def test_the_database_refuses_an_impossible_entry(make, changes, constraint):
    entry = make()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        type(entry).objects.filter(pk=entry.pk).update(**changes)
    assert caught.value.__cause__.diag.constraint_name == constraint


@pytest.mark.parametrize("make", [make_mentor, make_mentee])
def test_a_person_stands_once_in_a_bank(make):
    one, other = make(), make()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(one).objects.filter(pk=one.pk).update(person=other.person)
