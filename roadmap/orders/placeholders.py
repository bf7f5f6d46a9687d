"""Placeholders in the text of an order: «{куратор.ФИО|дат}» becomes a name as it stands in the card.

A fixed list of words replaced as plain text, once: the text is never a template, so «{{ 7*191 }}»,
«{% debug %}» and «${…}» stay what they are.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mentoring.language.dates import date_numeric, date_words
from mentoring.language.prepositions import with_word
from mentoring.language.typography import typeset
from mentoring.school.enums import DateStyle
from mentoring.school.models import LegalAct, Organisation
from programs.programmes.models import Programme
from registry.pairs.models import Mentorship
from registry.people.models import Person
from roadmap.orders.kinds.shape import AnnexSource, FactKind, Kind
from roadmap.orders.marks import (
    AGREEING,
    ANNEX_MARKS,
    LESSONS_ANNEX,
    Insertable,
    agreement_marks,
    agreement_rows,
    approved_rows,
    folded,
    mark_of,
    people_marks,
    people_rows,
    person_marks,
    person_rows,
)
from roadmap.orders.models import Order
from roadmap.orders.release_lines import lesson_rows

PLACEHOLDER = re.compile(r"(?<![{$])\{([^{}%#\n]+)\}(?!\})")
# «… по 31 мая 2027 г.» and «… Ивановым И. П.» end a sentence with one full stop, not two.
SECOND_STOP = re.compile(r"(г\.|\b[А-ЯЁ]\.)\.(?!\.)")
# The preposition and the placeholder after it, whose first letters choose between «с» and «со».
WITH = re.compile(r"(?<!\w)([Сс])([ \xa0]+)\{([^{}%#\n]+)\}")
PAIR = re.compile(r"пара (\d+)\.(.+)")
SAMPLE_REGULATION = "Положения о системе (целевой модели) наставничества педагогических работников"
NO_CARD = "не заполнена карточка организации"
NO_ACTS = "в нормативной базе ни один акт не отмечен «называть в преамбуле»"
SEVERAL = "замещающих несколько: пишите с номером, {замещающий 1.ФИО|вин}"
NO_CURATOR = "в приказе не выбран куратор"


@dataclass(frozen=True)
class OrderFacts:
    """Whom and what an order speaks of; mentorships come with people and positions prefetched."""

    card: Organisation | None
    year: str
    curator: Person | None
    mentorships: tuple[Mentorship, ...]
    kind: Kind | None = None
    # People by the role in which the order names them, and the facts typed for it.
    people: Mapping[str, Sequence[Person]] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    subject: Mentorship | None = None
    programme: Programme | None = None
    target: Order | None = None
    # The numbers of the annexes that are an act and a roadmap.
    annexes: Mapping[AnnexSource, str] = field(default_factory=dict)
    # Acts that the school names in preambles.
    acts: Sequence[LegalAct] = ()

    def on_paper(self, day: date) -> str:
        """A date as the school writes it in papers."""
        words = self.card is not None and self.card.date_style == DateStyle.WORDS
        return date_words(day) if words else date_numeric(day)


class Values(dict[str, str]):
    """What each placeholder gives, by its folded name; `reasons` says why the others of this order are empty."""

    reasons: dict[str, str]

    def __init__(self, values: Mapping[str, str], reasons: Mapping[str, str]) -> None:
        super().__init__(values)
        self.reasons = dict(reasons)


def insertable_groups(facts: OrderFacts) -> list[tuple[str, list[Insertable]]]:
    """(heading, placeholders) with what each one gives now; what cannot be filled is left out."""
    groups = [("Организация и год", [*_organisation(facts), *acts_rows(facts.acts)])]
    if facts.curator:
        groups.append(
            ("Куратор", [*person_rows("куратор", facts.curator), *agreement_rows("куратор", [facts.curator])])
        )
    groups += _of_kind(facts)
    for number, mentorship in enumerate(facts.mentorships, start=1):
        groups.append((f"{number}. {mentorship.title}", _pair(number, mentorship, facts)))
    groups.append(("«Утверждён» по виду документа", approved_rows()))
    return [
        (heading, [row for row in rows if row.value])
        for heading, rows in groups
        if any(row.value for row in rows)
    ]


def values_of(facts: OrderFacts) -> Values:
    """Every placeholder that can be filled now, by its folded name without braces."""
    filled = {folded(row.mark.strip("{}")): row.value for _, rows in insertable_groups(facts) for row in rows}
    return Values(filled, _reasons(facts))


def put_in(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders replaced, once; an unknown one stays as typed."""
    return PLACEHOLDER.sub(lambda match: values.get(folded(match[1]), match[0]), text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders replaced and set for print; an unknown one stays as typed."""
    return SECOND_STOP.sub(r"\1", typeset(put_in(WITH.sub(_joined(values), text), values)))


def _joined(values: Mapping[str, str]):
    """«с {наставник.инициалы|тв}» becomes «со …» where the name asks for it."""

    def joined(match: re.Match[str]) -> str:
        word = with_word(values.get(folded(match[3]), ""))
        return f"{match[1]}{word[1:]}{match[2]}{{{match[3]}}}"

    return joined


def names_in(text: str) -> list[str]:
    """Folded names of all placeholders of a text, in its order."""
    return [folded(match[1]) for match in PLACEHOLDER.finditer(text)]


def problems_in(text: str, values: Mapping[str, str], where: str) -> list[str]:
    """Russian sentences about placeholders that are unknown or cannot be filled; `where` is «В пункте 3»."""
    problems = []
    for match in PLACEHOLDER.finditer(text):
        name = folded(match[1])
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
    names = (PAIR.fullmatch(folded(match[1])) for match in PLACEHOLDER.finditer(text))
    return {int(match[1]) for match in names if match}


def without_pair(text: str, gone: int) -> str:
    """The text after the pair `gone` left the order: the pairs behind it move up by one number."""

    def replace(match: re.Match[str]) -> str:
        pair = PAIR.fullmatch(folded(match[1]))
        if not pair or int(pair[1]) <= gone:
            return match[0]
        return match[0].replace(pair[1], str(int(pair[1]) - 1), 1)

    return PLACEHOLDER.sub(replace, text)


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
            Insertable(mark_of("директор", word), f"{position} {name}" if position and name else ""),
            Insertable(mark_of("директор.должность", word), position),
            Insertable(mark_of("директор.ФИО", word), name),
        ]
    return rows


def acts_rows(acts: Sequence[LegalAct]) -> list[Insertable]:
    """The normative base in a sentence («в соответствии с», «на основании») and as lines of a list."""
    return [
        Insertable("{нормативная база}", ", ".join(act.citation for act in acts)),
        Insertable(
            "{нормативная база|род}",
            ", ".join(act.citation_genitive for act in acts if act.citation_genitive),
        ),
        Insertable("{нормативная база|список}", ";\n".join(act.listing for act in acts)),
    ]


def _head_name(card: Organisation) -> str:
    parts = (card.head_last_name, card.head_first_name, card.head_patronymic)
    return " ".join(part for part in parts if part)


def _of_kind(facts: OrderFacts) -> list[tuple[str, list[Insertable]]]:
    """What an order of the kind speaks of: people in their roles, typed facts, pair, programme, other order."""
    if facts.kind is None:
        return []
    groups = []
    for role in facts.kind.roles:
        people = list(facts.people.get(role.role, ()))
        if not people:
            continue
        rows = agreement_rows(role.many or role.mark, people)
        if role.many:
            rows = [*people_rows(role.many, people), *rows]
            for number, person in enumerate(people, start=1):
                rows += person_rows(f"{role.mark} {number}", person)
            if role.is_of_lines and len(people) == 1:
                rows += [*person_rows(role.mark, people[0]), *agreement_rows(role.mark, people)]
        else:
            rows = [*person_rows(role.mark, people[0]), *rows]
        groups.append((role.label, rows))
    return [*groups, ("Сведения приказа", [*_typed(facts), *_subjects(facts)])]


def _typed(facts: OrderFacts) -> list[Insertable]:
    rows = []
    for row in facts.kind.facts if facts.kind else ():
        value = facts.typed.get(row.name, "")
        if row.mark and value:
            if row.kind == FactKind.DAY:
                value = facts.on_paper(date.fromisoformat(value))
            elif row.kind == FactKind.CHOICE:
                value = next(words for key, _, words in row.choices if key == value)
            rows.append(Insertable(f"{{{row.mark}}}", value))
    if facts.kind and facts.kind.has_release_lines:
        rows += lesson_rows(facts.typed, facts.people)
    return rows


def _subjects(facts: OrderFacts) -> list[Insertable]:
    rows = []
    if facts.kind and facts.kind.may_take_papers:
        rows += [Insertable(mark, facts.annexes.get(source, "")) for source, mark in ANNEX_MARKS.items()]
    if facts.subject:
        rows += [
            Insertable("{пара.начало}", facts.on_paper(facts.subject.start)),
            Insertable("{пара.окончание}", facts.on_paper(facts.subject.end)),
        ]
    if facts.programme:
        rows += [
            Insertable("{программа}", facts.programme.title),
            Insertable("{программа.начало}", facts.on_paper(facts.programme.start)),
            Insertable("{программа.окончание}", facts.on_paper(facts.programme.end)),
        ]
    if facts.target and facts.target.date:
        rows += [
            Insertable("{приказ.номер}", facts.target.number),
            Insertable("{приказ.дата}", facts.on_paper(facts.target.date)),
            Insertable("{приказ.заголовок}", facts.target.title),
        ]
    return rows


def _reasons(facts: OrderFacts) -> dict[str, str]:
    """Why a placeholder of the kind may be empty, by its folded name or the beginning of it."""
    if facts.kind is None:
        return {}
    found = {folded(row.mark): f"не заполнено поле «{row.label}»" for row in facts.kind.facts if row.mark}
    if facts.kind.may_take_papers:
        found |= {folded(mark.strip("{}")): "к приказу это не приложено" for mark in ANNEX_MARKS.values()}
    if facts.kind.has_release_lines:
        found[folded(LESSONS_ANNEX.strip("{}"))] = "урок один, он назван в тексте"
        found["замещающий.уроки"] = SEVERAL
    for role in facts.kind.roles:
        reason = f"в карточке нет должности: {role.label.lower()}"
        if not facts.people.get(role.role):
            reason = f"не выбран человек: {role.label.lower()}"
        elif role.is_of_lines and len(facts.people[role.role]) > 1:
            reason = SEVERAL
        marks = [*person_marks(role.mark), *agreement_marks(role.many or role.mark)]
        marks += people_marks(role.many) if role.many else []
        found |= {folded(mark.strip("{}")): reason for mark in marks}
    return found


def _pair(number: int, mentorship: Mentorship, facts: OrderFacts) -> list[Insertable]:
    name = f"пара {number}"
    rows, mentees = [], mentorship.mentees
    if mentorship.mentor:
        rows += person_rows(f"{name}.наставник", mentorship.mentor)
        rows += agreement_rows(f"{name}.наставник", [mentorship.mentor])
    rows += people_rows(f"{name}.наставляемые", mentees) + agreement_rows(f"{name}.наставляемые", mentees)
    directions = ", ".join(direction.name for direction in mentorship.directions.all())
    return [
        *rows,
        Insertable(f"{{{name}.начало}}", facts.on_paper(mentorship.start)),
        Insertable(f"{{{name}.конец}}", facts.on_paper(mentorship.end)),
        Insertable(f"{{{name}.направления}}", directions),
    ]


# Shapes of placeholders that exist, whether or not there is something to fill them with.
_OF_CASE = r"(?:\|(?:род|дат|вин|тв))?"
_WORDS = "|".join(AGREEING)
_SHAPES = (
    (re.compile(r"(?:организация(?:\|(?:род|дат|предл)|\.кратко)?|положение|устав)"), NO_CARD),
    (re.compile(r"директор(?:\.(?:фио|должность))?(?:\|(?:род|дат|вин))?"), NO_CARD),
    (re.compile(r"нормативная база(?:\|(?:род|список))?"), NO_ACTS),
    (re.compile(rf"куратор(?:\.(?:фио|инициалы|должность){_OF_CASE}|\|(?:{_WORDS}))"), NO_CURATOR),
    (
        re.compile(
            rf"пара \d+\.(?:наставник\|(?:{_WORDS})|наставляемые\|(?:{_WORDS})|наставник\.(?:фио|инициалы|должность){_OF_CASE}"
            rf"|наставляемые(?:\.(?:фио|инициалы))?{_OF_CASE}|начало|конец|направления)"
        ),
        "",
    ),
)


def _why_empty(name: str, values: Mapping[str, str]) -> str:
    if isinstance(values, Values) and name in values.reasons:
        return values.reasons[name]
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
