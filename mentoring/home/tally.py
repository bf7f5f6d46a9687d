"""The small questions of all rooms («сколько ждёт и с какого дня?») asked in one query."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, wraps

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, Count, DateField, Min, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from mentoring.accounts.enums import Role
from mentoring.accounts.models import User

# Stands in a compiled query where the number of the reader's account goes; no account has it.
READER = -2_100_000_001


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
    return _answered(tuple(questions), _joined(questions)) if questions else {}


def tally_of_rooms(user: User, rooms: tuple[Callable, ...]) -> dict[str, Answer]:
    """The answers to the questions of all rooms for this reader.

    People with the same roles are asked the same things on the same day: the SQL is made once for them, as making
    it costs more than running it. So `questions(user)` of a room may look at the account's number, its roles and
    the day, and at nothing else: neither at rows nor at the time of day.
    """
    names, sql, values = _compiled(rooms, user.current_roles, user.is_active, timezone.localdate())
    if not sql:
        return dict.fromkeys(names, Answer())
    with connection.cursor() as cursor:
        cursor.execute(sql, [user.pk if value == READER else value for value in values])
        return _answered(names, cursor.fetchall())


@lru_cache(maxsize=32)
def _compiled(rooms: tuple[Callable, ...], roles: frozenset[Role], is_active: bool, day: date):  # noqa: ARG001 - what was asked yesterday is not asked today
    """Names of the questions, their SQL and its values, `READER` where the account's number goes."""
    reader = User(pk=READER, is_active=is_active)
    reader.current_roles = roles
    questions = {name: question for room in rooms for name, question in room.questions(reader).items()}
    try:
        sql, values = _joined(questions).query.sql_with_params() if questions else ("", ())
    except EmptyResultSet:
        sql, values = "", ()
    for value in values:
        if isinstance(value, datetime) or (value != READER and str(READER) in repr(value)):
            raise TypeError(f"A question of «Сегодня» asks for {value!r}: its SQL cannot be kept for others.")
    return tuple(questions), sql, values


def _answered(names, rows) -> dict[str, Answer]:
    found = {name: Answer(count, first, since) for name, count, first, since in rows}
    # A set known to be empty gives no row at all.
    return {name: found.get(name, Answer()) for name in names}


def _joined(questions) -> QuerySet:
    parts = [_part(name, question) for name, question in questions.items()]
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


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
