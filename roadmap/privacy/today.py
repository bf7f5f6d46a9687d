"""This room's lines on «Сегодня»: every last day set by the law, with a countdown."""

from django.urls import reverse
from django.utils import timezone

from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.language.numbers import counted
from roadmap.privacy.enums import RecordKind
from roadmap.privacy.queries import (
    open_requests,
    open_withdrawals,
    overdue_records,
    withdrawn_consents,
)
from roadmap.privacy.rules import may_keep
from roadmap.privacy.terms import DESTROYED

SOON = 7


def questions(user) -> dict[str, Question]:
    if not may_keep(user):
        return {}
    day = timezone.localdate()
    found = {
        "privacy.requests": Question(open_requests()),
        "privacy.withdrawals": Question(withdrawn_consents(day)),
    }
    return found | {f"privacy.{kind}": Question(overdue_records(kind, day)) for kind in DESTROYED}


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """Withdrawals and requests by their last days, then what has been kept long enough."""
    if not may_keep(user):
        return []
    lines = []
    if answers["privacy.withdrawals"]:
        lines += _withdrawals()
    if answers["privacy.requests"]:
        lines += _requests()
    # What is late stands first, whatever it is.
    lines.sort(key=lambda line: line.tone != "danger")
    urgent = any(line.tone == "danger" for line in lines)
    lines += _terms(answers)
    return [TodaySection("Персональные данные", tuple(lines), order=0 if urgent else 20)]


def _withdrawals():
    day = timezone.localdate()
    for row in open_withdrawals(day):
        name = row.consent.person.short_name
        yield TodayLine(
            sentence=f"{name}: согласие на обработку отозвано {row.consent.withdrawn_on:%d.%m.%Y}. {_left(row.due_on)}",
            about=f"Обработка прекращена сразу. Уничтожьте данные до {row.due_on:%d.%m.%Y} или назовите закон, "
            "по которому они остаются.",
            url=reverse("privacy:office"),
            label="Решить",
            tone=_tone(row.due_on),
        )


def _requests():
    for row in open_requests():
        yield TodayLine(
            sentence=f"{row.person.short_name} просит {row.get_kind_display()}. {_left(row.due_on)}",
            url=row.get_absolute_url(),
            label="Ответить",
            tone=_tone(row.due_on),
        )


def _terms(answers):
    for kind in DESTROYED:
        count = answers[f"privacy.{kind}"].count
        if count:
            yield TodayLine(
                sentence=f"{RecordKind(kind).label}: срок хранения истёк, записей {count}.",
                about="Их можно уничтожить по акту.",
                url=reverse("privacy:terms"),
                label="Посмотреть",
                tone="warning",
            )


def _left(due_on) -> str:
    days = (due_on - timezone.localdate()).days
    if days < 0:
        return f"Срок прошёл {counted(-days, 'день', 'дня', 'дней')} назад."
    return "Последний день сегодня." if days == 0 else f"Осталось {counted(days, 'день', 'дня', 'дней')}."


def _tone(due_on) -> str:
    days = (due_on - timezone.localdate()).days
    return "danger" if days < 0 else "warning" if days <= SOON else "info"
