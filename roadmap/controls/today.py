from django.urls import reverse
from django.utils import timezone

from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.templatetags.look import ru_date
from roadmap.controls.queries import pressing_tasks

MOST = 10


def questions(user) -> dict[str, Question]:
    return {"controls.pressing": Question(pressing_tasks(user, timezone.localdate()))}


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """Tasks of orders and protocols whose term comes within a week or is past."""
    if not answers["controls.pressing"]:
        return []
    day = timezone.localdate()
    lines = [_line(task, day) for task in pressing_tasks(user, day)[:MOST]]
    return [TodaySection("Контроль исполнения", tuple(lines), order=8)]


def _line(task, day):
    is_late = task.due_on < day
    term = f"Срок прошёл {ru_date(task.due_on)}." if is_late else f"Срок: {ru_date(task.due_on)}."
    about = f"{term} Отвечает {task.responsible.short_name}\xa0({task.paper})"
    url = reverse("controls:close", args=[task.pk])
    return TodayLine(task.what, url, "Отметить исполнение", about, tone="warning" if is_late else "info")
