from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Answer, Question, asks
from mentoring.language.numbers import counted
from mentoring.templatetags.look import ru_date
from roadmap.agreements.enums import AgreementStatus
from roadmap.agreements.models import Agreement
from roadmap.agreements.queries import too_short, unsigned_mentors


def questions(user) -> dict[str, Question]:
    if not user.may(Permission.EDIT_PAIRS):
        return {}
    return {
        "agreements.unsigned": Question(unsigned_mentors(timezone.localdate()), since="begins"),
        "agreements.short": Question(too_short(Agreement.objects.all()), since="end"),
    }


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """Mentors who work, or begin to, without a signed agreement or beyond its term (ТК РФ, ст. 351.8)."""
    lines = [*_unsigned(answers.get("agreements.unsigned")), *_short(answers.get("agreements.short"))]
    return [TodaySection("Соглашения с наставниками", tuple(lines), order=22)] if lines else []


def _unsigned(answer: Answer | None) -> Iterable[TodayLine]:
    if not answer:
        return
    mentors = counted(answer.count, "наставника", "наставников", "наставников")
    is_late = answer.since <= timezone.localdate()
    began = "Работа началась" if is_late else "Работа начинается"
    yield TodayLine(
        f"У {mentors} нет подписанного соглашения о наставничестве.",
        reverse("agreements:list"),
        "Открыть список",
        f"{began} {ru_date(answer.since)}.",
        tone="warning" if is_late else "info",
    )


def _short(answer: Answer | None) -> Iterable[TodayLine]:
    if not answer:
        return
    mentors = counted(answer.count, "наставника", "наставников", "наставников")
    yield TodayLine(
        f"У {mentors} соглашение заканчивается раньше, чем работа: нужно новое.",
        f"{reverse('agreements:list')}?state={AgreementStatus.SIGNED}",
        "Открыть список",
        f"Соглашение действует по {ru_date(answer.since)}.",
        tone="warning" if answer.since < timezone.localdate() else "info",
    )
