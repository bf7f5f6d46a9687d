"""This room's lines on «Сегодня»: acts that the director is to read, acts that came back."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.language.numbers import counted
from roadmap.acts.queries import acts_without_readers, own_unread, returned_acts, submitted_acts, unread_acts

# For so long after the approval the curator is asked for the sheet.
FRESH = timedelta(days=30)


def questions(user) -> dict[str, Question]:
    asked = {"acts.own": Question(own_unread(user))}
    if user.may(Permission.APPROVE_ORDERS):
        asked["acts.submitted"] = Question(submitted_acts())
    if user.may(Permission.DRAFT_ORDERS):
        # The director mends only what the director has prepared.
        is_own = {"created_by": user} if user.may(Permission.APPROVE_ORDERS) else {}
        asked["acts.returned"] = Question(returned_acts().filter(**is_own))
        since = timezone.localdate() - FRESH
        asked["acts.without_readers"] = Question(acts_without_readers(since).filter(**is_own))
        asked["acts.unread"] = Question(unread_acts().filter(**is_own))
    return asked


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """One line for what waits for the director, one for what the director has sent back."""
    own = tuple(_own(user)) if answers["acts.own"] else ()
    sections = [TodaySection("Ознакомьтесь с локальным актом", own, order=6)] if own else []
    if answer := answers.get("acts.submitted"):
        acts = counted(answer.count, "локальный акт ждёт", "локальных акта ждут", "локальных актов ждут")
        url = f"{reverse('acts:list')}?state=submitted"
        lines = (TodayLine(f"{acts} вашего решения.", url, "Прочитать и решить"),)
        sections.append(TodaySection("Локальные акты на утверждение", lines, order=1))
    if answer := answers.get("acts.returned"):
        acts = counted(answer.count, "локальный акт", "локальных акта", "локальных актов")
        line = TodayLine(
            f"Директор вернул на доработку {acts}.",
            f"{reverse('acts:list')}?state=returned",
            "Открыть список",
            tone="warning",
        )
        sections.append(TodaySection("Локальные акты", (line,), order=11))
    if lines := tuple(_sheets(answers)):
        sections.append(TodaySection("Ознакомление с локальными актами", lines, order=12))
    return sections


def _own(user):
    for row in own_unread(user):
        yield TodayLine(str(row.act), row.act.get_absolute_url(), "Прочитать и отметить")


def _sheets(answers):
    url = f"{reverse('acts:list')}?state=approved"
    if answer := answers.get("acts.without_readers"):
        acts = counted(answer.count, "утверждённого акта", "утверждённых актов", "утверждённых актов")
        yield TodayLine(
            f"У {acts} нет листа ознакомления: скажите, кто должен прочитать.", url, "Открыть список"
        )
    if answer := answers.get("acts.unread"):
        acts = counted(
            answer.count, "локальный акт прочитали", "локальных акта прочитали", "локальных актов прочитали"
        )
        yield TodayLine(f"{acts} не все, кто есть в листе.", url, "Открыть список")
