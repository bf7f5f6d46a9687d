"""Facts and people of an order: what its kind asks for, as stored, read and checked against each other."""

from collections.abc import Iterable, Mapping
from datetime import date, time

from roadmap.orders.enums import OrderKind, OrderRole
from roadmap.orders.kinds.catalog import KINDS
from roadmap.orders.kinds.shape import FactKind, Kind
from roadmap.orders.models import Order
from roadmap.orders.release_lines import LINES, People, line_problems, stored_lines, substitutes_of

LONGEST = {FactKind.LINE: 500, FactKind.TEXT: 3000, FactKind.LINES: 5000}


def kind_of(order: Order) -> Kind:
    """The kind of an order with everything that tells it from the others."""
    return KINDS[order.kind]


def day_of(order: Order, name: str) -> date:
    """A typed day of the order."""
    return date.fromisoformat(order.facts[name])


def stored_facts(kind: Kind, values: Mapping[str, object]) -> dict[str, str]:
    """Typed values as the order keeps them: days and times in ISO, ticks as «yes», nothing for what is empty."""
    stored = {}
    for fact in kind.facts:
        value = values.get(fact.name)
        if isinstance(value, date):
            stored[fact.name] = value.isoformat()
        elif isinstance(value, time):
            stored[fact.name] = f"{value:%H:%M}"
        elif fact.kind == FactKind.TICK:
            stored |= {fact.name: "yes"} if value else {}
        elif isinstance(value, str) and value.strip():
            stored[fact.name] = value.replace("\r\n", "\n").strip()
    rows = values.get(LINES)
    if kind.has_release_lines and isinstance(rows, list):
        stored[LINES] = stored_lines(rows)
    return stored


def with_substitutes(kind: Kind, people: People, values: Mapping[str, object]) -> People:
    """The people of an order with those whom its typed lines name."""
    rows = values.get(LINES)
    if not kind.has_release_lines or not isinstance(rows, list):
        return people
    return {**people, OrderRole.SUBSTITUTE: substitutes_of(rows)}


def opened_facts(kind: Kind, facts: Mapping[str, str]) -> dict[str, object]:
    """Stored facts as a form shows them: the other way round."""
    readers = {FactKind.DAY: date.fromisoformat, FactKind.TIME: time.fromisoformat, FactKind.TICK: bool}
    rows = ((fact, facts[fact.name]) for fact in kind.facts if facts.get(fact.name))
    return {fact.name: readers.get(fact.kind, str)(value) for fact, value in rows}


def particular_problems(kind: Kind, people: People, facts: Mapping[str, str]) -> list[str]:
    """What is missing or contradicts itself in the people and facts of an order, as Russian sentences."""
    problems = [
        f"Не выбран человек: {role.label.lower()}."
        for role in kind.roles
        if role.is_required and not role.is_of_lines and not people.get(role.role)
    ]
    problems += [
        f"Не заполнено поле «{fact.label}»."
        for fact in kind.facts
        if fact.is_required and not facts.get(fact.name)
    ]
    for fact in kind.facts:
        if len(facts.get(fact.name, "")) > LONGEST.get(fact.kind, 500):
            problems.append(f"Поле «{fact.label}» слишком длинное.")
        if fact.kind == FactKind.CHOICE and facts.get(fact.name, "") not in {
            "",
            *(row[0] for row in fact.choices),
        }:
            problems.append(f"В поле «{fact.label}» выберите один из вариантов.")
    return problems or [*_contradictions(kind, people, facts)]


def _contradictions(kind: Kind, people: People, facts: Mapping[str, str]) -> Iterable[str]:
    if kind.has_release_lines:
        yield from line_problems(facts, people)
    if kind.kind == OrderKind.MONITORING and facts["until"] < facts["on"]:
        yield "Окончание мониторинга раньше его начала."
    if kind.kind == OrderKind.CURATOR and facts.get("until", facts["on"]) < facts["on"]:
        yield "Назначение заканчивается раньше, чем начинается."
    if kind.kind == OrderKind.AWARD and not any(people.values()):
        yield "Отметьте хотя бы одного человека: кого поощрить."
    if kind.kind == OrderKind.ASSOCIATION:
        heads = {person.pk for person in people[OrderRole.HEAD]}
        if heads & {person.pk for person in people[OrderRole.MEMBER]}:
            yield "Руководителя не отмечайте среди членов: он назван в составе отдельно."
    if kind.kind == OrderKind.REPLACEMENT and facts["consented_on"] > facts["on"]:
        yield "Новый наставник должен согласиться до дня замены (ТК РФ, ст. 351.8)."
