"""This room's lines on «Сегодня»: acts that the director is to read, acts that came back."""

from django.urls import reverse

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.language.numbers import counted
from roadmap.acts.queries import returned_acts, submitted_acts


def questions(user) -> dict[str, Question]:
    asked = {}
    if user.may(Permission.APPROVE_ORDERS):
        asked["acts.submitted"] = Question(submitted_acts())
    if user.may(Permission.DRAFT_ORDERS):
        # The director mends only what the director has prepared.
        is_own = {"created_by": user} if user.may(Permission.APPROVE_ORDERS) else {}
        asked["acts.returned"] = Question(returned_acts().filter(**is_own))
    return asked


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """One line for what waits for the director, one for what the director has sent back."""
    sections = []
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
    return sections
