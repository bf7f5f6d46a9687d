"""A school year that is over and not closed, for those who close it."""

from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.school.queries import years_to_close


def questions(user) -> dict[str, Question]:
    if not (user.may(Permission.EDIT_PAIRS) or user.may(Permission.APPROVE_ORDERS)):
        return {}
    return {"years.over": Question(years_to_close(timezone.localdate()), since="end")}


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """One line for the oldest year."""
    over = answers.get("years.over")
    if not over:
        return []
    line = TodayLine(
        f"Учебный год закончился {over.since:%d.%m.%Y}. Посмотрите, что осталось открытым, и закройте его.",
        reverse("years:detail", args=[over.first]) if over.count == 1 else reverse("years:list"),
        "Открыть",
        about="Само ничего не меняется: пары и программы завершают по одной.",
    )
    return [TodaySection("Учебный год", (line,), order=60)]
