"""Destroying what the cards hold of one person."""

import hashlib
from dataclasses import dataclass

from django.utils import timezone

from mentoring.accounts.erasure import Words, erase_account, erase_history, erase_rows
from mentoring.language.folding import fold_key
from mentoring.language.initials import short_form
from registry.people.models import FormsState, Person, Position, Representative, StaffImportRow

EMPTY = (
    "gender", "personnel_number", "category", "category_note", "subjects", "education", "phone", "email", "note",
    "genitive", "dative", "accusative", "instrumental", "forms_review", "patronymic",
)  # fmt: skip
CASES = ("genitive", "dative", "accusative", "instrumental")
UNKNOWN = ("birth_date", "hired_on", "teaching_years", "total_years", "user")
ROW_GONE = {"cells": [], "values": {}, "repairs": [], "warnings": [], "errors": [], "changes": []}


def mark_of(person: Person) -> str:
    """What the erase list keeps instead of a name: a hash of the card's random number."""
    return hashlib.sha256(str(person.uid).encode()).hexdigest()


@dataclass(frozen=True)
class Names:
    """How a person is named in texts, from the surest to the loosest.

    `full` holds whole names in every case, the phone and the address: nobody else is meant, wherever they stand.
    `short` also holds initials. `any` also holds the bare surname: only for texts that are about this person, since
    elsewhere it may be a namesake's.
    """

    full: Words
    short: Words
    any: Words


def names_of(person: Person) -> Names:
    """Every way in which the person, or a pupil's representative, may be named."""
    full, short, bare = [], [], []
    for who in [person, *Representative.objects.filter(pupil=person)]:
        forms = [str(who), *(getattr(who, case, "") for case in CASES)]
        names = {"surname": who.last_name, "first_name": who.first_name, "patronymic": who.patronymic}
        for form in filter(None, forms):
            full.append(form)
            short += [short_form(form, before=before, **names) for before in (True, False)]
            bare.append(" ".join(form.split()[: len(who.last_name.split())]))
        full += [who.phone, getattr(who, "email", "")]
        bare += [f"{who.first_name} {who.patronymic}".strip()]
    short += [phrase.replace("\xa0", "") for phrase in short]
    return Names(Words(full), Words([*full, *short]), Words([*full, *short, *bare]))


def erase_card(person: Person, *, record) -> None:
    """Empty the card, its positions, representative, rows of loaded lists, account and all their history."""
    _erase_import_rows(person)
    user = person.user
    positions = list(person.positions.values_list("pk", flat=True))
    representatives = list(Representative.objects.filter(pupil=person).values_list("pk", flat=True))
    Position.objects.filter(pk__in=positions).delete()
    Representative.objects.filter(pk__in=representatives).delete()
    _empty(person)
    if user is not None:
        erase_account(user, record=record)
    erase_history(record, Position, positions)
    erase_history(record, Representative, representatives)
    erase_history(record, Person, [person.pk])
    erase_rows(record, Position.pgh_event_model, "person_id", [person.pk])


def _empty(person):
    person.last_name, person.first_name = "Человек", f"№ {person.pk}"
    for name in EMPTY:
        setattr(person, name, "")
    for name in UNKNOWN:
        setattr(person, name, None)
    person.organisation_name = "–" if person.organisation_name else ""
    person.forms_state = FormsState.AUTO
    today = timezone.localdate()
    person.left_on, person.erased_on = person.left_on or today, today
    person.version += 1
    person.save()


def _erase_import_rows(person):
    surname, name = fold_key(person.last_name), fold_key(person.first_name)
    for row in StaffImportRow.objects.exclude(cells=[]).iterator():
        text = fold_key(f"{row.cells} {row.values}")
        if row.person_id == person.pk or (surname in text and name in text):
            StaffImportRow.objects.filter(pk=row.pk).update(**ROW_GONE)
