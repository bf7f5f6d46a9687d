"""Consents and bank entries for tests: by the services, or row for row as they make them (written.py)."""

from datetime import date

from django.utils import timezone

from registry.bank.enums import BankRole, MenteeCategory
from registry.bank.services import enter_mentee, enter_mentor
from registry.consents.enums import ConsentChannel, ConsentKind
from registry.consents.services import give_consent
from tests.factories.people import make_curator, make_person
from tests.factories.written import Newcomer, is_plain, is_unknown, write_into_bank

K = ConsentKind
FOR_MENTORS, FOR_MENTEES = (K.PROCESSING, K.MENTORING), (K.PROCESSING, K.PARTICIPATION)


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


def make_mentor(person=None, *, by=None, consents=FOR_MENTORS, consents_on=None, **fields):
    """An entry of the bank of mentors with valid consents; `consents=()` leaves it waiting."""
    by = by or make_curator()
    is_usual = fields.keys() <= {"max_mentees"} and fields.get("max_mentees", 2) in range(1, 31)
    if is_usual and consents == FOR_MENTORS and not consents_on:
        newcomer = newcomer_of(person, BankRole.MENTOR, by, consents, fields)
        if newcomer:
            return write_into_bank([newcomer], by=by, given_on=first_of_september())[0]
    person = person or make_person(by=by)
    give_all_consents(person, kinds=consents, on=consents_on, by=by)
    return enter_mentor(person, by=by, **fields)


def make_mentee(person=None, *, by=None, consents=FOR_MENTEES, consents_on=None, **fields):
    """An entry of the bank of mentees with valid consents; `consents=()` leaves it waiting."""
    by = by or make_curator()
    fields = {"category": MenteeCategory.YOUNG, **fields}
    if consents == FOR_MENTEES and not consents_on and fields.keys() == {"category"}:
        newcomer = newcomer_of(person, BankRole.MENTEE, by, consents, fields)
        if newcomer:
            return write_into_bank([newcomer], by=by, given_on=first_of_september())[0]
    person = person or make_person(by=by)
    give_all_consents(person, kinds=consents, on=consents_on, by=by)
    return enter_mentee(person, by=by, **fields)


def newcomer_of(person, role, by, consents, fields) -> Newcomer | None:
    """The person, or the next of an endless list, if there is nothing that the services would have to look at."""
    if by.username != "curator" or (person and not (is_plain(person) and is_unknown(person))):
        return None
    return Newcomer(person or make_person(by=by), role, consents, fields)
