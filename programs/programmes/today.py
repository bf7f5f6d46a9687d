"""Programmes on «Сегодня»: what waits for the mentor, the mentee, the curator, the council."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.templatetags.look import plural, ru_date
from programs.programmes.enums import AcquaintedBody, ProgrammeStatus
from programs.programmes.models import Programme
from programs.programmes.queries import (
    left_open,
    may_begin_for,
    not_noted_by,
    own_events_to_mind,
    waiting_for,
    without_programme,
)

AHEAD = timedelta(days=7)
# An active pair without a programme for longer than this is marked as late.
PATIENCE = timedelta(days=14)
MOST_EVENTS = 8
PROGRAMMES = "программу,программы,программ"


def questions(user) -> dict[str, Question]:
    day = timezone.localdate()
    found = {
        "programmes.own": Question(waiting_for(user)),
        "programmes.begin": Question(without_programme(may_begin_for(user)), since="start"),
        "programmes.events": Question(own_events_to_mind(user, day, ahead=AHEAD)),
    }
    if user.may(Permission.NOTE_PROGRAMMES):
        found["programmes.note"] = Question(not_noted_by(Programme.objects.all(), _body(user)))
    if user.may(Permission.EDIT_PROGRAMMES):
        found["programmes.open"] = Question(left_open(Programme.objects.all()))
    return found


def _body(user) -> AcquaintedBody:
    return AcquaintedBody.CURATOR if user.may(Permission.EDIT_PROGRAMMES) else AcquaintedBody.COUNCIL


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """What waits for this person; an account without a part in any programme costs no query of its own."""
    day = timezone.localdate()
    own = _own(user) if answers["programmes.own"] else []
    events = tuple(_events(user, day)) if answers["programmes.events"] else ()
    begin = _to_begin(answers["programmes.begin"], day)
    office = [
        *_to_note(user, answers.get("programmes.note")),
        *_left_open(answers.get("programmes.open")),
    ]
    is_curator = user.may(Permission.EDIT_PROGRAMMES)
    return [
        TodaySection("Программы ждут вас", (*own, *([] if is_curator else begin)), order=0),
        TodaySection("Встречи по программам", events, order=20),
        TodaySection("Программы", (*(begin if is_curator else []), *office), order=30),
    ]


def _own(user):
    return [
        TodayLine(
            f"Программа «{programme.title}» ещё не отправлена на согласование.",
            programme.get_absolute_url(),
            "Продолжить",
        )
        if programme.status == ProgrammeStatus.DRAFT
        else TodayLine(
            f"Согласуйте программу «{programme.title}».",
            programme.get_absolute_url(),
            "Прочитать и согласовать",
            about="Если что-то не подходит, верните её наставнику с пояснением.",
        )
        for programme in waiting_for(user)
    ]


def _to_begin(answer, day):
    if not answer:
        return []
    late = answer.since < day - PATIENCE
    one = answer.count == 1
    url = reverse("programmes:start", args=[answer.first]) if one else reverse("programmes:create")
    return [
        TodayLine(
            f"Составьте программу: {plural(answer.count, 'пара действует,пары действуют,пар действует')} без неё.",
            url,
            "Составить программу",
            about=f"Первая из них – с {ru_date(answer.since)}." if late else "",
            tone="warning" if late else "info",
        )
    ]


def _to_note(user, answer):
    if not answer:
        return []
    one = answer.count == 1
    return [
        TodayLine(
            f"Прочитайте {plural(answer.count, PROGRAMMES)} и отметьте ознакомление.",
            reverse("programmes:detail", args=[answer.first])
            if one
            else f"{reverse('programmes:list')}?waits={_body(user).value}",
            "Открыть программу" if one else "Показать программы",
        )
    ]


def _left_open(answer):
    if not answer:
        return []
    return [
        TodayLine(
            f"Пара завершена, а программа нет: завершите {plural(answer.count, PROGRAMMES)}.",
            reverse("programmes:detail", args=[answer.first])
            if answer.count == 1
            else f"{reverse('programmes:list')}?waits=ended",
            "Завершить",
            tone="warning",
        )
    ]


def _events(user, day):
    return [_event_line(event, day) for event in own_events_to_mind(user, day, ahead=AHEAD)[:MOST_EVENTS]]


def _event_line(event, day):
    url = reverse("programmes:event", args=[event.programme_id, event.pk])
    about = f"Программа «{event.programme.title}»."
    if event.held_on:
        return TodayLine(f"Напишите, как прошло: {event.event}.", url, "Написать", about=about)
    if event.planned_on < day:
        sentence = f"Мероприятие не отмечено: {event.event}, срок был {ru_date(event.planned_on)}."
        return TodayLine(sentence, url, "Отметить", about=about, tone="warning")
    return TodayLine(f"{ru_date(event.planned_on)}: {event.event}.", url, "Открыть", about=about)
