"""What the bank allows, and the category it proposes for a newcomer."""

from mentoring.accounts.permissions import Permission
from mentoring.templatetags.look import plural
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied
from registry.bank.enums import BankRole, MenteeCategory
from registry.bank.queries import places_taken
from registry.people.enums import PersonKind

YOUNG_AGE = 35
YOUNG_YEARS = 3
NEWCOMER_DAYS = 365

# Filled from questionnaires and talks, so kept only under a consent (L-10).
PERSONAL_TEXTS = {
    "competencies", "achievements", "qualities", "weekly_hours", "request", "request_source", "strengths", "wishes",
}  # fmt: skip
WAITS_FOR_CONSENT = (
    "Пока нет согласия на обработку персональных данных, хранятся только ФИО и должность. "
    "Внесите согласие, потом заполните анкетные сведения."
)


def may_edit_bank(user) -> Allowed | Denied:
    """The bank is kept by the curator and whoever helps with it."""
    return (
        ALLOWED
        if user.may(Permission.EDIT_BANK)
        else Denied("Банк наставников и наставляемых ведёт куратор.")
    )


def may_enter(person, role, day) -> Allowed | Denied:
    """Can this person stand in the bank of the role at all?"""
    if person.left_on and person.left_on < day:
        return Denied(f"{person.full_name}: уже не работает в школе, в банк не включить.")
    if role == BankRole.MENTOR and person.kind == PersonKind.PUPIL:
        return Denied("Обучающийся не может быть наставником педагогического работника.")
    return ALLOWED


def capacity_problem(entry, wanted: int, day) -> str:
    """Why the mentor's limit may not be `wanted`: more mentees are taken or proposed; empty when it may."""
    taken = places_taken(entry.person, day)
    if wanted >= taken or wanted >= entry.max_mentees:
        return ""
    people = plural(taken, "наставляемый,наставляемых,наставляемых")
    return (
        f"У наставника уже {people} в парах и предложениях. Поставьте не меньше {taken} "
        "или сначала завершите пару либо отзовите предложение."
    )


def age_on(person, day) -> int | None:
    """Full years on `day`, or None when the birth date is not known."""
    born = person.birth_date
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def proposed_category(person, day) -> MenteeCategory | None:
    """The category that age, experience and the date of hiring suggest; None when they suggest nothing.

    A young specialist is at most 35 years old and has worked in schools for at most three years.
    """
    age, years = age_on(person, day), person.teaching_years
    if years is not None and years <= YOUNG_YEARS and (age is None or age <= YOUNG_AGE):
        return MenteeCategory.YOUNG
    is_newcomer = person.hired_on is not None and 0 <= (day - person.hired_on).days < NEWCOMER_DAYS
    if is_newcomer and years is not None and years > YOUNG_YEARS:
        return MenteeCategory.EXPERIENCED
    return None
