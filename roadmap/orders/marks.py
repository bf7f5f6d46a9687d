"""Names of placeholders and the rows that say what each gives: people in cases, words that agree, papers."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mentoring.language.agreement import PAPERS, agreed, approved_participle
from mentoring.language.cases import Case
from registry.people.models import Person
from registry.people.naming import full_name_in_case, position_in_case, surname_with_initials
from roadmap.orders.kinds.shape import AnnexSource, Kind, Need

CASE_WORDS = {
    "им": Case.NOMINATIVE,
    "род": Case.GENITIVE,
    "дат": Case.DATIVE,
    "вин": Case.ACCUSATIVE,
    "тв": Case.INSTRUMENTAL,
}
# Words of orders that agree with a person's gender or with several people.
AGREEING = ("ознакомлен", "согласен", "назначен", "освобождён", "уведомлён", "предупреждён", "награждён")

OF_SCHOOL = (
    ("{учебный год}", "2026/2027"),
    ("{организация}", ""),
    ("{организация|род}", "чего?"),
    ("{организация|дат}", "чему?"),
    ("{организация|предл}", "в чём?"),
    ("{организация.кратко}", ""),
    ("{положение}", "на основании чего?"),
    ("{устав}", "руководствуясь чем?"),
    ("{нормативная база}", "в соответствии с чем?"),
    ("{нормативная база|род}", "на основании чего?"),
)
OF_ROW = ("{пара.начало}", "{пара.конец}", "{пара.направления}")
AT_ONCE = (("{срок программ}", "две недели"), ("{протоколы совета}", ""))
_OF_SUBJECT = ("{пара.начало}", "{пара.окончание}")
# What the thing that an order of the kind speaks of can tell.
OF_NEED = {
    Need.ACTIVE_PAIR: _OF_SUBJECT,
    Need.PROGRAMME: (*_OF_SUBJECT, "{программа}", "{программа.начало}", "{программа.окончание}"),
    Need.ORDER: ("{приказ.номер}", "{приказ.дата}", "{приказ.заголовок}"),
}
# Under which number an act and a roadmap stand behind the order that approves them.
ANNEX_MARKS = {AnnexSource.ACT: "{приложение.положение}", AnnexSource.ROADMAP: "{приложение.карта}"}

# Lessons of a release from duties; the table of them stands behind the order when there are several.
LESSONS_ANNEX = "{приложение.замещение}"
OF_LESSONS = (
    ("{уроки}", "все уроки"),
    ("{замещающий.уроки}", "уроки этого человека"),
    (LESSONS_ANNEX, "номер приложения, если уроков несколько"),
)


@dataclass(frozen=True)
class Insertable:
    """A placeholder that can be put into the text now, and what it gives."""

    mark: str
    value: str


def folded(name: str) -> str:
    name = re.sub(r"\s*([.|])\s*", r"\1", " ".join(name.split()).lower())
    return name.removesuffix("|им")


def mark_of(name: str, case_word: str) -> str:
    return f"{{{name}}}" if case_word == "им" else f"{{{name}|{case_word}}}"


def described(person: Person, case: Case) -> str:
    """«учителя физики Иванова Ивана Петровича»."""
    return f"{position_in_case(person, case)} {full_name_in_case(person, case)}".strip()


def enumerated(parts: Iterable[str]) -> str:
    """«Иванова, Петрова и Сидорова»."""
    *first, last = list(parts) or [""]
    return f"{', '.join(first)} и {last}" if first else last


def person_marks(name: str) -> list[str]:
    """Placeholders of one person in all cases: whole name, surname with initials, position, both together."""
    parts = (f"{name}.ФИО", f"{name}.инициалы", f"{name}.должность")
    return [mark_of(part, word) for word in CASE_WORDS for part in parts]


def people_marks(name: str) -> list[str]:
    """Placeholders of several people in all cases, with commas and «и»."""
    return [mark_of(part, word) for word in CASE_WORDS for part in (name, f"{name}.ФИО", f"{name}.инициалы")]


def agreement_marks(name: str) -> list[str]:
    """«{наставник|ознакомлен}» and its like."""
    return [f"{{{name}|{word}}}" for word in AGREEING]


def person_rows(name: str, person: Person) -> list[Insertable]:
    values = [
        value
        for case in CASE_WORDS.values()
        for value in (
            full_name_in_case(person, case),
            surname_with_initials(person, case),
            position_in_case(person, case),
        )
    ]
    return [Insertable(*pair) for pair in zip(person_marks(name), values, strict=True)]


def people_rows(name: str, people: Sequence[Person]) -> list[Insertable]:
    values = [
        enumerated(write(person, case) for person in people)
        for case in CASE_WORDS.values()
        for write in (described, full_name_in_case, surname_with_initials)
    ]
    return [Insertable(*pair) for pair in zip(people_marks(name), values, strict=True)]


def agreement_rows(name: str, people: Sequence[Person]) -> list[Insertable]:
    genders = [person.gender for person in people]
    marks = agreement_marks(name)
    return [Insertable(mark, agreed(word, genders)) for mark, word in zip(marks, AGREEING, strict=True)]


def approved_rows() -> list[Insertable]:
    return [Insertable(f"{{утвержден|{paper}}}", approved_participle(paper)) for paper in PAPERS]


def known_names(kind: Kind) -> list[str]:
    """Folded names of everything that a text of this kind may hold: what its page offers, and nothing else."""
    return [folded(row.mark.strip("{}")) for _, rows in grouped_marks(kind) for row in rows]


def grouped_marks(kind: Kind) -> list[tuple[str, list[Insertable]]]:
    """(heading, placeholders) for the page of a sample; a mark has no value there, only its field's name."""
    groups = [("Организация", [Insertable(*row) for row in OF_SCHOOL])]
    groups.append(("Директор", _unfilled(director_marks())))
    groups.append(("Куратор", _unfilled([*person_marks("куратор"), *agreement_marks("куратор")])))
    for role in kind.roles:
        marks = [*(people_marks(role.many) if role.many else []), *person_marks(role.mark)]
        groups.append((role.label, _unfilled([*marks, *agreement_marks(role.many or role.mark)])))
    if kind.speaks_of_rows:
        marks = [*person_marks("пара.наставник"), *people_marks("пара.наставляемые"), *OF_ROW]
        groups.append(("Пара: пункт повторится для каждой", _unfilled(marks)))
        groups.append(("При подготовке", [Insertable(*row) for row in AT_ONCE]))
    facts = [Insertable(f"{{{row.mark}}}", row.label) for row in kind.facts if row.mark]
    facts += _unfilled(OF_NEED.get(kind.need, ()))
    if kind.has_release_lines:
        facts += [Insertable(*row) for row in OF_LESSONS]
    if kind.may_take_papers:
        facts += [Insertable(mark, "номер приложения") for mark in ANNEX_MARKS.values()]
    return [
        *groups,
        *([("Сведения приказа", facts)] if facts else []),
        ("«Утверждён» по виду документа", approved_rows()),
    ]


def director_marks() -> list[str]:
    """Placeholders of the head in the cases that the school's card keeps."""
    names = ("директор", "директор.ФИО", "директор.должность")
    return [mark_of(name, word) for word in ("им", "род", "дат", "вин") for name in names]


def _unfilled(marks: Iterable[str]) -> list[Insertable]:
    return [Insertable(mark, "") for mark in marks]
