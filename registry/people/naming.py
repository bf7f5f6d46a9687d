"""How a person and a position are written in a paper: stored case forms, never declined anew."""

from mentoring.language.cases import Case
from mentoring.language.initials import short_form
from registry.people.models import Person, Position


def full_name_in_case(person: Person, case: Case) -> str:
    """«Петрову Марию Сергеевну»: the stored form; the nominative comes from the fields of the card."""
    return _in_case(person, case, person.full_name)


def surname_with_initials(person: Person, case: Case, *, before: bool = False) -> str:
    """«Петрову М. С.», or «М. С. Петрову» with `before`; glued by non-breaking spaces.

    The surname is cut from the stored full form, so a form mended by hand holds here too.
    """
    return short_form(
        full_name_in_case(person, case),
        surname=person.last_name,
        first_name=person.first_name,
        patronymic=person.patronymic,
        before=before,
    )


def position_in_case(owner: Person | Position, case: Case) -> str:
    """«учителю математики»: the stored form of a position, or of a person's main one; empty without one."""
    position = owner.main_position if isinstance(owner, Person) else owner
    return _in_case(position, case, position.title) if position else ""


def naming_problems(person: Person) -> list[str]:
    """Russian sentences why this person cannot yet stand in a paper; an empty list when nothing hinders."""
    name = person.short_name
    problems = []
    if person.forms_need_review:
        problems.append(f"{name}: проверьте склонение имени{_because(person)}.")
    position = person.main_position
    if position is None and person.is_employee:
        problems.append(f"{name}: в карточке не указана должность.")
    if position is not None and position.forms_need_review:
        problems.append(f"{name}: проверьте склонение должности «{position.title}»{_because(position)}.")
    return problems


def _in_case(owner: Person | Position, case: Case, nominative: str) -> str:
    return nominative if case == Case.NOMINATIVE else getattr(owner, case.value) or nominative


def _because(owner: Person | Position) -> str:
    reasons = "; ".join(owner.forms_review.splitlines())
    return f" ({reasons})" if reasons else ""
