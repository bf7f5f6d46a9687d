"""The small questions of all rooms («сколько ждёт и с какого дня?») asked in one query."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import wraps

from django.db.models import CharField, Count, DateField, Min, QuerySet, Value
from django.db.models.functions import Cast


@dataclass(frozen=True)
class Question:
    """How many rows are there? `since` names a date whose earliest value is asked for too."""

    rows: QuerySet
    since: str = ""


@dataclass(frozen=True)
class Answer:
    """The number of rows, the least of their ids and the earliest date; false without rows."""

    count: int = 0
    first: int | None = None
    since: date | None = None

    def __bool__(self):
        return self.count > 0


def tally(questions: Mapping[str, Question]) -> dict[str, Answer]:
    """The answer to each question by its name, all in one query."""
    parts = [_part(name, question) for name, question in questions.items()]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    found = {name: Answer(count, first, since) for name, count, first, since in rows}
    # A set known to be empty gives no row at all.
    return {name: found.get(name, Answer()) for name in questions}


def _part(name, question):
    since = Min(question.since) if question.since else Value(None)
    return (
        question.rows.order_by()
        .values(tally_name=Value(name, output_field=CharField()))
        .annotate(
            tally_count=Count("pk"), tally_first=Min("pk"), tally_since=Cast(since, output_field=DateField())
        )
        .values_list("tally_name", "tally_count", "tally_first", "tally_since")
    )


def asks(questions: Callable) -> Callable:
    """A room's `today(user, answers)` that may be called without answers: then it asks its own questions.

    `questions(user)` gives them by name; «Сегодня» collects those of all rooms first.
    """

    def decorate(today):
        @wraps(today)
        def answered(user, answers=None):
            return today(user, tally(questions(user)) if answers is None else answers)

        answered.questions = questions
        return answered

    return decorate
