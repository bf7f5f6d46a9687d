"""Everything that must hold before an order gets its number, each fault with the place to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from registry.consents.enums import ConsentKind, ConsentStatus
from registry.pairs.enums import Answer, MentorshipStatus
from registry.pairs.models import Mentorship
from registry.people.models import Person
from registry.people.naming import naming_problems
from roadmap.agreements.queries import mentors_without_agreement
from roadmap.orders.enums import OrderRole
from roadmap.orders.in_force import force_problems
from roadmap.orders.kind_checks import subject_problems, subject_warnings
from roadmap.orders.mentor_checks import agreement_problems
from roadmap.orders.models import EDITABLE, Order
from roadmap.orders.numbering import journal_year
from roadmap.orders.outline import outline
from roadmap.orders.paper import facts_of, readers_of
from roadmap.orders.particulars import People, kind_of
from roadmap.orders.placeholders import OrderFacts, problems_in, values_of
from roadmap.orders.queries import (
    consents_for_order,
    last_date,
    order_mentorships,
    people_in_roles,
    people_of,
)

IN_FORCE = "Приказ вступает в силу не позже того, что в нём назначено"
AGREEMENTS_SIGNED = "Соглашения с наставниками подписаны"
OF_CONSENT = {
    ConsentKind.PROCESSING: "согласия на обработку персональных данных",
    ConsentKind.MENTORING: "согласия быть наставником",
    ConsentKind.PARTICIPATION: "согласия на участие в программе наставничества",
}


@dataclass(frozen=True)
class Problem:
    """One reason why the order cannot be registered, and the page where it is mended."""

    sentence: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Check:
    """One line of the list «Перед регистрацией»; without problems it is fulfilled. A remark hinders nothing."""

    title: str
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


def registration_problems(order: Order, on: date) -> list[str]:
    """Russian sentences why the order cannot be registered on the date; an empty list when it can."""
    return [problem.sentence for check in registration_checks(order, on) for problem in check.problems]


def consent_problems(order: Order, on: date) -> list[str]:
    """Who in the order has no valid consent on the date, as Russian sentences."""
    needed = _needed(order_mentorships(order), people_in_roles(order))
    return [problem.sentence for problem in _consents(needed, on)]


def date_problems(order: Order, on: date) -> list[str]:
    """Why the date does not suit the journal, as Russian sentences; sure only while the counter is locked."""
    return [problem.sentence for problem in _date(order, on)]


def registration_checks(order: Order, on: date) -> list[Check]:
    """All conditions of registration on the date, fulfilled or not, in the order of the page.

    Sources: ТК РФ, ст. 351.8 and Положение, п. 3.2, 6.2 (consents L-01, L-03, L-08; pairs agreed by all
    sides), 152-ФЗ (processing of personal data).
    """
    mentorships = order_mentorships(order)
    facts = facts_of(order, mentorships)
    needed = _needed(mentorships, facts.people)
    consents = Check("Согласия участников действуют на дату приказа", tuple(_consents(needed, on)))
    checks = [
        Check("Карточка организации заполнена", _card(facts)),
        _of_subject(order, facts, on),
        *([Check(IN_FORCE, tuple(_force(order, facts, on)))] if order.effective_from else []),
        *([consents] if needed or kind_of(order).speaks_of_rows else []),
        Check(
            "Склонение имён и должностей проверено",
            tuple(_names(order, people_of(mentorships), facts.people)),
        ),
        Check("Все подстановки в тексте заполнены", tuple(_texts(order, facts))),
        Check("Дата приказа подходит журналу", tuple(_date(order, on))),
    ]
    # The school may let its orders wait for the mentors' agreements (L-02); otherwise the pair's card only reminds.
    if _is_strict(facts):
        checks.append(Check(AGREEMENTS_SIGNED, (*_agreements(mentorships), *_of_successor(order, facts))))
    return checks


def _of_subject(order: Order, facts: OrderFacts, on: date) -> Check:
    if kind_of(order).speaks_of_rows:
        problems = tuple(_pairs(order, list(facts.mentorships), on))
        remarks = tuple(_early_terms(order, facts.mentorships, on))
        return Check("Пары и группы согласованы всеми сторонами", problems, remarks)
    url = _mended_at(order, "facts")
    found = subject_problems(order, facts.people, on)
    warnings = [] if found else subject_warnings(order, on)
    if _is_strict(facts):
        found, warnings = [*found, *warnings], []
    problems, remarks = (
        tuple(Problem(sentence, url, "К сведениям") for sentence in rows) for rows in (found, warnings)
    )
    return Check("Сведения приказа верны, и сделать по ним всё можно", problems, remarks)


def _mended_at(order: Order, name: str, *numbers: int) -> str:
    """The page of the order itself where a fault is mended; none while the text cannot change."""
    return reverse(f"orders:{name}", args=[order.pk, *numbers]) if order.status in EDITABLE else ""


def _is_strict(facts: OrderFacts) -> bool:
    """Do the orders of this school wait for the mentors' papers (ТК РФ, ст. 351.8)? Any other is reminded."""
    return facts.card is not None and facts.card.strict_agreements


def _force(order: Order, facts: OrderFacts, on: date) -> Iterable[Problem]:
    url = _mended_at(order, "edit")
    for sentence in force_problems(order, facts.mentorships, on):
        yield Problem(sentence, url, "Исправить")


def _early_terms(order: Order, mentorships: Iterable[Mentorship], on: date) -> Iterable[Problem]:
    """Pairs that work before the order is in force: lawful where it is meant, a slip where it is not."""
    begins = order.effective_from or on
    for mentorship in mentorships:
        if mentorship.start < begins:
            yield Problem(
                f"{mentorship.title}: срок начинается {mentorship.start:%d.%m.%Y}, а приказ действует "
                f"с {begins:%d.%m.%Y}. Если так и задумано, оставьте как есть.",
                mentorship.get_absolute_url(),
                "Открыть пару",
            )


def text_problems(order: Order) -> list[str]:
    """What hinders even sending the draft to the director: no pairs, no school card, empty placeholders."""
    mentorships = order_mentorships(order)
    facts = facts_of(order, mentorships)
    found = [*_card(facts), *_texts(order, facts), *_force(order, facts, timezone.localdate())]
    kind = kind_of(order)
    if kind.speaks_of_rows and not mentorships:
        found.insert(0, Problem("В приказе нет ни одной пары или группы."))
    if not order.items.all():
        found.append(Problem("В приказе нет ни одного пункта."))
    if not kind.speaks_of_rows:
        found += _of_subject(order, facts, timezone.localdate()).problems
    return [problem.sentence for problem in found]


def _card(facts: OrderFacts) -> tuple[Problem, ...]:
    if facts.card is not None:
        return ()
    sentence = "Не заполнена карточка организации: из неё берутся наименование школы и руководитель."
    return (Problem(sentence, reverse("school:organisation"), "Заполнить карточку"),)


def _pairs(order: Order, mentorships: list[Mentorship], on: date) -> Iterable[Problem]:
    if not mentorships:
        yield Problem("В приказе нет ни одной пары или группы.", _mended_at(order, "text"), "К тексту")
    for mentorship in mentorships:
        url, label = mentorship.get_absolute_url(), "Открыть пару"
        sides = mentorship.present_sides
        if mentorship.status != MentorshipStatus.IN_ORDER:
            state = mentorship.get_status_display()
            yield Problem(
                f"{mentorship.title}: состояние «{state}», а нужно «в проекте приказа».", url, label
            )
        for row in sides:
            if row.answer != Answer.YES:
                answer = row.get_answer_display()
                yield Problem(f"{row.person.short_name}: нет согласия на эту пару ({answer}).", url, label)
            if row.person.left_on and row.person.left_on <= on:
                yield Problem(
                    f"{row.person.short_name}: в школе больше не работает (с {row.person.left_on:%d.%m.%Y}).",
                    row.person.get_absolute_url(),
                    "Открыть карточку",
                )
        if mentorship.end < on:
            yield Problem(f"{mentorship.title}: срок закончился {mentorship.end:%d.%m.%Y}.", url, label)


def _needed(mentorships: list[Mentorship], named: People) -> dict[tuple[int, str], Person]:
    """Whose consent of which kind the order rests on: both sides of its pairs, a mentor who takes a pair over."""
    needed: dict[tuple[int, str], Person] = {}
    for mentorship in mentorships:
        if mentorship.mentor:
            needed[mentorship.mentor.pk, ConsentKind.PROCESSING] = mentorship.mentor
            needed[mentorship.mentor.pk, ConsentKind.MENTORING] = mentorship.mentor
        for person in mentorship.mentees:
            needed[person.pk, ConsentKind.PROCESSING] = person
            needed[person.pk, ConsentKind.PARTICIPATION] = person
    for person in named.get(OrderRole.SUCCESSOR, ()):
        needed[person.pk, ConsentKind.PROCESSING] = person
        needed[person.pk, ConsentKind.MENTORING] = person
    return needed


def _consents(needed: dict[tuple[int, str], Person], on: date) -> Iterable[Problem]:
    found = consents_for_order(list({person.pk: person for person in needed.values()}.values()))
    for (pk, kind), person in needed.items():
        reason = _why_no_consent(found.get((pk, kind), []), on)
        if reason:
            yield Problem(
                f"{person.short_name}: нет действующего {OF_CONSENT[ConsentKind(kind)]} – {reason}.",
                reverse("consents:person", args=[pk]),
                "К согласиям",
            )


def _why_no_consent(rows, on: date) -> str:
    """Why none of the consents (the latest first) holds on the date; empty when one does."""
    if any(row.is_valid_on(on) for row in rows):
        return ""
    if not rows:
        return "оно не внесено"
    latest = rows[0]
    if latest.status == ConsentStatus.WITHDRAWN:
        return f"оно отозвано {latest.withdrawn_on:%d.%m.%Y}"
    if latest.given_on > on:
        return f"оно дано {latest.given_on:%d.%m.%Y}, позже даты приказа {on:%d.%m.%Y}"
    return f"оно действовало по {latest.valid_until:%d.%m.%Y}"


def _agreements(mentorships: list[Mentorship]) -> Iterable[Problem]:
    for row in mentors_without_agreement(mentorships):
        word = "соглашения о наставничестве" if row.person.is_employee else "договора о наставничестве"
        yield Problem(
            f"{row.person.short_name}: нет подписанного {word} (ТК РФ, ст. 351.8).",
            row.mentorship.get_absolute_url(),
            "Открыть пару",
        )


def _of_successor(order: Order, facts: OrderFacts) -> Iterable[Problem]:
    """The paper of who takes a pair over is prepared for the pair as it is, before the order."""
    for person in facts.people.get(OrderRole.SUCCESSOR, ()):
        url = reverse("agreements:create", args=[order.mentorship_id])
        for sentence in agreement_problems(order, person):
            yield Problem(sentence, f"{url}?mentor={person.pk}", "Подготовить")


def _names(order: Order, people: list[Person], named: People) -> Iterable[Problem]:
    for person in readers_of(order, people, named):
        for sentence in naming_problems(person):
            yield Problem(sentence, reverse("people:forms", args=[person.pk]), "Проверить склонение")


def _texts(order: Order, facts: OrderFacts) -> Iterable[Problem]:
    values = values_of(facts)
    header = _mended_at(order, "edit")
    for where, text in (("В преамбуле", order.preamble), ("В пункте о контроле", order.control)):
        for sentence in problems_in(text, values, where):
            yield Problem(sentence, header, "Исправить")
    for row in outline(order.items.all()):
        url = _mended_at(order, "change_item", row.item.pk)
        for sentence in problems_in(row.item.text, values, f"В пункте {row.number.rstrip('.')}"):
            yield Problem(sentence, url, "Исправить")


def _date(order: Order, on: date) -> Iterable[Problem]:
    if on > timezone.localdate():
        yield Problem(f"Дата {on:%d.%m.%Y} ещё не наступила. Укажите сегодняшнюю или прошедшую дату.")
    last = last_date(order.journal, journal_year(order.journal.period, on))
    if last and on < last:
        yield Problem(
            f"В журнале «{order.journal}» уже есть приказ от {last:%d.%m.%Y}: номера идут по порядку дат. "
            "Укажите эту дату или более позднюю."
        )
