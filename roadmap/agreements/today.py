from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.language.numbers import counted
from mentoring.templatetags.look import ru_date
from roadmap.agreements.queries import unsigned_mentors


def questions(user) -> dict[str, Question]:
    if not user.may(Permission.EDIT_PAIRS):
        return {}
    return {
        "agreements.unsigned": Question(unsigned_mentors(timezone.localdate()), since="mentorship__start")
    }


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """Mentors who begin to work, or work already, without a signed agreement (ТК РФ, ст. 351.8)."""
    answer = answers.get("agreements.unsigned")
    if not answer:
        return []
    mentors = counted(answer.count, "наставника", "наставников", "наставников")
    is_late = answer.since <= timezone.localdate()
    began = "Работа началась" if is_late else "Работа начинается"
    line = TodayLine(
        f"У {mentors} нет подписанного соглашения о наставничестве.",
        reverse("agreements:list"),
        "Открыть список",
        f"{began} {ru_date(answer.since)}.",
        tone="warning" if is_late else "info",
    )
    return [TodaySection("Соглашения с наставниками", (line,), order=22)]
