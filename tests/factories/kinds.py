"""Orders of every kind for tests: what each is made from, reached only through the services."""

from datetime import timedelta

from django.utils import timezone

from registry.pairs.enums import MentorshipStatus
from registry.people.models import Person
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.enums import OrderRole as R
from roadmap.orders.kinds.catalog import KINDS
from roadmap.orders.kinds.shape import FactKind, Need
from roadmap.orders.models import Order
from roadmap.orders.new_drafts import draft_order, draft_pairing_order
from tests.factories.acts import make_act
from tests.factories.bank import first_of_september, make_mentor
from tests.factories.orders import S, check_forms, make_order, make_school, walk_to
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_director, make_person
from tests.factories.programmes import make_programme
from tests.factories.roadmaps import make_roadmap

TODAY = timezone.localdate()
LESSONS = "2-й урок в 5 «А» классе"
WORDS = {
    "place": "актовый зал",
    "theme": "Итоги года",
    "event": "Открытый урок",
    "merit": "успешную работу с молодыми педагогами",
    "reason": "болезнью наставляемого",
    "changes": "дополнить план мероприятиями",
    "schedule": "15.00 – открытие\n15.10 – доклады",
    "starts_at": "10:00",
    "ends_at": "12:30",
    "ground": "curator",
    "basis": "представления куратора от 20.05.2026",
    "decision": "решения педагогического совета (протокол от 31.08.2026 № 1)",
    "results": "Цели достигнуты.",
    "sum": "5000 рублей каждого",
    "note": "",
}
AHEAD = {K.EXTENSION: {"on": 300}, K.CURATOR: {"until": 300}, K.EARLY_END: {"requested_on": -20}}


def facts_for(kind, **changed):
    """Everything that the kind asks to be typed."""
    facts = {}
    for fact in KINDS[kind].facts:
        if fact.name == "consented_on":
            facts[fact.name] = first_of_september()
        elif fact.kind == FactKind.DAY:
            facts[fact.name] = TODAY + timedelta(days=AHEAD.get(kind, {}).get(fact.name, 0))
        elif fact.kind == FactKind.CHOICE:
            facts[fact.name] = changed.get(fact.name) or WORDS.get(fact.name) or fact.choices[0][0]
        elif fact.kind != FactKind.TICK:
            facts[fact.name] = WORDS.get(fact.name) or fact.initial or "слова"
    return facts | changed


def people_for(kind, make=make_person):
    """Somebody for each role that the kind asks for; two where there may be several."""
    people = {}
    for role in KINDS[kind].asked_roles:
        if role.role == R.SUCCESSOR:
            people[role.role] = [make_mentor(make()).person]
        else:
            people[role.role] = [make() for _ in range(2 if role.many else 1)]
    return people


def lines_for(people, facts):
    """One lesson that lasts as long as the whole release."""
    hours = {name: facts[name] for name in ("starts_at", "ends_at")}
    return [{**hours, "lessons": LESSONS, "substitute": person} for person in people]


def subject_for(kind, *, pair=None, state="running"):
    """What an order of the kind speaks of."""
    need = KINDS[kind].need
    if need == Need.ACTIVE_PAIR:
        return {"mentorship": pair or make_mentorship("active")}
    if need == Need.PROGRAMME:
        pair = pair or make_mentorship(MentorshipStatus.ACTIVE)
        return {"programme": make_programme(state, mentorship=pair)}
    if need == Need.ORDER:
        return {"target": make_order("registered")}
    if need == Need.ROADMAP:
        return {"roadmap": make_roadmap().pk}
    if KINDS[kind].may_take_papers:
        return {"act": make_act(title="о наставничестве").pk, "roadmap": make_roadmap().pk}
    return {}


def make_kind(
    kind, state=S.DRAFT, *, make=make_person, subject=None, people=None, curator=None, facts=None
) -> Order:
    """An order of any kind walked to the state; `make` makes the people whom it names."""
    make_school()
    by = make_curator()
    if KINDS[kind].speaks_of_rows:
        order = draft_pairing_order([make_mentorship("agreed")], by=by, kind=kind)
    else:
        if KINDS[kind].needs_curator and curator is None:
            curator = make()
        people = dict(people_for(kind, make) if people is None else people)
        facts = facts_for(kind, **(facts or {}))
        if KINDS[kind].has_release_lines and "lines" not in facts:
            facts["lines"] = lines_for(people.pop(R.SUBSTITUTE, None) or [make()], facts)
        order = draft_order(
            kind,
            by=by,
            people=people,
            facts=facts,
            curator=curator,
            **(subject_for(kind) if subject is None else subject),
        )
    named = Person.objects.filter(named_in_orders__order=order)
    in_pairs = Person.objects.filter(participations__mentorship__order_row__order=order)
    check_forms(*{*named, *in_pairs, *([order.curator] if order.curator else [])})
    walk_to(order, state, by=by, director=make_director(), on=TODAY)
    return Order.objects.get(pk=order.pk)
