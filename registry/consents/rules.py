"""Who may do what with a consent, and when; each answer is also the reason of a disabled button."""

from datetime import date, timedelta

from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.school.queries import year_end
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied
from registry.consents.enums import ConsentChannel, ConsentKind, DistributionField
from registry.consents.queries import valid_consent
from registry.people.enums import PersonKind
from registry.people.models import Representative

# The law on personal data is in force from this day: an earlier date is a slip of the pen.
LAW_IN_FORCE = date(2007, 1, 26)
LONGEST_TERM = timedelta(days=5 * 366)
TOO_SHORT = timedelta(days=30)

NO_REPRESENTATIVE = (
    "За обучающегося согласие подписывает законный представитель (152-ФЗ, ст. 9, ч. 6). "
    "Сначала внесите представителя в карточку обучающегося."
)


def default_valid_until(given_on: date) -> date:
    """The 31 August that ends the school year (Положение: согласие ежегодно).

    A consent taken in August is for the year that is about to begin, so it holds until the next 31 August.
    """
    end = year_end(given_on)
    return end if end - given_on > TOO_SHORT else year_end(end + timedelta(days=1))


def is_own(user, person) -> bool:
    """Is this the person of the account?"""
    return person.user_id is not None and person.user_id == user.pk


def may_prepare(user, person, kind) -> Allowed | Denied:
    """May this blank be printed by this user?"""
    if not (user.may(Permission.EDIT_CONSENTS) or is_own(user, person)):
        return Denied("Бланки согласий готовит куратор; вы можете распечатать только свои.")
    return suits_person(person, kind)


def suits_person(person, kind) -> Allowed | Denied:
    """Can this person give this kind of consent at all?"""
    if person.kind != PersonKind.PUPIL:
        return ALLOWED
    if kind == ConsentKind.MENTORING:
        return Denied("Обучающийся не может быть наставником педагогического работника.")
    if not Representative.objects.filter(pupil=person).exists():
        return Denied(NO_REPRESENTATIVE)
    return ALLOWED


def may_give(user, person, kind, channel) -> Allowed | Denied:
    """May this user write down this consent? On screen only one's own, from paper only the curator."""
    if channel == ConsentChannel.SCREEN:
        if not is_own(user, person):
            return Denied(
                "На экране каждый даёт согласие только за себя. За другого внесите согласие с бумаги."
            )
        if person.kind == PersonKind.PUPIL:
            return Denied("За обучающегося согласие подписывает законный представитель на бумаге.")
    elif not user.may(Permission.EDIT_CONSENTS):
        return Denied("Согласия, полученные на бумаге, вносит куратор.")
    return suits_person(person, kind)


def may_withdraw(user, consent) -> Allowed | Denied:
    """Only the person withdraws, or the curator by the person's paper (152-ФЗ, ст. 9, ч. 2)."""
    if user.may(Permission.EDIT_CONSENTS) or is_own(user, consent.person):
        return ALLOWED
    return Denied("Отозвать согласие может только тот, кто его дал, или куратор по его заявлению.")


def may_keep(user, consent) -> Allowed | Denied:
    """May this user attach scans and discard blanks?"""
    if user.may(Permission.EDIT_CONSENTS):
        return ALLOWED
    return Denied("Бланки и сканы согласий ведёт куратор.")


def date_problems(person, given_on, valid_until) -> list[str]:
    """What is wrong with the dates of a consent, as sentences; empty when nothing is."""
    problems = []
    if given_on > timezone.localdate():
        problems.append("Дата согласия ещё не наступила. Укажите дату, которая стоит под подписью.")
    if given_on < LAW_IN_FORCE:
        problems.append(
            "Дата согласия раньше 26.01.2007, когда начал действовать закон о персональных данных."
        )
    elif person.birth_date and given_on <= person.birth_date:
        problems.append("Дата согласия раньше даты рождения этого человека. Проверьте обе даты.")
    if valid_until < given_on:
        problems.append("Срок действия кончается раньше даты согласия.")
    elif valid_until - given_on > LONGEST_TERM:
        problems.append(
            "Срок действия больше пяти лет. Согласие продлевают ежегодно: укажите ближайшее 31 августа."
        )
    return problems


def field_problems(kind, fields_allowed) -> list[str]:
    """Distribution is allowed field by field; other kinds have no fields (152-ФЗ, ст. 10.1)."""
    if kind != ConsentKind.DISTRIBUTION:
        return ["Перечень данных отмечают только в согласии на распространение."] if fields_allowed else []
    if not set(fields_allowed) <= set(DistributionField.values):
        return ["В перечне данных есть то, чего нет в бланке согласия."]
    if not fields_allowed:
        return ["Отметьте хотя бы один вид данных. Если распространять нельзя ничего, согласие не нужно."]
    return []


def renewal_problem(person, kind, given_on, valid_until, *, text, channel) -> str:
    """Why a further consent would add nothing to the one that is valid; empty when it would.

    A later edition of the text is signed anew. The same paper entered twice has the same date, so on paper it adds
    something only from a later day.
    """
    present = valid_consent(person, kind, given_on)
    if present is None or present.valid_until < valid_until:
        return ""
    is_later = channel == ConsentChannel.SCREEN or given_on > present.given_on
    if text.version > present.text.version and is_later:
        return ""
    advice = (
        " Чтобы изменить перечень данных, сначала отзовите прежнее согласие."
        if kind == ConsentKind.DISTRIBUTION
        else ""
    )
    return (
        f"Такое согласие уже есть: от {present.given_on:%d.%m.%Y}, действует по "
        f"{present.valid_until:%d.%m.%Y}.{advice}"
    )


CONSEQUENCES = {
    ConsentKind.PROCESSING: (
        "Человек сразу выходит из активного банка: предложить его в пару или включить в приказ нельзя.",
        "В банке остаются видны только ФИО и должность.",
        "Действующая пара сама не прекращается: решите это с директором и куратором.",
        "Подписанные приказы и документы, которые закон обязывает хранить, остаются.",
    ),
    ConsentKind.MENTORING: (
        "Новые пары и группы с этим наставником оформить нельзя.",
        "От порученного наставничества отказываются, предупредив директора не менее чем за три рабочих дня "
        "(ТК РФ, ст. 351.8).",
    ),
    ConsentKind.PARTICIPATION: (
        "Новые пары и группы с этим наставляемым оформить нельзя.",
        "Действующая пара сама не прекращается: решите это с куратором.",
    ),
    ConsentKind.DISTRIBUTION: (
        "Новых публикаций с данными этого человека не будет.",
        "То, что уже на сайте, убирают в течение трёх рабочих дней.",
    ),
}


def withdrawal_consequences(kind) -> tuple[str, ...]:
    """What follows from withdrawing a consent of the kind, as sentences for the confirm page."""
    return CONSEQUENCES[ConsentKind(kind)]
