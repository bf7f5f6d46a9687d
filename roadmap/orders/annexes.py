"""Tables of an order's annexes other than its pairs: a list of people, a list of typed lines."""

from collections.abc import Iterable, Sequence

from mentoring.documents.papers import PaperColumn, PaperTable, RowGroup
from mentoring.language.cases import Case
from mentoring.language.typography import typeset
from registry.people.models import Person
from registry.people.naming import full_name_in_case, position_in_case

NUMBER = PaperColumn("№", 6, "center")
PEOPLE_COLUMNS = (NUMBER, PaperColumn("Фамилия, имя, отчество", 44), PaperColumn("Должность", 50))
LINE_COLUMNS = (NUMBER, PaperColumn("Содержание", 94, is_wordy=True))


def people_table(rows: Iterable[tuple[str, Sequence[Person]]]) -> PaperTable:
    """People under the words for what they are; one kind of people needs no words over it."""
    groups = [(words, people) for words, people in rows if people]
    number, found = 0, []
    for heading, people in groups:
        lines = []
        for person in people:
            number += 1
            lines.append((f"{number}.", full_name_in_case(person, Case.NOMINATIVE), post_of(person)))
        found.append(RowGroup(tuple(lines), heading if len(groups) > 1 else ""))
    return PaperTable(PEOPLE_COLUMNS, tuple(found))


def lines_table(text: str) -> PaperTable:
    """Typed lines, each a row with its number."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    rows = tuple((f"{number}.", typeset(line)) for number, line in enumerate(lines, start=1))
    return PaperTable(LINE_COLUMNS, (RowGroup(rows),))


def post_of(person: Person) -> str:
    """«учитель физики», with the organisation of somebody from outside."""
    post = position_in_case(person, Case.NOMINATIVE)
    return f"{post} ({person.organisation_name})".strip() if person.organisation_name else post
