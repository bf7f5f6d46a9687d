"""Placeholders in the text of an order: «{куратор.ФИО|дат}» becomes a name as it stands in the card.

A fixed list of words replaced as plain text, once: the text is never a template, so «{{ 7*191 }}»,
«{% debug %}» and «${…}» stay what they are.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mentoring.language.cases import Case
from mentoring.language.dates import date_numeric, date_words
from mentoring.language.typography import typeset
from mentoring.school.enums import DateStyle
from mentoring.school.models import Organisation
from registry.pairs.models import Mentorship
from registry.people.models import Person
from registry.people.naming import full_name_in_case, position_in_case, surname_with_initials

PLACEHOLDER = re.compile(r"(?<![{$])\{([^{}%#\n]+)\}(?!\})")
PAIR = re.compile(r"пара (\d+)\.(.+)")
CASE_WORDS = {
    "им": Case.NOMINATIVE,
    "род": Case.GENITIVE,
    "дат": Case.DATIVE,
    "вин": Case.ACCUSATIVE,
    "тв": Case.INSTRUMENTAL,
}
SAMPLE_REGULATION = "Положения о системе (целевой модели) наставничества педагогических работников"
NO_CARD = "не заполнена карточка организации"
NO_CURATOR = "в приказе не выбран куратор"


@dataclass(frozen=True)
class Insertable:
    """A placeholder that can be put into the text now, and what it gives."""

    mark: str
    value: str


@dataclass(frozen=True)
class OrderFacts:
    """Whom and what an order speaks of; mentorships come with people and positions prefetched."""

    card: Organisation | None
    year: str
    curator: Person | None
    mentorships: tuple[Mentorship, ...]

    def on_paper(self, day: date) -> str:
        """A date as the school writes it in papers."""
        words = self.card is not None and self.card.date_style == DateStyle.WORDS
        return date_words(day) if words else date_numeric(day)


def insertable_groups(facts: OrderFacts) -> list[tuple[str, list[Insertable]]]:
    """(heading, placeholders) with what each one gives now; what cannot be filled is left out."""
    groups = [("Организация и год", _organisation(facts))]
    if facts.curator:
        groups.append(("Куратор", _person("куратор", facts.curator)))
    for number, mentorship in enumerate(facts.mentorships, start=1):
        groups.append((f"{number}. {mentorship.title}", _pair(number, mentorship, facts)))
    return [
        (heading, [row for row in rows if row.value])
        for heading, rows in groups
        if any(row.value for row in rows)
    ]


def values_of(facts: OrderFacts) -> dict[str, str]:
    """Every placeholder that can be filled now, by its folded name without braces."""
    return {_folded(row.mark.strip("{}")): row.value for _, rows in insertable_groups(facts) for row in rows}


def fill(text: str, values: dict[str, str]) -> str:
    """The text with its placeholders replaced and set for print; an unknown one stays as typed."""

    def replace(match: re.Match[str]) -> str:
        return values.get(_folded(match[1]), match[0])

    # «… по 31 мая 2027 г.» at the end of a sentence has one full stop, not two.
    return typeset(PLACEHOLDER.sub(replace, text)).replace("г..", "г.")


def problems_in(text: str, values: dict[str, str], where: str) -> list[str]:
    """Russian sentences about placeholders that are unknown or cannot be filled; `where` is «В пункте 3»."""
    problems = []
    for match in PLACEHOLDER.finditer(text):
        name = _folded(match[1])
        if name in values:
            continue
        reason = _why_empty(name, values)
        if reason:
            problems.append(f"{where}: подстановку {match[0]} нечем заполнить – {reason}.")
        else:
            problems.append(f"{where}: неизвестная подстановка {match[0]}. Выберите её из списка рядом.")
    return problems


def has_placeholder(text: str) -> bool:
    """Is there anything in single braces?"""
    return PLACEHOLDER.search(text) is not None


def pairs_named(text: str) -> set[int]:
    """Numbers of the pairs that a text speaks of by placeholders."""
    names = (PAIR.fullmatch(_folded(match[1])) for match in PLACEHOLDER.finditer(text))
    return {int(match[1]) for match in names if match}


def without_pair(text: str, gone: int) -> str:
    """The text after the pair `gone` left the order: the pairs behind it move up by one number."""

    def replace(match: re.Match[str]) -> str:
        pair = PAIR.fullmatch(_folded(match[1]))
        if not pair or int(pair[1]) <= gone:
            return match[0]
        return match[0].replace(pair[1], str(int(pair[1]) - 1), 1)

    return PLACEHOLDER.sub(replace, text)


def _folded(name: str) -> str:
    name = re.sub(r"\s*([.|])\s*", r"\1", " ".join(name.split()).lower())
    return name.removesuffix("|им")


def _organisation(facts: OrderFacts) -> list[Insertable]:
    card = facts.card
    rows = [Insertable("{учебный год}", facts.year)]
    if card is None:
        return rows
    head = {
        "им": (card.head_position, _head_name(card)),
        "род": (card.head_position_genitive, card.head_name_genitive),
        "дат": (card.head_position_dative, card.head_name_dative),
        "вин": (card.head_position_accusative, card.head_name_accusative),
    }
    rows += [
        Insertable("{организация}", card.full_name),
        Insertable("{организация|род}", card.full_name_genitive),
        Insertable("{организация|дат}", card.full_name_dative),
        Insertable("{организация|предл}", card.full_name_prepositional),
        Insertable("{организация.кратко}", card.short_name),
        Insertable("{положение}", card.regulation or SAMPLE_REGULATION),
        Insertable("{устав}", card.charter),
    ]
    for word, (position, name) in head.items():
        rows += [
            Insertable(_mark("директор", word), f"{position} {name}" if position and name else ""),
            Insertable(_mark("директор.должность", word), position),
            Insertable(_mark("директор.ФИО", word), name),
        ]
    return rows


def _head_name(card: Organisation) -> str:
    parts = (card.head_last_name, card.head_first_name, card.head_patronymic)
    return " ".join(part for part in parts if part)


def _person(name: str, person: Person) -> list[Insertable]:
    rows = []
    for word, case in CASE_WORDS.items():
        rows += [
            Insertable(_mark(f"{name}.ФИО", word), full_name_in_case(person, case)),
            Insertable(_mark(f"{name}.инициалы", word), surname_with_initials(person, case)),
            Insertable(_mark(f"{name}.должность", word), position_in_case(person, case)),
        ]
    return rows


def _pair(number: int, mentorship: Mentorship, facts: OrderFacts) -> list[Insertable]:
    name = f"пара {number}"
    rows = _person(f"{name}.наставник", mentorship.mentor) if mentorship.mentor else []
    for word, case in CASE_WORDS.items():
        mentees = mentorship.mentees
        rows += [
            Insertable(_mark(f"{name}.наставляемые", word), enumerated(described(p, case) for p in mentees)),
            Insertable(
                _mark(f"{name}.наставляемые.ФИО", word),
                enumerated(full_name_in_case(p, case) for p in mentees),
            ),
            Insertable(
                _mark(f"{name}.наставляемые.инициалы", word),
                enumerated(surname_with_initials(p, case) for p in mentees),
            ),
        ]
    directions = ", ".join(direction.name for direction in mentorship.directions.all())
    return [
        *rows,
        Insertable(f"{{{name}.начало}}", facts.on_paper(mentorship.start)),
        Insertable(f"{{{name}.конец}}", facts.on_paper(mentorship.end)),
        Insertable(f"{{{name}.направления}}", directions),
    ]


def _mark(name: str, case_word: str) -> str:
    return f"{{{name}}}" if case_word == "им" else f"{{{name}|{case_word}}}"


def described(person: Person, case: Case) -> str:
    """«учителя физики Иванова Ивана Петровича»."""
    return f"{position_in_case(person, case)} {full_name_in_case(person, case)}".strip()


def enumerated(parts: Iterable[str]) -> str:
    """«Иванова, Петрова и Сидорова»."""
    *first, last = list(parts) or [""]
    return f"{', '.join(first)} и {last}" if first else last


# Shapes of placeholders that exist, whether or not there is something to fill them with.
_OF_CASE = r"(?:\|(?:род|дат|вин|тв))?"
_SHAPES = (
    (re.compile(r"(?:организация(?:\|(?:род|дат|предл)|\.кратко)?|положение|устав)"), NO_CARD),
    (re.compile(r"директор(?:\.(?:фио|должность))?(?:\|(?:род|дат|вин))?"), NO_CARD),
    (re.compile(rf"куратор\.(?:фио|инициалы|должность){_OF_CASE}"), NO_CURATOR),
    (
        re.compile(
            rf"пара \d+\.(?:наставник\.(?:фио|инициалы|должность){_OF_CASE}"
            rf"|наставляемые(?:\.(?:фио|инициалы))?{_OF_CASE}|начало|конец|направления)"
        ),
        "",
    ),
)


def _why_empty(name: str, values: dict[str, str]) -> str:
    reason = next((reason for shape, reason in _SHAPES if shape.fullmatch(name)), None)
    if reason is None:
        return ""
    pair = PAIR.fullmatch(name)
    if pair:
        known = any(key.startswith(f"пара {pair[1]}.") for key in values)
        return "в карточке человека нет должности" if known else f"в приказе нет пары с номером {pair[1]}"
    if reason == NO_CARD and "организация" in values:
        return "это поле карточки организации пустое"
    if reason == NO_CURATOR and "куратор.фио" in values:
        return "в карточке куратора нет должности"
    return reason
