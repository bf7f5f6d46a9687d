"""Consents and bank entries for tests, reached only through the services."""

from datetime import date

from django.utils import timezone

from registry.bank.enums import MenteeCategory
from registry.bank.services import enter_mentee, enter_mentor
from registry.consents.enums import ConsentChannel, ConsentKind
from registry.consents.services import give_consent
from tests.factories.people import make_curator, make_person

K = ConsentKind


def first_of_september() -> date:
    """The beginning of the present school year: consents of the factories are given on it."""
    today = timezone.localdate()
    start = date(today.year, 9, 1)
    return start if start <= today else date(today.year - 1, 9, 1)


def give_paper(person, kind, *, on=None, by=None, **fields):
    """A consent received on paper, by default on 1 September and valid to 31 August."""
    if kind == K.DISTRIBUTION:
        fields.setdefault("fields_allowed", ["full_name", "position"])
    return give_consent(
        person,
        kind,
        by=by or make_curator(),
        given_on=on or first_of_september(),
        channel=ConsentChannel.PAPER,
        **fields,
    )


def give_all_consents(person, *, kinds=(K.PROCESSING, K.MENTORING, K.PARTICIPATION), on=None, by=None):
    """The consents that the bank and pairs ask for, as papers of one day."""
    return [give_paper(person, kind, on=on, by=by) for kind in kinds]


def make_mentor(person=None, *, by=None, consents=(K.PROCESSING, K.MENTORING), consents_on=None, **fields):
    """An entry of the bank of mentors with valid consents; `consents=()` leaves it waiting."""
    by = by or make_curator()
    person = person or make_person(by=by)
    give_all_consents(person, kinds=consents, on=consents_on, by=by)
    return enter_mentor(person, by=by, **fields)


def make_mentee(
    person=None, *, by=None, consents=(K.PROCESSING, K.PARTICIPATION), consents_on=None, **fields
):
    """An entry of the bank of mentees with valid consents; `consents=()` leaves it waiting."""
    by = by or make_curator()
    person = person or make_person(by=by)
    give_all_consents(person, kinds=consents, on=consents_on, by=by)
    return enter_mentee(person, by=by, **{"category": MenteeCategory.YOUNG, **fields})
