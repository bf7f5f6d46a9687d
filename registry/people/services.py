"""The only writer of people: cards, positions, case forms, representatives, links to accounts."""

from datetime import date

from django.db import connection, transaction

from mentoring.accounts.services import create_account
from mentoring.language.cases import OBLIQUE_CASES, CaseForms
from mentoring.language.fullnames import normalise_name
from mentoring.language.gender import gender_from_patronymic
from mentoring.language.names import propose_name_forms
from mentoring.language.positions import propose_position_forms
from mentoring.language.titles import normalise_position
from mentoring.workflow.services import add_history, check_version, lock
from mentoring.workflow.verdicts import Refused, StaleState, require
from registry.people.enums import FormsState, PersonKind
from registry.people.models import Person, Position, Representative
from registry.people.queries import namesakes
from registry.people.rules import (
    SIGNED_FIRST,
    may_dismiss,
    may_edit_own_card,
    may_edit_people,
    may_have_representative,
    may_link_accounts,
)

NAME_FIELDS = ("last_name", "first_name", "patronymic", "gender")
CARD_FIELDS = (
    "kind", *NAME_FIELDS, "birth_date", "personnel_number", "organisation_name", "hired_on", "category",
    "category_note", "teaching_years", "total_years", "subjects", "education", "phone", "email", "note",
)  # fmt: skip
OWN_FIELDS = ("phone", "email", "education", "subjects")
REPRESENTATIVE_FIELDS = ("last_name", "first_name", "patronymic", "gender", "relation", "authority", "phone")
FORM_FIELDS = (*(case.value for case in OBLIQUE_CASES), "forms_state", "forms_review")


@transaction.atomic
def create_person(
    *,
    by,
    kind,
    last_name,
    first_name,
    patronymic="",
    gender="",
    positions=(),
    representative=None,
    is_namesake=True,
    is_signed_for=False,
    **fields,
) -> Person:
    """Make a card with positions (titles, the main one first) and proposed case forms.

    The gender left empty is taken from the patronymic; `representative` is a dict of REPRESENTATIVE_FIELDS
    for a pupil, whose card is made only when `is_signed_for`: the representative's consent is written down in the
    same transaction (the room of consents does it). With `is_namesake=False` a second card with the
    same name is not made: raises StaleState, so that a double click leaves one card. Raises Refused when
    the person may not, or when dates, organisation or personnel number do not hold.
    """
    require(may_edit_people(by))
    if kind == PersonKind.PUPIL and not is_signed_for:
        raise Refused(SIGNED_FIRST)
    values = {"kind": kind, "last_name": last_name, "first_name": first_name}
    values |= {"patronymic": patronymic, "gender": gender, **fields}
    person = Person()
    _write(person, values, CARD_FIELDS)
    if not is_namesake:
        _refuse_namesake(person)
    _refuse_contradictions(person)
    _propose_name(person)
    person.save()
    _write_positions(person, positions)
    if representative:
        save_representative(person, by=by, **representative)
    return person


@transaction.atomic
def update_person(person, *, by, version, positions=None, representative=None, **fields) -> Person:
    """Change a card; `positions` (titles, the main one first) stay as they are when None.

    A new name or gender has its case forms proposed anew, even those already checked. Nothing changed –
    nothing written. Raises StaleState when the card was saved since `version`, Refused as `create_person`.
    """
    require(may_edit_people(by))
    locked = _locked(person, version)
    if fields.get("kind") == PersonKind.PUPIL and locked.kind != PersonKind.PUPIL:
        raise Refused(SIGNED_FIRST)
    changed = _write(locked, fields, CARD_FIELDS)
    if changed:
        _refuse_contradictions(locked)
    if set(changed) & set(NAME_FIELDS):
        _propose_name(locked)
        changed = [*changed, *FORM_FIELDS]
    moved = positions is not None and _write_positions(locked, positions)
    if changed or moved:
        _save(locked, changed)
    if representative:
        save_representative(locked, by=by, **representative)
    return locked


@transaction.atomic
def set_positions(person, titles, *, by) -> Person:
    """Make these titles the person's positions, the main one first; forms of those that stay are kept."""
    require(may_edit_people(by))
    locked = lock(Person.objects, person.pk)
    if _write_positions(locked, titles):
        _save(locked, ())
    return locked


@transaction.atomic
def update_own_card(person, *, by, version, **fields) -> Person:
    """What people may mend on their own card: OWN_FIELDS only; raises Refused for another's card."""
    require(may_edit_own_card(by, person))
    locked = _locked(person, version)
    changed = _write(locked, fields, OWN_FIELDS)
    if changed:
        _save(locked, changed)
    return locked


@transaction.atomic
def propose_forms(person) -> Person:
    """Propose anew the case forms that nobody has checked, of the name and of every position."""
    locked = lock(Person.objects, person.pk)
    if locked.forms_state != FormsState.CHECKED:
        _propose_name(locked)
        locked.save(update_fields=FORM_FIELDS)
    for position in locked.positions.exclude(forms_state=FormsState.CHECKED):
        _propose_title(position)
        position.save(update_fields=FORM_FIELDS)
    return locked


@transaction.atomic
def confirm_person_forms(person, *, by, genitive, dative, accusative, instrumental, version=None) -> Person:
    """Somebody has looked at the forms of a name: from now on papers use exactly these.

    Raises StaleState when the card was saved since `version` (checked if given), Refused when a form has
    not as many words as the name, because papers cut the surname out of it.
    """
    require(may_edit_people(by))
    locked = _locked(person, version)
    forms = CaseForms(
        nominative=locked.full_name,
        genitive=genitive, dative=dative, accusative=accusative, instrumental=instrumental,
    )  # fmt: skip
    words = len(locked.full_name.split())
    if any(len(forms.in_case(case).split()) != words for case in OBLIQUE_CASES):
        raise Refused(f"В каждой форме должно быть столько же слов, сколько в имени «{locked.full_name}».")
    _store(locked, forms, FormsState.CHECKED)
    _save(locked, FORM_FIELDS)
    told = ["forms_state"]
    add_history(locked, by=by, action="confirm_forms", sentence="проверено склонение имени", tells=told)
    return locked


@transaction.atomic
def confirm_position_forms(
    position, *, by, genitive, dative, accusative, instrumental, version=None
) -> Position:
    """Somebody has looked at the forms of a position; `version` is that of the person's card.

    Raises StaleState when the card was saved since, Refused when a form is empty.
    """
    require(may_edit_people(by))
    owner = _locked(position.person, version)
    locked = lock(Position.objects, position.pk)
    forms = CaseForms(
        nominative=locked.title,
        genitive=genitive, dative=dative, accusative=accusative, instrumental=instrumental,
    )  # fmt: skip
    if not all(forms.in_case(case).strip() for case in OBLIQUE_CASES):
        raise Refused("Впишите должность во всех четырёх падежах.")
    _store(locked, forms, FormsState.CHECKED)
    locked.save(update_fields=FORM_FIELDS)
    _save(owner, ())
    sentence = f"проверено склонение должности «{locked.title}»"
    add_history(owner, by=by, action="confirm_forms", sentence=sentence)
    return locked


@transaction.atomic
def confirm_all_forms(person, *, by, version, name=None, positions=None) -> Person:
    """Confirm the name and every position at once: what the page of case forms does.

    `name` is a dict of the four forms and `positions` a dict from position number to such dicts; what is
    not given is confirmed as it stands. Raises as `confirm_person_forms` and `confirm_position_forms`.
    """
    require(may_edit_people(by))
    locked = _locked(person, version)
    confirm_person_forms(locked, by=by, **(name or stored_forms(locked)))
    for position in locked.positions.all():
        given = (positions or {}).get(position.pk)
        confirm_position_forms(position, by=by, **(given or stored_forms(position)))
    locked.refresh_from_db()
    return locked


@transaction.atomic
def save_representative(pupil, *, by, **fields) -> Representative:
    """Write down the pupil's legal representative, one for each pupil; raises Refused for others."""
    require(may_edit_people(by))
    locked = lock(Person.objects, pupil.pk)
    require(may_have_representative(locked))
    representative = Representative.objects.filter(pupil=locked).first() or Representative(pupil=locked)
    _write(representative, fields, REPRESENTATIVE_FIELDS)
    representative.save()
    return representative


@transaction.atomic
def dismiss_person(person, *, by, on: date) -> Person:
    """Note the day from which the person no longer works here; the card and its history stay."""
    locked = lock(Person.objects, person.pk)
    require(may_edit_people(by))
    if locked.left_on:
        raise StaleState(may_dismiss(by, locked).reason)
    locked.left_on = on
    _refuse_contradictions(locked)
    _save(locked, ["left_on"])
    sentence = f"отмечено увольнение: {on:%d.%m.%Y}"
    add_history(locked, by=by, action="dismiss", sentence=sentence, tells=["left_on"])
    return locked


@transaction.atomic
def reinstate_person(person, *, by) -> Person:
    """Take a dismissal back: it was noted by mistake, or the person has come back."""
    require(may_edit_people(by))
    locked = lock(Person.objects, person.pk)
    if not locked.left_on:
        raise StaleState("Отметки об увольнении уже нет.")
    locked.left_on = None
    _save(locked, ["left_on"])
    sentence = "отметка об увольнении снята"
    add_history(locked, by=by, action="reinstate", sentence=sentence, tells=["left_on"])
    return locked


@transaction.atomic
def link_account(person, user, *, by) -> Person:
    """Say that this account belongs to this person; None takes the link away.

    Raises Refused when the account is somebody else's or the person already has another one.
    """
    require(may_link_accounts(by))
    locked = lock(Person.objects, person.pk)
    if user is not None:
        owner = Person.objects.filter(user=user).exclude(pk=locked.pk).first()
        if owner:
            raise Refused(f"Учётная запись «{user.username}» уже связана с карточкой: {owner.full_name}.")
        if locked.user_id not in (None, user.pk):
            raise Refused("У этого человека уже есть учётная запись. Сначала снимите прежнюю связь.")
    locked.user = user
    _save(locked, ["user"])
    sentence = f"связана учётная запись «{user.username}»" if user else "связь с учётной записью снята"
    add_history(locked, by=by, action="link_account", sentence=sentence, tells=["user"])
    return locked


@transaction.atomic
def open_account(person, *, by, username, email="") -> Person:
    """Make an account without a password for this person and link it to the card.

    Raises Refused when the person has an account already, ValidationError when the name is taken or malformed.
    """
    require(may_link_accounts(by))
    user = create_account(by=by, username=username, display_name=person.full_name, email=email)
    return link_account(person, user, by=by)


def stored_forms(owner: Person | Position) -> dict[str, str]:
    """The four stored case forms by the names of their fields."""
    return {case.value: getattr(owner, case.value) for case in OBLIQUE_CASES}


def _locked(person, version):
    locked = lock(Person.objects, person.pk)
    if version is not None:
        check_version(locked, version, "Карточка")
    return locked


def _save(person, changed):
    person.version += 1
    person.save(update_fields=[*changed, "version"])
    if set(changed) & set(NAME_FIELDS):
        person.refresh_from_db(fields=["sort_key"])


def _write(obj, values, allowed):
    """Set cleaned values and return the names of those that changed; raises TypeError for a foreign name."""
    unknown = set(values) - set(allowed)
    if unknown:
        raise TypeError(f"{type(obj).__name__}: fields cannot be set here: {', '.join(sorted(unknown))}")
    cleaned = {name: _cleaned(name, value) for name, value in values.items()}
    if cleaned.keys() & {"gender", "patronymic"} and not cleaned.get("gender", obj.gender):
        cleaned["gender"] = gender_from_patronymic(cleaned.get("patronymic", obj.patronymic))
    changed = [name for name, value in cleaned.items() if getattr(obj, name) != value]
    for name in changed:
        setattr(obj, name, cleaned[name])
    return changed


def _cleaned(name, value):
    if name in ("last_name", "first_name", "patronymic"):
        return normalise_name(value or "")
    return value.strip() if isinstance(value, str) else value


def _write_positions(person, titles):
    """Make the list of titles true; tells whether anything changed."""
    wanted = list(dict.fromkeys(filter(None, map(normalise_position, titles))))
    present = {position.title: position for position in person.positions.all()}
    main = next((title for title, position in present.items() if position.is_main), None)
    if set(wanted) == set(present) and main == (wanted[0] if wanted else None):
        return False
    for title in present.keys() - set(wanted):
        present.pop(title).delete()
    # First nobody is main: a moment with two main positions is forbidden by the database.
    for position in present.values():
        if position.is_main and position.title != wanted[0]:
            position.is_main = False
            position.save(update_fields=["is_main"])
    for number, title in enumerate(wanted):
        _write_position(person, present.get(title), title, is_main=number == 0)
    return True


def _write_position(person, position, title, *, is_main):
    if position is None:
        position = Position(person=person, title=title, is_main=is_main)
        _propose_title(position)
        position.save()
    elif position.is_main != is_main:
        position.is_main = is_main
        position.save(update_fields=["is_main"])


def _propose_name(person):
    parts = (person.last_name, person.first_name, person.patronymic)
    _store_proposal(person, propose_name_forms(*parts, person.gender))


def _propose_title(position):
    _store_proposal(position, propose_position_forms(position.title))


def _store_proposal(obj, forms):
    _store(obj, forms, FormsState.REVIEW if forms.needs_review else FormsState.AUTO)
    obj.forms_review = "\n".join(forms.review)


def _store(obj, forms, state):
    for case in OBLIQUE_CASES:
        setattr(obj, case.value, " ".join(forms.in_case(case).split()))
    obj.forms_state, obj.forms_review = state, ""


def _refuse_namesake(person):
    # Two clicks at once would both find nobody: the second waits here for the first to be saved.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [person.full_name.lower()])
    found = namesakes(person.last_name, person.first_name, person.patronymic).first()
    if found:
        raise StaleState(
            f"Карточка с именем «{found.full_name}» уже есть. Если это однофамилец, отметьте это."
        )


def _refuse_contradictions(person):
    """What the database would forbid, as sentences."""
    if not person.last_name or not person.first_name:
        raise Refused("Впишите фамилию и имя.")
    if person.kind == PersonKind.EXTERNAL and not person.organisation_name:
        raise Refused("Укажите, из какой организации этот человек.")
    if person.birth_date and person.hired_on and person.hired_on <= person.birth_date:
        raise Refused("Дата приёма раньше даты рождения.")
    if person.hired_on and person.left_on and person.left_on < person.hired_on:
        raise Refused("Дата увольнения раньше даты приёма.")
    number = person.personnel_number
    owner = Person.objects.filter(personnel_number=number).exclude(pk=person.pk).first() if number else None
    if owner:
        raise Refused(f"Табельный номер {number} уже у другого человека: {owner.full_name}.")
