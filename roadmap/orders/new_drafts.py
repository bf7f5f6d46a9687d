"""The only writer of new drafts and of the people and facts that an order of a kind asks for."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from mentoring.school.queries import cited_acts, organisation
from mentoring.workflow.services import CREATION, add_history, check_version, lock, once
from mentoring.workflow.verdicts import Refused, StaleState, require
from programs.programmes.queries import with_people as with_sides
from registry.pairs.models import Mentorship
from registry.pairs.queries import with_people
from registry.pairs.services import place_in_order
from roadmap.orders.answering import answer_application
from roadmap.orders.attachments import attach_papers
from roadmap.orders.drafting import draft_text
from roadmap.orders.enums import OrderKind, OrderRole
from roadmap.orders.journals import ensure_journal
from roadmap.orders.kinds.catalog import KINDS
from roadmap.orders.kinds.shape import Kind, Need, SampleItem, SampleText
from roadmap.orders.models import Order, OrderItem, OrderMentorship
from roadmap.orders.outcomes import OrderPerson
from roadmap.orders.paper import facts_of, year_of
from roadmap.orders.particulars import People, kind_of, particular_problems, stored_facts, with_substitutes
from roadmap.orders.placeholders import OrderFacts
from roadmap.orders.queries import default_curator, people_in_roles, targets_for_user
from roadmap.orders.rules import may_edit, may_prepare
from roadmap.orders.samples import present_sample
from roadmap.orders.services import lock_mentorships, signer_name

NO_TEXT = SampleText(title="…", preamble="…", items=())
TWICE = "Проект такого приказа уже готовится. Откройте его в списке приказов."


@transaction.atomic
def draft_pairing_order(mentorships, *, by, kind=OrderKind.PAIRING) -> Order:
    """Make the draft «О закреплении…» of agreed pairs, or «О назначении наставником» of one; they go into it.

    The pairs are locked first: a second click finds them in an order already. Raises Refused without pairs
    or for another person, StaleState when a pair is not agreed any more.
    """
    require(may_prepare(None, by))
    pairs = list(with_people(lock_mentorships(row.pk for row in mentorships)))
    if not pairs:
        raise Refused("Отметьте хотя бы одну согласованную пару или группу: приказ готовится по ним.")
    if kind == OrderKind.APPOINTMENT and len(pairs) > 1:
        raise Refused("Этим приказом назначают наставника одной паре или группе. Выберите одну.")
    pairs.sort(key=lambda pair: (pair.start, pair.mentor.sort_key if pair.mentor else "", pair.pk))
    card, curator = organisation(), default_curator()
    facts = OrderFacts(
        card=card,
        year=year_of(pairs),
        curator=curator,
        mentorships=tuple(pairs),
        kind=KINDS[kind],
        acts=cited_acts(),
    )
    text = draft_text(present_sample(kind), facts, timezone.localdate())
    order = _create(kind, text, by=by, card=card, curator=curator)
    for position, pair in enumerate(pairs, start=1):
        place_in_order(pair, by=by)
        OrderMentorship.objects.create(order=order, mentorship=pair, position=position)
    return _begun(order, by)


@transaction.atomic
def draft_order(
    kind,
    *,
    by,
    people=None,
    facts=None,
    curator=None,
    mentorship=None,
    programme=None,
    target=None,
    roadmap=None,
    act=None,
    application=None,
    key="",
) -> Order:
    """Make a draft of any kind but those of agreed pairs, from the school's sample of today.

    `people` maps roles to persons, `facts` are typed values by name, `roadmap`, `act` and `application` are the
    numbers of what it approves and of what it answers; the lines of a release stand among the facts. `key` names the form, so that a double click makes one draft. Raises Refused with everything that is missing, StaleState when a draft about the same thing is
    being prepared.
    """
    require(may_prepare(None, by))
    if key:
        once(f"orders/{key}")
    shape = KINDS[kind]
    subjects = _subjects(shape, by, mentorship, programme, target)
    people = {**with_substitutes(shape, people or {}, facts or {}), **_sides(subjects)}
    stored = stored_facts(shape, facts or {})
    _require_whole(shape, people, stored, curator)
    card, curator = organisation(), curator or default_curator()
    order = _create(kind, NO_TEXT, by=by, card=card, curator=curator, facts=stored, **subjects)
    _write_people(order, people)
    attach_papers(order, by=by, act=act, roadmap=roadmap)
    if application is not None:
        answer_application(order, application, by=by)
    text = draft_text(present_sample(kind), facts_of(order, ()), timezone.localdate())
    _write_text(order, text)
    return _begun(order, by)


@transaction.atomic
def change_particulars(order, *, by, version, people, facts, curator=None) -> Order:
    """Write the people and facts of a draft anew; its texts follow, because they name them by placeholders.

    Raises Refused with what is missing or contradicts itself, StaleState when the order changed since `version`.
    """
    order = lock(Order.objects.all(), order.pk)
    require(may_edit(order, by))
    check_version(order, version, "Приказ")
    shape = kind_of(order)
    kept = {role.role for role in shape.roles if role.is_of_pair}
    people = with_substitutes(shape, people, facts)
    people = {role: rows for role, rows in people.items() if role not in kept}
    present = {role: rows for role, rows in people_in_roles(order).items() if role in kept}
    stored = stored_facts(shape, facts)
    _require_whole(shape, {**people, **present}, stored, curator)
    order.people.exclude(role__in=kept).delete()
    _write_people(order, people)
    order.facts = stored
    if shape.needs_curator:
        order.curator = curator
    order.version += 1
    order.save(update_fields=["facts", "curator", "version"])
    add_history(order, by=by, action="particulars", sentence="изменены сведения приказа")
    return order


def _create(kind, text: SampleText, *, by, card, curator, **fields) -> Order:
    try:
        with transaction.atomic():
            order = Order.objects.create(
                kind=kind,
                journal=ensure_journal(),
                signer_position=_capital(card.head_position) if card else "Директор",
                signer_name=signer_name(card),
                curator=curator,
                created_by=by,
                title=text.title,
                preamble=text.preamble,
                control=text.control,
                annex_title=text.annex_title,
                **fields,
            )
    except IntegrityError as error:
        if "order_one_draft_about" not in str(error):
            raise
        raise StaleState(TWICE) from None
    _write_items(order, text.items)
    return order


def _write_text(order: Order, text: SampleText) -> None:
    order.title, order.preamble, order.control = text.title, text.preamble, text.control
    order.annex_title = text.annex_title
    order.save(update_fields=["title", "preamble", "control", "annex_title"])
    _write_items(order, text.items)


def _begun(order: Order, by) -> Order:
    sentence = "подготовлен проект приказа"
    add_history(order, by=by, action="draft", sentence=sentence, to_state=order.status, tells=[CREATION])
    return order


def _write_items(order: Order, items: tuple[SampleItem, ...], parent: OrderItem | None = None) -> None:
    for position, item in enumerate(items, start=1):
        row = OrderItem.objects.create(order=order, parent=parent, position=position, text=item.text)
        _write_items(order, item.items, row)


def _write_people(order: Order, people: People) -> None:
    for role, persons in people.items():
        OrderPerson.objects.bulk_create(
            OrderPerson(order=order, person=person, role=role, position=position)
            for position, person in enumerate(persons, start=1)
        )


def _subjects(shape: Kind, by, mentorship, programme, target) -> dict[str, object]:
    """What the order speaks of, read anew and locked against another draft of the same moment."""
    if shape.need == Need.ACTIVE_PAIR and mentorship is not None:
        return {"mentorship": with_people(lock_mentorships([mentorship.pk])).get()}
    if shape.need == Need.PROGRAMME and programme is not None:
        return {"programme": with_sides(type(programme).objects.all()).get(pk=programme.pk)}
    if shape.need == Need.ORDER and target is not None:
        found = targets_for_user(by, shape.kind).filter(pk=target.pk).first()
        if found is None:
            raise Refused(
                "Этот приказ уже отменён, сам отменяет другой или не зарегистрирован. Выберите другой."
            )
        return {"target": found}
    if shape.need in (Need.NOTHING, Need.ROADMAP):
        return {}
    raise Refused("Выберите, о чём приказ.")


def _sides(subjects) -> dict[str, list]:
    pair: Mentorship | None = subjects.get("mentorship")
    if "programme" in subjects:
        pair = subjects["programme"].mentorship
    if pair is None:
        return {}
    return {OrderRole.MENTOR: [pair.mentor] if pair.mentor else [], OrderRole.MENTEE: pair.mentees}


def _require_whole(shape: Kind, people: People, facts, curator) -> None:
    problems = particular_problems(shape, people, facts)
    if shape.needs_curator and curator is None:
        problems.insert(0, f"Не выбран человек: {shape.curator_label.lower()}.")
    if problems:
        raise Refused("Проект приказа пока не подготовить.", problems)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
