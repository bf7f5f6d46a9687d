"""The only writer of the banks of mentors and mentees."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from mentoring.workflow.services import CREATION, add_history, check_version, lock
from mentoring.workflow.verdicts import Refused, StaleState, require
from registry.bank.enums import BankRole, MenteeCategory
from registry.bank.models import MenteeEntry, MentorEntry
from registry.bank.queries import MODELS
from registry.bank.rules import (
    PERSONAL_TEXTS,
    WAITS_FOR_CONSENT,
    capacity_problem,
    may_edit_bank,
    may_enter,
    proposed_category,
)
from registry.consents.enums import ConsentKind
from registry.consents.queries import has_valid_consent
from registry.people.models import Person


@dataclass(frozen=True)
class EnteredMany:
    """What came of entering many people: entries made, and who was refused and why."""

    entered: tuple
    refused: tuple[tuple[Person, str], ...]


@transaction.atomic
def enter_mentor(
    person, *, by, directions=(), forms=(), kinds=(), max_mentees=2, entered_on=None, **details
) -> MentorEntry:
    """Put a person into the bank of mentors; without a consent to processing the entry waits for it.

    `details` are further fields of MentorEntry. Raises Refused for who may not be entered or for personal texts
    without a consent (L-10), StaleState when the person is in the bank already.
    """
    lists = {"directions": directions, "forms": forms, "kinds": kinds}
    return _enter(BankRole.MENTOR, person, by, entered_on, {"max_mentees": max_mentees, **details}, lists)


@transaction.atomic
def enter_mentee(
    person, *, by, category, request="", directions=(), entered_on=None, **details
) -> MenteeEntry:
    """Put a person into the bank of mentees with the category and the professional request (Положение, п. 3.4, 3.5).

    `details` are further fields of MenteeEntry. Raises as `enter_mentor` does.
    """
    fields = {"category": MenteeCategory(category), "request": request, **details}
    return _enter(BankRole.MENTEE, person, by, entered_on, fields, {"directions": directions})


def enter_many(people, role, *, by, category="") -> EnteredMany:
    """Put several people into one bank at once; for mentees the category is proposed or, failing that, `category`."""
    entered: list[MentorEntry | MenteeEntry] = []
    refused = []
    day = timezone.localdate()
    for person in people:
        try:
            if role == BankRole.MENTOR:
                entered.append(enter_mentor(person, by=by))
            else:
                proposed = proposed_category(person, day) or category
                entered.append(enter_mentee(person, by=by, category=proposed))
        except Refused as refusal:
            refused.append((person, refusal.reason))
    return EnteredMany(tuple(entered), tuple(refused))


@transaction.atomic
def update_mentor(entry, *, by, version, **fields) -> MentorEntry:
    """Change an entry of the bank of mentors; raises Refused or StaleState (the page is old).

    The limit of mentees cannot fall below those who are taken or proposed already.
    """
    return _update(entry, by, version, fields, ("directions", "forms", "kinds"))


@transaction.atomic
def update_mentee(entry, *, by, version, **fields) -> MenteeEntry:
    """Change an entry of the bank of mentees; raises Refused or StaleState (the page is old)."""
    return _update(entry, by, version, fields, ("directions",))


@transaction.atomic
def mark_reviewed(entry, *, by, on=None):
    """Write down that the entry was looked through and is up to date (Положение, п. 3.4: не реже раза в год)."""
    entry = _lock_entry(entry, by)
    on = on or timezone.localdate()
    if on > timezone.localdate():
        raise Refused("Дата актуализации ещё не наступила. Укажите сегодняшнюю или прошедшую дату.")
    if entry.has_left:
        raise StaleState("Запись исключена из банка. Сначала верните её, потом отметьте актуализацию.")
    if on > entry.reviewed_on:
        entry.reviewed_on = on
        entry.save(update_fields=["reviewed_on"])
        sentence = f"запись актуализирована {on:%d.%m.%Y}"
        add_history(entry, by=by, action="review", sentence=sentence, tells=["reviewed_on"])
    return entry


@transaction.atomic
def leave_bank(entry, *, by, on, reason):
    """Take a person out of the bank from a date; the entry stays for history and can be returned.

    Raises Refused without a reason or with a wrong date, StaleState when it is out already.
    """
    entry = _lock_entry(entry, by)
    if entry.has_left:
        raise StaleState(f"Запись уже исключена из банка {entry.left_on:%d.%m.%Y}. Обновите страницу.")
    if not reason.strip():
        raise Refused("Напишите, почему запись исключается из банка: причина останется в истории.")
    if on > timezone.localdate():
        raise Refused("Дата исключения ещё не наступила. Укажите сегодняшнюю или прошедшую дату.")
    if on < entry.entered_on:
        raise Refused(f"Дата исключения раньше даты включения ({entry.entered_on:%d.%m.%Y}). Проверьте дату.")
    entry.left_on, entry.left_reason = on, reason.strip()
    entry.version += 1
    entry.save(update_fields=["left_on", "left_reason", "version"])
    sentence = f"исключение из банка {on:%d.%m.%Y}"
    tells = ["left_on", "left_reason"]
    add_history(entry, by=by, action="leave", sentence=sentence, comment=reason, tells=tells)
    return entry


@transaction.atomic
def return_to_bank(entry, *, by, on=None):
    """Bring an entry back; raises Refused when the person left the school, StaleState when it is in the bank."""
    entry = _lock_entry(entry, by)
    on = on or timezone.localdate()
    if not entry.has_left:
        raise StaleState("Запись уже в банке. Обновите страницу.")
    require(may_enter(entry.person, _role_of(entry), on))
    if on > timezone.localdate() or on < entry.left_on:
        raise Refused("Дата возвращения должна быть не раньше исключения и не позже сегодняшнего дня.")
    entry.left_on, entry.left_reason, entry.reviewed_on = None, "", on
    entry.version += 1
    entry.save(update_fields=["left_on", "left_reason", "reviewed_on", "version"])
    sentence = f"возвращение в банк {on:%d.%m.%Y}"
    tells = ["left_on", "left_reason", "reviewed_on"]
    add_history(entry, by=by, action="return", sentence=sentence, tells=tells)
    return entry


def _role_of(entry):
    return BankRole.MENTOR if isinstance(entry, MentorEntry) else BankRole.MENTEE


def _lock_entry(entry, by):
    require(may_edit_bank(by))
    return lock(type(entry).objects.select_related("person"), entry.pk)


def _enter(role, person, by, entered_on, fields, lists):
    model: Any = MODELS[role]
    require(may_edit_bank(by))
    today = timezone.localdate()
    entered_on = entered_on or today
    # Two curators pressing at once meet here, so the second is told instead of failing on the constraint.
    person = lock(Person.objects.all(), person.pk)
    require(may_enter(person, role, entered_on))
    if entered_on > today:
        raise Refused("Дата включения ещё не наступила. Укажите сегодняшнюю или прошедшую дату.")
    if model.objects.filter(person=person).exists():
        raise StaleState(f"{person.full_name}: уже есть в этом банке. Откройте запись и измените её.")
    _require_consent_for_texts(person, fields)
    entry = model(person=person, entered_on=entered_on, reviewed_on=entered_on, **fields)
    _check_capacity(entry)
    entry.save()
    for name, rows in lists.items():
        getattr(entry, name).add(*rows)
    sentence = f"включение в банк {entered_on:%d.%m.%Y}"
    add_history(entry, by=by, action="enter", sentence=sentence, tells=[CREATION])
    return entry


def _update(entry, by, version, fields, list_names):
    entry = _lock_entry(entry, by)
    check_version(entry, version, "Запись банка")
    if entry.has_left:
        raise StaleState("Запись исключена из банка. Сначала верните её, потом изменяйте.")
    lists = {name: fields.pop(name) for name in list_names if name in fields}
    _require_consent_for_texts(entry.person, fields)
    if "max_mentees" in fields:
        _require_room_for_the_present(entry, fields["max_mentees"])
    for name, value in fields.items():
        setattr(entry, name, value)
    _check_capacity(entry)
    entry.version += 1
    entry.save(update_fields=[*fields, "version"])
    for name, rows in lists.items():
        _set_list(entry, name, rows, by)
    return entry


def _set_list(entry, name, rows, by):
    # History of fields does not see lists, so a changed list writes its own line.
    before = {row.pk for row in getattr(entry, name).all()}
    rows = list(rows)
    if before == {row.pk for row in rows}:
        return
    getattr(entry, name).set(rows)
    label = entry._meta.get_field(name).verbose_name
    names = ", ".join(str(row) for row in rows) or "пусто"
    sentence = f"изменено: «{label}» – {names}"
    add_history(
        entry, by=by, action="edit", sentence=sentence if len(sentence) <= 300 else sentence[:299] + "…"
    )


def _require_consent_for_texts(person, fields):
    has_texts = any(fields.get(name) for name in PERSONAL_TEXTS)
    if has_texts and not has_valid_consent(person, ConsentKind.PROCESSING, timezone.localdate()):
        raise Refused(WAITS_FOR_CONSENT)


def _require_room_for_the_present(entry, wanted):
    # A proposal locks this entry too before it takes a place, so the load cannot grow meanwhile (E4).
    problem = capacity_problem(entry, wanted, timezone.localdate())
    if problem:
        raise Refused(problem)


def _check_capacity(entry):
    capacity = getattr(entry, "max_mentees", 1)
    if not 1 <= capacity <= 30:
        raise Refused("У наставника может быть от 1 до 30 наставляемых. Исправьте число.")
