"""Who has which consent: people down, kinds across, and what each person needs for the part in the programme."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, TextChoices

from registry.consents.enums import ConsentKind, ConsentStatus
from registry.consents.models import Consent
from registry.consents.queries import (
    expiring_from,
    open_blanks,
    with_current_consent,
    with_edition,
    with_outdated_consent,
    with_valid_consent,
)
from registry.people.models import Person
from registry.people.queries import search_people, with_positions, working

# The bank stands to the right of this room, so it is asked through the person's own relations.
AS_MENTOR = Q(mentor_entry__isnull=False, mentor_entry__left_on__isnull=True)
AS_MENTEE = Q(mentee_entry__isnull=False, mentee_entry__left_on__isnull=True)
NEEDED_BY = {
    ConsentKind.PROCESSING: AS_MENTOR | AS_MENTEE,
    ConsentKind.MENTORING: AS_MENTOR,
    ConsentKind.PARTICIPATION: AS_MENTEE,
}


# States of a cell whose consent is in force.
HOLDING = ("given", "expiring", "outdated")


class PeopleGroup(TextChoices):
    """Whose consents are shown."""

    BANK = "bank", "в банке"
    MENTORS = "mentors", "в банке наставников"
    MENTEES = "mentees", "в банке наставляемых"


GROUPS = {
    PeopleGroup.BANK: AS_MENTOR | AS_MENTEE,
    PeopleGroup.MENTORS: AS_MENTOR,
    PeopleGroup.MENTEES: AS_MENTEE,
}


class Lack(TextChoices):
    """What is missing: whatever the part in the programme needs, or one kind."""

    NEEDED = "needed", "не хватает нужных"
    PROCESSING = "processing", "нет согласия на обработку данных"
    MENTORING = "mentoring", "нет согласия быть наставником"
    PARTICIPATION = "participation", "нет согласия на участие"
    DISTRIBUTION = "distribution", "нет согласия на распространение"
    OUTDATED = "outdated", "подписан прежний текст"


@dataclass(frozen=True)
class Cell:
    """One consent of one person: the state for a badge, its word, and the consent if there is one."""

    kind: ConsentKind
    state: str
    word: str
    is_needed: bool
    consent: Consent | None = None


@dataclass(frozen=True)
class Row:
    person: Person
    cells: tuple[Cell, ...]


def people_for_consents(*, day, text="", group="", lack=""):
    """Working people by name, group (PeopleGroup) and what they lack (Lack) on `day`; empty means any."""
    people = search_people(with_positions(working()), text).select_related("mentor_entry", "mentee_entry")
    if group:
        people = people.filter(GROUPS[group])
    if lack == Lack.NEEDED:
        problems = [condition & ~Q(with_valid_consent(kind, day)) for kind, condition in NEEDED_BY.items()]
        people = people.filter(problems[0] | problems[1] | problems[2])
    elif lack == Lack.OUTDATED:
        people = people.filter(with_outdated_consent(day))
    elif lack:
        people = people.exclude(with_valid_consent(lack, day))
    return people


def matrix_rows(people, day) -> list[Row]:
    """A row for each of `people` (a page of them) with the latest consent of each kind; one query for all."""
    people = list(people)
    found = {}
    for consent in with_edition(Consent.objects.filter(person__in=people)).order_by("created_at", "pk"):
        key = consent.person_id, consent.kind
        found[key] = better(found.get(key), consent, day)
    return [
        Row(person, tuple(_cell(person, kind, found.get((person.pk, kind)), day) for kind in ConsentKind))
        for person in people
    ]


def needed_blanks(people, day) -> list[tuple[Person, ConsentKind]]:
    """Papers that each of `people` still has to sign: the consent to processing and those of the part in the bank.

    A valid consent is not asked for again until its last month. One query for everybody.
    """
    return [
        (row.person, cell.kind)
        for row in matrix_rows(people, day)
        for cell in row.cells
        if (cell.is_needed or cell.kind == ConsentKind.PROCESSING) and cell.state != "given"
    ]


def awaited_papers(people, kind, *, day, lack=""):
    """Of `people` those without a valid consent to the present text, whose blank is not back yet first.

    With Lack.NEEDED only those whose part in the bank needs this kind.
    """
    if lack == Lack.NEEDED:
        people = people.filter(NEEDED_BY[kind])
    blank = Exists(open_blanks().filter(kind=kind, person=OuterRef("pk")).order_by())
    return (
        people.exclude(with_current_consent(kind, day))
        .annotate(has_blank=blank)
        .order_by("-has_blank", "sort_key", "pk")
    )


def better(one, other, day):
    """Of two consents of a kind the one that tells more today: a valid one, one to the present text, the newer."""
    if one is None:
        return other
    if one.is_valid_on(day) and not other.is_valid_on(day):
        return one
    if not (one.is_valid_on(day) and other.is_valid_on(day)):
        return other
    if one.is_outdated != other.is_outdated:
        return other if one.is_outdated else one
    return one if one.valid_until > other.valid_until else other


def consent_cell(consent, kind, day, *, is_needed=False) -> Cell:
    """The state of a consent in a word: valid until, outdated, expiring, expired, withdrawn, printed, none.

    An outdated one holds, but its text has been replaced; that is known for rows of `with_edition` only.
    """
    kind = ConsentKind(kind)
    if consent is None:
        return Cell(kind, "missing" if is_needed else "none", "нет" if is_needed else "–", is_needed)
    if consent.status == ConsentStatus.PRINTED:
        return Cell(kind, "printed", "бланк напечатан", is_needed, consent)
    if consent.status == ConsentStatus.WITHDRAWN:
        return Cell(kind, "withdrawn", f"отозвано {consent.withdrawn_on:%d.%m.%Y}", is_needed, consent)
    if consent.valid_until < day:
        return Cell(kind, "expired", f"истекло {consent.valid_until:%d.%m.%Y}", is_needed, consent)
    if getattr(consent, "is_outdated", False):
        return Cell(kind, "outdated", f"прежний текст, по {consent.valid_until:%d.%m.%Y}", is_needed, consent)
    state = "expiring" if consent.valid_until <= expiring_from(day) else "given"
    return Cell(kind, state, f"по {consent.valid_until:%d.%m.%Y}", is_needed, consent)


def needed_kinds(person) -> list[ConsentKind]:
    """What the person needs for the present part in the programme (reads the bank entries of the person)."""
    kinds = []
    is_mentor, is_mentee = _is_in(person, "mentor_entry"), _is_in(person, "mentee_entry")
    if is_mentor or is_mentee:
        kinds.append(ConsentKind.PROCESSING)
    if is_mentor:
        kinds.append(ConsentKind.MENTORING)
    if is_mentee:
        kinds.append(ConsentKind.PARTICIPATION)
    return kinds


def person_cells(person, day) -> tuple[Cell, ...]:
    """The four cells of one person."""
    return matrix_rows([person], day)[0].cells


def asked_kinds(person, day) -> list[ConsentKind]:
    """Consents awaited from this person: needed by the bank or printed, and not valid on `day`."""
    return [
        cell.kind
        for cell in person_cells(person, day)
        if cell.state == "printed" or (cell.is_needed and cell.state not in ("given", "expiring"))
    ]


def _is_in(person, relation):
    entry = getattr(person, relation, None)
    return entry is not None and entry.left_on is None


def _cell(person, kind, consent, day):
    return consent_cell(consent, kind, day, is_needed=kind in needed_kinds(person))
