"""«Документы наставника» on the card of a pair: what must be on paper before the work begins (L-01 – L-03, L-07)."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from mentoring.accounts.permissions import Permission
from mentoring.language.numbers import days_phrase
from mentoring.school.models import Organisation
from mentoring.templatetags.look import ru_date
from registry.consents.enums import ConsentKind
from registry.consents.queries import valid_consents
from registry.pairs.models import Mentorship
from roadmap.agreements.enums import AgreementKind, AgreementStatus
from roadmap.agreements.models import Agreement
from roadmap.agreements.queries import NEEDED_STATES, open_agreement

S = AgreementStatus


@dataclass(frozen=True)
class Line:
    """One paper: what it is, how it stands, whether all is well, the page where it is dealt with."""

    what: str
    state: str
    is_done: bool
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Checklist:
    """The lines and, when the day comes near, a warning above them."""

    lines: tuple[Line, ...]
    warning: str = ""


def checklist(mentorship: Mentorship, user, day: date, *, card: Organisation | None) -> Checklist | None:
    """For those who prepare papers and for the mentor; None for anybody else, or where no work is agreed.

    `card` is the school's card, which every page has read already.
    """
    mentor = mentorship.last_mentor
    prepares = user.may(Permission.DRAFT_ORDERS)
    is_own = mentor is not None and mentor.user_id is not None and mentor.user_id == user.pk
    if mentor is None or mentorship.status not in NEEDED_STATES or not (prepares or is_own):
        return None
    agreement = open_agreement(mentorship, mentor)
    lines = [_agreement_line(mentorship, mentor, agreement, prepares)]
    if prepares:
        lines = [*_consents(mentorship, day), *lines]
    is_signed = agreement is not None and agreement.status == S.SIGNED
    return Checklist(tuple(lines), "" if is_signed or not prepares else _warning(mentorship, day, card))


def _consents(mentorship: Mentorship, day: date):
    wanted = [(mentorship.last_mentor, ConsentKind.MENTORING)]
    wanted += [(person, ConsentKind.PARTICIPATION) for person in mentorship.mentees]
    found = {
        (row.person_id, row.kind): row
        for row in valid_consents(day)
        .filter(person__in=[person for person, _ in wanted])
        .order_by("given_on")
    }
    for person, kind in wanted:
        row = found.get((person.pk, kind))
        state = f"от {ru_date(row.given_on)}" if row else "нет"
        what = f"{kind.label[:1].upper()}{kind.label[1:]}: {person.short_name}"
        yield Line(what, state, row is not None, reverse("consents:person", args=[person.pk]), "К согласиям")


def _agreement_line(mentorship, mentor, agreement: Agreement | None, prepares: bool) -> Line:
    kind = AgreementKind.AMENDMENT if mentor.is_employee else AgreementKind.CONTRACT
    what = kind.label[:1].upper() + kind.label[1:]
    if agreement is None or (agreement.status == S.DRAFT and not prepares):
        url = reverse("agreements:create", args=[mentorship.pk]) if prepares else ""
        return Line(what, "ещё не подготовлено", False, url, "Подготовить" if prepares else "")
    state = agreement.get_status_display()
    if agreement.status == S.SIGNED:
        state = f"{state} {ru_date(agreement.signed_on)}"
    is_done = agreement.status == S.SIGNED
    if is_done and agreement.end < mentorship.end:
        is_done = False
        state += (
            f", но только по {ru_date(agreement.end)}, а срок пары – по {ru_date(mentorship.end)}: "
            "прекратите его и подготовьте новое"
        )
    return Line(what, state, is_done, agreement.get_absolute_url(), "Открыть")


def _warning(mentorship: Mentorship, day: date, card: Organisation | None) -> str:
    is_employee = mentorship.last_mentor.is_employee
    missing = "соглашение с наставником не подписано" if is_employee else "договор с наставником не подписан"
    is_strict = card is not None and card.strict_agreements
    strict = " Без него приказ о паре не регистрируется." if is_strict else ""
    begins = mentorship.last_mentor_since
    left = (begins - day).days
    if left > 0:
        return f"До начала работы ({ru_date(begins)}) {days_phrase(left)}, а {missing}.{strict}"
    return f"Работа началась {ru_date(begins)}, а {missing}.{strict}"
