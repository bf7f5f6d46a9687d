"""Who may ask, answer, destroy and open what is blocked."""

from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied
from programs.programmes.models import Programme
from registry.pairs.enums import MentorshipStatus
from registry.pairs.models import Mentorship

OVER = (MentorshipStatus.ENDED, MentorshipStatus.DECLINED)


def may_keep(user) -> Allowed | Denied:
    """May this user answer requests about personal data and destroy data?"""
    if user.may(Permission.KEEP_PERSONAL_DATA):
        return ALLOWED
    return Denied("На обращения о персональных данных отвечает куратор или директор.")


def may_ask(user, person) -> Allowed | Denied:
    """May this user write down a request of this person: the person, or the curator by a paper?"""
    if person.erased_on:
        return Denied("Данные этого человека уже уничтожены.")
    if person.user_id is not None and person.user_id == user.pk:
        return ALLOWED
    return may_keep(user)


def may_see_log(user) -> Allowed | Denied:
    """May this user see who touched whose data?"""
    if user.may(Permission.VIEW_ACCESS_LOG):
        return ALLOWED
    return Denied("Кто обращался к данным других людей, видят директор, куратор и администратор.")


def may_erase(user, person) -> Allowed | Denied:
    """May the data of this person be destroyed now? What is still going on has to be ended first."""
    allowed = may_keep(user)
    if not allowed:
        return allowed
    if person.erased_on:
        return Denied(f"Данные уже уничтожены {person.erased_on:%d.%m.%Y}.")
    problems = tuple(_hindrances(person))
    return Denied("Сначала завершите то, что ещё продолжается.", problems) if problems else ALLOWED


def _hindrances(person):
    for pair in Mentorship.objects.filter(participants__person=person).exclude(status__in=OVER).distinct():
        yield f"Пара или группа № {pair.pk} ({pair.get_status_display()}): завершите её или снимите предложение."
    programmes = Programme.objects.filter(mentorship__participants__person=person, ended_on__isnull=True)
    for programme in programmes.distinct():
        yield f"Программа № {programme.pk} ({programme.get_status_display()}): завершите её."
    if person.user is not None and person.user.current_roles:
        roles = ", ".join(sorted(role.label for role in person.user.current_roles))
        yield f"У учётной записи есть роли: {roles}. Снимите их."
