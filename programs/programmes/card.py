"""What the card of a programme shows: what is wanted from the reader, acts, facts, sides, plan."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.documents.papers import NOTE_FIELDS, TITLE_FIELDS
from mentoring.templatetags.look import ru_date
from mentoring.workflow.attention import Attention
from mentoring.workflow.tables import Option
from programs.programmes.enums import AcquaintedBody, AgreementChannel, ProgrammeStatus
from programs.programmes.models import PlanEvent, Programme, ProgrammeAgreement
from programs.programmes.queries import last_return
from programs.programmes.rules import (
    TABLE,
    curator_acts,
    is_mentor,
    leads,
    may_agree,
    may_note,
    may_record,
    not_agreed_yet,
    own_side,
    plan_is_done,
    present_sides,
    takes_part,
)
from registry.pairs.enums import MentorshipStatus, ParticipantRole
from registry.pairs.models import Participant
from registry.pairs.rules import term_warning

S = ProgrammeStatus
# Acts that open a page with a question first; the others are carried out at once.
PAGES = {"return": "return", "revise": "revise", "complete": "complete", "end_early": "end"}
AT_ONCE = {"send": "send", "begin": "begin"}


@dataclass(frozen=True)
class Act:
    """A button of the card; `reason` says why it is off."""

    label: str
    url: str
    is_page: bool
    reason: str
    tone: str


@dataclass(frozen=True)
class Side:
    """A side with its agreement; `enter_url` opens the form for an agreement given on paper."""

    participant: Participant
    agreement: ProgrammeAgreement | None
    enter_url: str


@dataclass(frozen=True)
class PlanLine:
    """A row of the plan; `url` opens «Как прошло» for those who may write it."""

    event: PlanEvent
    url: str
    is_late: bool


def attention(programme: Programme, user) -> Attention | None:
    """The one thing that this reader should do with the programme now, if there is one."""
    if programme.is_over:
        return None
    for find in (_pair_has_ended, _draft, _agreement, _acquaintance, _work):
        found = find(programme, user)
        if found:
            return found
    return None


def _pair_has_ended(programme, user):
    if programme.mentorship.status == MentorshipStatus.ENDED and curator_acts(programme, user):
        name = "complete" if programme.is_in_force and plan_is_done(programme, user) else "end"
        sentence = "Пара завершена, а программа ещё нет. Завершите её."
        return Attention(sentence, "Завершить программу", _url(name, programme), tone="warning")
    return None


def _draft(programme, user):
    if programme.status != S.DRAFT:
        return None
    if not leads(programme, user):
        side = own_side(programme.mentorship, user)
        sentence = "Программа составляется. Вы можете дополнить записку и план вместе с наставником."
        return Attention(sentence, title="Участвуйте в составлении") if side else None
    verdict = TABLE.by_name["send"].verdict(programme, user)
    back = last_return(programme)
    sentence = (
        f"Вернули на доработку: «{back.comment}». Исправьте и отправьте снова."
        if back
        else "Заполните записку и план, потом отправьте программу наставляемым на согласование."
    )
    reason = "" if verdict else " ".join(verdict.problems or [verdict.reason])
    return Attention(
        sentence,
        "Отправить на согласование",
        post_url=_url("send", programme),
        reason=reason,
        title="Черновик",
    )


def _agreement(programme, user):
    if programme.status != S.ON_AGREEMENT:
        return None
    awaited = not_agreed_yet(programme)
    if any(may_agree(programme, user, person, AgreementChannel.SCREEN) for person in awaited):
        sentence = (
            "Прочитайте программу и согласуйте её. Если что-то не подходит, верните её с пояснением: "
            "«Ещё» – «Вернуть на доработку»."
        )
        return Attention(sentence, "Согласовать программу", post_url=_url("agree", programme))
    names = ", ".join(person.short_name for person in awaited)
    if curator_acts(programme, user):
        sentence = f"Ещё не согласовали: {names} – если подпись получена на бумаге, внесите её ниже."
        return Attention(sentence, title="Ждём согласования")
    if own_side(programme.mentorship, user):
        return Attention(f"Ещё не согласовали: {names}", title="Ждём согласования")
    return None


def _acquaintance(programme, user):
    if not programme.is_in_force:
        return None
    for body in missing_marks(programme):
        if body == AcquaintedBody.COUNCIL and curator_acts(programme, user):
            continue
        if may_note(programme, user, body):
            sentence = "Участники согласовали программу. Прочитайте её и отметьте ознакомление."
            url = reverse("programmes:acquaintance", args=[programme.pk, body.value])
            return Attention(sentence, "Отметить ознакомление", url)
    return None


def _work(programme, user):
    if programme.status == S.AGREED and is_mentor(programme, user):
        sentence = "Программа согласована. Начните работу, не дожидаясь отметки куратора."
        return Attention(sentence, "Начать работу", post_url=_url("begin", programme))
    if programme.status != S.RUNNING or not takes_part(programme, user):
        return None
    if plan_is_done(programme, user):
        if not leads(programme, user):
            return None
        sentence = "Все мероприятия плана проведены. Программу можно завершить."
        return Attention(sentence, "Завершить программу", _url("complete", programme))
    late = [row for row in programme.plan.all() if is_late(row, timezone.localdate())]
    if late and own_side(programme.mentorship, user):
        url = reverse("programmes:event", args=[programme.pk, late[0].pk])
        sentence = f"Отметьте, как прошло: {late[0].event}."
        return Attention(sentence, "Написать, как прошло", url, tone="warning")
    return None


def missing_marks(programme: Programme) -> list[AcquaintedBody]:
    """Bodies not yet noted as acquainted with the present revision."""
    noted = {row.body for row in programme.acquaintances.all() if row.revision == programme.revision}
    return [body for body in AcquaintedBody if body not in noted]


def is_late(event: PlanEvent, day: date) -> bool:
    """Was the event due before `day` and is still not marked?"""
    return event.held_on is None and event.planned_on is not None and event.planned_on < day


def acts(programme: Programme, user) -> list[Act]:
    """Buttons of the menu: what the table offers from this state, live or with the reason."""
    options = TABLE.available(programme, user)
    return [_act(programme, option) for option in options if option.transition.name in PAGES | AT_ONCE]


def may_order(programme: Programme, user) -> bool:
    """May this reader prepare an order on the programme: its end, a later end, changes?"""
    active = programme.mentorship.status == MentorshipStatus.ACTIVE
    return active and programme.status != S.DRAFT and user.may(Permission.DRAFT_ORDERS)


def _act(programme, option: Option) -> Act:
    name, verdict = option.transition.name, option.verdict
    reason = "" if verdict else " ".join(verdict.problems or (verdict.reason,))
    url = _url((PAGES | AT_ONCE)[name], programme)
    return Act(option.transition.label, url, name in PAGES, reason, option.transition.tone)


def title_facts(programme: Programme) -> list[tuple[str, str]]:
    """The title sheet under its own captions."""
    mentorship = programme.mentorship
    values = {
        "mentor": mentorship.mentor.full_name if mentorship.mentor else "",
        "mentees": "\n".join(person.full_name for person in mentorship.mentees),
        "title": programme.title,
        "term": f"{ru_date(programme.start)} – {ru_date(programme.end)}",
        "seen_on": "\n".join(
            f"{row.get_body_display()} – {ru_date(row.acquainted_on)}{f', {row.note}' if row.note else ''}"
            for row in programme.acquaintances.all()
            if row.revision == programme.revision
        ),
        "agreed_on": ru_date(programme.agreed_on) if programme.agreed_on else "",
    }
    facts = [(caption, values[name]) for name, caption in TITLE_FIELDS.items()]
    if programme.is_over:
        ground = f"{ru_date(programme.ended_on)}: {programme.get_end_ground_display()}\n{programme.end_note}"
        facts.append(("Завершена", ground.strip()))
    return facts


def note_facts(programme: Programme) -> list[tuple[str, str]]:
    """The explanatory note under its own captions."""
    return [(caption, getattr(programme, name)) for name, caption in NOTE_FIELDS.items()]


def remark(programme: Programme) -> str:
    """A warning about an unusual term while it can still be changed (Положение, п. 1.2), or nothing."""
    if programme.status not in (S.DRAFT, S.ON_AGREEMENT):
        return ""
    return term_warning(programme.start, programme.end, programme.mentorship.kinds.all())


def sides(programme: Programme, user) -> list[Side]:
    """The mentor, then the mentees, each with the agreement to the present revision."""
    given = {row.person_id: row for row in programme.agreements.all() if row.revision == programme.revision}
    rows = sorted(present_sides(programme.mentorship), key=lambda row: row.role != ParticipantRole.MENTOR)
    may_enter = programme.status == S.ON_AGREEMENT and curator_acts(programme, user)
    return [
        Side(
            row,
            given.get(row.person_id),
            reverse("programmes:agreement", args=[programme.pk, row.person_id])
            if may_enter and row.person_id not in given
            else "",
        )
        for row in rows
    ]


def plan_lines(programme: Programme, user) -> list[PlanLine]:
    """The plan in its order."""
    day, lines = timezone.localdate(), []
    for event in programme.plan.all():
        event.programme = programme
        url = reverse("programmes:event", args=[programme.pk, event.pk]) if may_record(event, user) else ""
        lines.append(PlanLine(event, url, programme.is_in_force and is_late(event, day)))
    return lines


def _url(name, programme):
    return reverse(f"programmes:{name}", args=[programme.pk])
