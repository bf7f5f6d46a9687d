"""A local act → what its paper says: грифы, title, sections with placeholders filled in."""

from datetime import date

from mentoring.documents.act_paper import ActClause, ActPaper, ActSection, act_of_data
from mentoring.language.agreement import adopted_participle, approved_participle
from mentoring.language.typography import typeset
from mentoring.school.models import Organisation
from mentoring.school.queries import cited_acts, organisation
from roadmap.acts.enums import ActKind, ActStampKind
from roadmap.acts.models import ActStamp, LocalAct
from roadmap.orders.models import Order
from roadmap.orders.outline import outline, siblings_of
from roadmap.orders.placeholders import OrderFacts, Values, fill, insertable_groups, problems_in, values_of
from roadmap.orders.services import signer_name

LINE = "____________"


def facts_of() -> OrderFacts:
    """What placeholders of an act speak of: the school and the normative base, no person."""
    return OrderFacts(card=organisation(), year="", curator=None, mentorships=(), acts=cited_acts())


def groups_of(facts: OrderFacts):
    """(heading, placeholders) that a text of an act may hold."""
    return [
        (
            heading.replace(" и год", ""),
            [row for row in rows if "год" not in row.mark and "директор" not in row.mark],
        )
        for heading, rows in insertable_groups(facts)[:1]
    ]


def act_values(facts: OrderFacts | None = None) -> Values:
    """What each placeholder of an act gives now; a person's name is none of them, for the act outlives people."""
    values = values_of(facts or facts_of())
    for name in [name for name in values if name.startswith(("директор", "учебный", "утвержден"))]:
        del values[name]
    return values


def paper_of(act: LocalAct) -> ActPaper:
    """The frozen words of an approved act, the present ones of a draft."""
    return act_of_data(act.document.data) if act.document else act_paper(act)


def act_paper(act: LocalAct, *, order: Order | None = None, on: date | None = None) -> ActPaper:
    """The act as its paper says it now, approved by the order, by «УТВЕРЖДАЮ» of the day, or not yet."""
    facts = facts_of()
    card, values = facts.card or Organisation(), act_values(facts)
    stamps = [_approval(act, card, facts, order, on)]
    stamps += [_stamp(act, row, facts) for row in act.stamps.all()]
    return ActPaper(
        stamps=tuple(stamps),
        word="" if act.kind == ActKind.OTHER else act.get_kind_display(),
        title=typeset(act.title),
        school=_school(act, card),
        sections=_sections(act, values),
        attachments=tuple(typeset(row.title) for row in act.attachments.all()),
    )


def text_problems(act: LocalAct) -> list[str]:
    """Placeholders of the act that are unknown or empty, each with its place, as Russian sentences."""
    values = act_values()
    return [
        problem
        for row in outline(act.items.all())
        for problem in problems_in(row.item.text, values, f"В пункте {row.number.rstrip('.')}")
    ]


def _school(act: LocalAct, card: Organisation) -> str:
    """«в Муниципальном бюджетном…», unless the title says whose act it is."""
    names = (card.short_name, card.full_name_prepositional)
    if not card.full_name_prepositional or any(name and name in act.title for name in names):
        return ""
    return typeset(f"в {card.full_name_prepositional}")


def _approval(act: LocalAct, card, facts: OrderFacts, order, on) -> tuple[str, ...]:
    if order is None and on is not None:
        position = card.head_position[:1].upper() + card.head_position[1:]
        head = f"{position} {card.short_name}".strip()
        lines = ("УТВЕРЖДАЮ", head, f"{LINE} {signer_name(card if card.pk else None)}", facts.on_paper(on))
    else:
        day = facts.on_paper(order.date) if order else LINE
        number = order.number if order else "________"
        lines = (approved_participle(act.name), f"приказом {card.short_name}".strip(), f"от {day} № {number}")
    return tuple(typeset(line) for line in lines)


def _stamp(act: LocalAct, stamp: ActStamp, facts: OrderFacts) -> tuple[str, ...]:
    day = facts.on_paper(stamp.protocol_date) if stamp.protocol_date else LINE
    protocol = f"Протокол от {day} № {stamp.protocol_number or '____'}"
    if stamp.kind == ActStampKind.AGREED:
        signed = (protocol,) if stamp.protocol_number else (f"{LINE} (подпись)", day)
        lines = ("СОГЛАСОВАНО", stamp.body, *signed)
    else:
        how = "на заседании" if stamp.kind == ActStampKind.ADOPTED else "с учётом мнения"
        lines = (adopted_participle(act.name), f"{how} {stamp.body}", protocol)
    return tuple(typeset(line) for line in lines)


def _sections(act: LocalAct, values: Values) -> tuple[ActSection, ...]:
    groups = siblings_of(act.items.all())

    def words(item) -> str:
        return fill(item.text, values)

    def clauses(section) -> tuple[ActClause, ...]:
        return tuple(
            ActClause(
                tuple(line for line in words(item).split("\n") if line.strip()),
                tuple(line for row in groups.get(item.pk, []) for line in words(row).split("\n")),
            )
            for item in groups.get(section.pk, [])
        )

    return tuple(ActSection(words(section), clauses(section)) for section in groups.get(None, []))
