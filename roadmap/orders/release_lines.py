"""Lines of a release from duties (D-12): a lesson, its hours, who takes it. Kept among the facts of the order."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import combinations

from mentoring.documents.papers import PaperColumn, PaperTable, RowGroup
from mentoring.language.cases import Case
from mentoring.language.typography import typeset
from registry.people.models import Person
from registry.people.naming import full_name_in_case
from roadmap.orders.annexes import NUMBER, post_of
from roadmap.orders.enums import OrderRole
from roadmap.orders.marks import LESSONS_ANNEX, Insertable

People = Mapping[str, Sequence[Person]]
LINES = "lines"
MOST_LINES = 20
LONGEST_LESSONS = 500
COLUMNS = (
    NUMBER,
    PaperColumn("Время", 16),
    PaperColumn("Урок, класс", 36, is_wordy=True),
    PaperColumn("Кто замещает", 42),
)


@dataclass(frozen=True)
class ReleaseLine:
    """One lesson of the released person; hours are «10:00», `substitute` is who takes it."""

    starts_at: str
    ends_at: str
    lessons: str
    substitute: Person

    @property
    def hours(self) -> str:
        return f"{self.starts_at}–{self.ends_at}"


def stored_lines(rows: Iterable[Mapping]) -> str:
    """Typed rows (times, the lesson, the person) as a fact of the order."""
    return json.dumps(
        [
            {
                "starts_at": _hour(row["starts_at"]),
                "ends_at": _hour(row["ends_at"]),
                "lessons": row["lessons"].strip(),
                "substitute": row["substitute"].pk,
            }
            for row in rows
        ],
        ensure_ascii=False,
    )


def substitutes_of(rows: Iterable[Mapping]) -> list[Person]:
    """Who takes the lessons of typed rows, each once, in their order."""
    return list({row["substitute"].pk: row["substitute"] for row in rows}.values())


def lines_of(facts: Mapping[str, str], people: People) -> list[ReleaseLine]:
    """The lines of an order; one of the time when a release had but one lesson keeps it in facts of their own."""
    substitutes = people.get(OrderRole.SUBSTITUTE, ())
    if LINES not in facts:
        hours = (facts.get("starts_at", ""), facts.get("ends_at", ""))
        return [ReleaseLine(*hours, facts.get("lessons", ""), person) for person in substitutes[:1]]
    by_pk = {person.pk: person for person in substitutes}
    return [
        ReleaseLine(row["starts_at"], row["ends_at"], row["lessons"], by_pk[row["substitute"]])
        for row in json.loads(facts[LINES])
        if row["substitute"] in by_pk
    ]


def line_problems(facts: Mapping[str, str], people: People) -> Iterable[str]:
    """What is missing in the lines or contradicts the hours of the release, as Russian sentences."""
    lines = lines_of(facts, people)
    if not lines or not all(line.lessons and line.starts_at and line.ends_at for line in lines):
        yield "Впишите хотя бы один урок: время, урок и класс, кто замещает."
        return
    if len(lines) > MOST_LINES or max(len(line.lessons) for line in lines) > LONGEST_LESSONS:
        yield f"Строк замещения не больше {MOST_LINES}, и каждая короче {LONGEST_LESSONS} знаков."
    released = people[OrderRole.RELEASED][0].pk
    if any(line.substitute.pk == released for line in lines):
        yield "Замещать должен другой человек, а не тот, кого освобождают."
    if facts["ends_at"] <= facts["starts_at"]:
        yield "Время «до» должно быть позже времени «с»."
        return
    for line in lines:
        if line.ends_at <= line.starts_at:
            yield f"«{line.lessons}»: время «до» должно быть позже времени «с»."
        elif line.starts_at < facts["starts_at"] or line.ends_at > facts["ends_at"]:
            hours = f"{facts['starts_at']}–{facts['ends_at']}"
            yield f"«{line.lessons}» ({line.hours}): вне времени освобождения {hours}."
    for one, other in combinations(lines, 2):
        is_same = one.substitute.pk == other.substitute.pk
        if is_same and one.starts_at < other.ends_at and other.starts_at < one.ends_at:
            yield f"{one.substitute.short_name}: два урока в одно время ({one.hours} и {other.hours})."


def lesson_rows(facts: Mapping[str, str], people: People) -> list[Insertable]:
    """Placeholders of the lessons: of all, of each substitute, and of the table behind the order if there is one."""
    lines = lines_of(facts, people)
    substitutes = list({line.substitute.pk: line.substitute for line in lines}.values())
    rows = [Insertable("{уроки}", "; ".join(line.lessons for line in lines))]
    for number, person in enumerate(substitutes, start=1):
        own = "; ".join(line.lessons for line in lines if line.substitute.pk == person.pk)
        names = [f"замещающий {number}", *(["замещающий"] if len(substitutes) == 1 else [])]
        rows += [Insertable(f"{{{name}.уроки}}", own) for name in names]
    return [*rows, Insertable(LESSONS_ANNEX, "Приложение № 1" if has_table(facts, people) else "")]


def has_table(facts: Mapping[str, str], people: People) -> bool:
    """Are there so many lines that they stand as a table behind the order? One is told in its text."""
    return len(lines_of(facts, people)) > 1


def release_table(lines: Iterable[ReleaseLine]) -> PaperTable:
    """The annex «Замещение уроков»."""
    rows = tuple(
        (f"{number}.", line.hours, typeset(line.lessons), _named(line.substitute))
        for number, line in enumerate(lines, start=1)
    )
    return PaperTable(COLUMNS, (RowGroup(rows),))


def _named(person: Person) -> str:
    return ", ".join(filter(None, (full_name_in_case(person, Case.NOMINATIVE), post_of(person))))


def _hour(value: time | str) -> str:
    return value if isinstance(value, str) else f"{value:%H:%M}"
