from mentoring.accounts.models import User
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied
from registry.people.enums import PersonKind
from registry.people.models import Person

SIGNED_FIRST = (
    "Обучающегося вносят вместе с подписанным согласием его законного представителя: "
    "«Согласия» → «Ещё» → «Внести обучающегося»."
)


def may_edit_people(user: User) -> Allowed | Denied:
    """May this person make and change cards?"""
    if user.may(Permission.EDIT_PEOPLE):
        return ALLOWED
    return Denied("Карточки людей ведёт куратор. Если что-то неверно, скажите ему.")


def may_edit_own_card(user: User, person: Person) -> Allowed | Denied:
    """May this person mend the contacts and subjects of this card as of the own one?"""
    if person.user_id is not None and person.user_id == user.pk:
        return ALLOWED
    return Denied("Изменить эти данные может только сам человек или куратор.")


def may_link_accounts(user: User) -> Allowed | Denied:
    """May this person say whose account is whose?"""
    if user.may(Permission.MANAGE_ACCOUNTS):
        return ALLOWED
    return Denied("Учётные записи ведёт системный администратор. Обратитесь к нему.")


def may_dismiss(user: User, person: Person) -> Allowed | Denied:
    """May this person note that the other one no longer works here?"""
    allowed = may_edit_people(user)
    if not allowed:
        return allowed
    if person.left_on:
        return Denied(f"Увольнение уже отмечено: {person.left_on:%d.%m.%Y}.")
    return ALLOWED


def may_have_representative(person: Person) -> Allowed | Denied:
    """Only a pupil has a legal representative (152-ФЗ, ст. 9 ч. 6)."""
    if person.kind == PersonKind.PUPIL:
        return ALLOWED
    return Denied("Законный представитель указывается только для обучающегося.")
