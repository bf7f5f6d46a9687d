"""An order → what its paper says: texts with names filled in, the annex, the acquaintance sheet."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from mentoring.documents.papers import (
    Acquaintance,
    Annex,
    Letterhead,
    OrderItem,
    OrderPaper,
    PaperColumn,
    PaperTable,
    RowGroup,
    Signature,
)
from mentoring.language.cases import Case
from mentoring.language.dates import school_year_label
from mentoring.language.initials import NBSP
from mentoring.language.typography import typeset
from mentoring.school.models import Organisation
from mentoring.school.queries import cited_acts, organisation
from registry.consents.enums import ConsentKind
from registry.pairs.models import Mentorship
from registry.people.models import Person
from registry.people.naming import full_name_in_case
from roadmap.orders.annexes import lines_table, people_table, post_of
from roadmap.orders.attachments import ROOMS, annex_numbers, paper_annex
from roadmap.orders.kinds.shape import AnnexShape, AnnexSource
from roadmap.orders.marks import enumerated
from roadmap.orders.models import Order
from roadmap.orders.outline import siblings_of
from roadmap.orders.particulars import kind_of
from roadmap.orders.placeholders import OrderFacts, fill, values_of
from roadmap.orders.queries import (
    consents_for_order,
    order_mentorships,
    people_in_roles,
    people_of,
    readers_of_target,
)
from roadmap.orders.release_lines import has_table, lines_of, release_table

ANNEX_COLUMNS = (
    PaperColumn("№", 4, "center"),
    PaperColumn("Наставник, должность", 20),
    PaperColumn("Наставляемый(е), должность", 20),
    PaperColumn("Форма, вид наставничества", 16, is_wordy=True),
    PaperColumn("Направление", 16, is_wordy=True),
    PaperColumn("Срок", 14),
    PaperColumn("Основание", 20, is_wordy=True),
)


def facts_of(order: Order, mentorships: Iterable[Mentorship]) -> OrderFacts:
    """What the order's placeholders speak of; the school year is the one of the first pair's beginning."""
    pairs = tuple(mentorships)
    programme = order.programme
    return OrderFacts(
        card=organisation(),
        year=year_of(pairs, order),
        curator=order.curator,
        mentorships=pairs,
        kind=kind_of(order),
        people=people_in_roles(order),
        typed=order.facts,
        subject=programme.mentorship if programme else order.mentorship,
        programme=programme,
        target=order.target,
        annexes=annex_numbers(order) if kind_of(order).may_take_papers else {},
        acts=cited_acts(),
    )


def year_of(mentorships, order: Order | None = None) -> str:
    """«2026/2027»: the school year in which the earliest of the pairs begins."""
    starts = [mentorship.start for mentorship in mentorships]
    created = timezone.localdate(order.created_at) if order and order.created_at else timezone.localdate()
    return school_year_label(min(starts, default=created))


def order_paper(order: Order, *, number: str = "", on: date | None = None) -> OrderPaper:
    """The order as its paper says it now; without number and date these stay lines to write on.

    Consents named in the annex are those valid on the date, or today while there is none.
    """
    mentorships = order_mentorships(order)
    facts = facts_of(order, mentorships)
    values = values_of(facts)
    card = facts.card or Organisation()
    people = people_of(mentorships)
    return OrderPaper(
        letterhead=Letterhead(
            full_name=typeset(card.full_name), short_name=typeset(card.short_name), place=typeset(card.town)
        ),
        number=number,
        date=facts.on_paper(on) if on else "",
        title=typeset(order.title),
        preamble=fill(order.preamble, values),
        items=_items(order, values, facts),
        signer=Signature(position=order.signer_position, name=order.signer_name),
        annexes=_annexes(order, facts, people, on or timezone.localdate()),
        acquaintance=tuple(
            Acquaintance(name=person.full_name, position=post_of(person))
            for person in people_of_sheet(order, people, facts.people)
        ),
    )


def readers_of(order: Order, people: Iterable[Person], named=None) -> list[Person]:
    """Who must read the order under signature: everybody in its pairs, everybody else it names, the curator.

    `named` are the people in their roles when they are at hand already.
    """
    readers = {person.pk: person for person in people}
    for rows in (people_in_roles(order) if named is None else named).values():
        for person in rows:
            readers.setdefault(person.pk, person)
    if order.curator:
        readers.setdefault(order.curator.pk, order.curator)
    return list(readers.values())


def people_of_sheet(order: Order, people: Iterable[Person], named=None) -> list[Person]:
    """Whose names stand on the sheet of acquaintance: who must read the order, and who had to read the one it changes."""
    readers = {person.pk: person for person in readers_of(order, people, named)}
    for person in readers_of_target(order):
        readers.setdefault(person.pk, person)
    return list(readers.values())


def _items(order: Order, values: dict[str, str], facts: OrderFacts) -> tuple[OrderItem, ...]:
    groups = siblings_of(order.items.all())

    def written(parent: int | None) -> tuple[OrderItem, ...]:
        return tuple(OrderItem(fill(row.text, values), written(row.pk)) for row in groups.get(parent, []))

    closing = [fill(order.control, values)]
    if order.effective_from:
        closing.insert(
            0, f"Приказ вступает в силу с {facts.on_paper(order.effective_from)}.".replace("..", ".")
        )
    return written(None) + tuple(OrderItem(text) for text in closing)


def _annexes(order: Order, facts: OrderFacts, people: list[Person], day: date) -> tuple[Annex, ...]:
    found = []
    for shape in kind_of(order).annexes:
        number = len(found) + 1
        is_titled = number == 1 and kind_of(order).titles_annex
        title = typeset(order.annex_title if is_titled else shape.title)
        if shape.source in ROOMS:
            annex = paper_annex(order, shape.source, str(number))
            found += [annex] if annex else []
            continue
        if shape.source == AnnexSource.LESSONS and not has_table(order.facts, facts.people):
            continue
        table = _table(order, shape, facts, people, day)
        orientation = "landscape" if shape.source == AnnexSource.PAIRS else "portrait"
        found.append(Annex(number=str(number), title=title, table=table, orientation=orientation))
    return tuple(found)


def _table(order: Order, shape: AnnexShape, facts: OrderFacts, people, day: date) -> PaperTable:
    if shape.source == AnnexSource.PEOPLE:
        rows = [role for role in kind_of(order).roles if role.role in shape.roles]
        return people_table([(role.label, facts.people.get(role.role, ())) for role in rows])
    if shape.source == AnnexSource.LESSONS:
        return release_table(lines_of(order.facts, facts.people))
    if shape.source == AnnexSource.LINES:
        return lines_table(order.facts.get(shape.fact, ""))
    return _pairs_table(facts, people, day)


def _pairs_table(facts: OrderFacts, people: list[Person], day: date) -> PaperTable:
    consents = consents_for_order(people)
    dates = {
        key: next((row.given_on for row in rows if row.is_valid_on(day)), None)
        for key, rows in consents.items()
    }
    rows = tuple(
        (
            f"{number}.",
            _named(mentorship.mentor) if mentorship.mentor else "",
            ";\n".join(_named(person) for person in mentorship.mentees),
            _form_and_kind(mentorship),
            ", ".join(row.name for row in mentorship.directions.all()),
            f"с{NBSP}{facts.on_paper(mentorship.start)}\nпо{NBSP}{facts.on_paper(mentorship.end)}",
            _grounds(mentorship, dates, facts),
        )
        for number, mentorship in enumerate(facts.mentorships, start=1)
    )
    return PaperTable(ANNEX_COLUMNS, (RowGroup(rows),))


def _named(person: Person) -> str:
    return ", ".join(part for part in (full_name_in_case(person, Case.NOMINATIVE), post_of(person)) if part)


def _form_and_kind(mentorship: Mentorship) -> str:
    forms = ", ".join(row.name for row in mentorship.forms.all())
    kinds = ", ".join(row.name for row in mentorship.kinds.all())
    return typeset("; ".join(part for part in (forms, kinds) if part))


def _grounds(mentorship: Mentorship, dates, facts: OrderFacts) -> str:
    """«Согласия: наставника от 01.09.2026, наставляемого от 02.09.2026»; one not there yet is said so."""

    def given(person: Person, kind: str) -> str:
        day = dates.get((person.pk, kind))
        return f"от{NBSP}{facts.on_paper(day)}" if day else "не получено"

    mentees = mentorship.mentees
    word = "наставляемых" if len(mentees) > 1 else "наставляемого"
    parts = []
    if mentorship.mentor:
        parts.append(f"наставника {given(mentorship.mentor, ConsentKind.MENTORING)}")
    answers = dict.fromkeys(given(person, ConsentKind.PARTICIPATION) for person in mentees)
    parts.append(f"{word} {enumerated(answers)}")
    return f"Согласия: {', '.join(parts)}"
