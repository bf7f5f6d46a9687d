"""Orders for tests in any state, reached only through the services."""

from datetime import date

from django.utils import timezone

from mentoring.school.models import Organisation
from mentoring.school.services import save_organisation
from registry.people.models import Person
from registry.people.services import confirm_person_forms, confirm_position_forms
from roadmap.orders.enums import OrderStatus
from roadmap.orders.models import Order
from roadmap.orders.new_drafts import draft_pairing_order
from roadmap.orders.services import (
    approve_order,
    register_order,
    return_order,
    sign_order,
    submit_order,
)
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_director
from tests.factories.ready import ready_pair

S = OrderStatus
CARD = {
    "full_name": "Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 7»",
    "full_name_genitive": "Муниципального бюджетного общеобразовательного учреждения «Средняя школа № 7»",
    "full_name_dative": "Муниципальному бюджетному общеобразовательному учреждению «Средняя школа № 7»",
    "full_name_prepositional": "Муниципальном бюджетном общеобразовательном учреждении «Средняя школа № 7»",
    "short_name": "МБОУ СШ № 7",
    "town": "г. Приречный",
    "head_last_name": "Кедрова",
    "head_first_name": "Галина",
    "head_patronymic": "Андреевна",
    "head_gender": "f",
    "head_name_genitive": "Кедровой Галины Андреевны",
    "head_name_dative": "Кедровой Галине Андреевне",
    "head_name_accusative": "Кедрову Галину Андреевну",
}


def make_school(**fields) -> Organisation:
    """The school's card."""
    card = Organisation.objects.first()
    if card and not fields:
        return card
    return save_organisation(by=make_director(), version=card.version if card else 0, **{**CARD, **fields})


def check_forms(*people) -> None:
    """Somebody has looked at the case forms of these people's names and positions and confirmed them."""
    curator = make_curator()
    for person in people:
        forms = ("genitive", "dative", "accusative", "instrumental")
        confirm_person_forms(person, by=curator, **{name: getattr(person, name) for name in forms})
        for position in person.positions.all():
            words = {name: getattr(position, name) or position.title for name in forms}
            confirm_position_forms(position, by=curator, **words)


def make_order(state=S.DRAFT, *, pairs=None, on: date | None = None, by=None) -> Order:
    """An order of one pair (or of the given agreed pairs) walked through the services to `state`."""
    make_school()
    by, director = by or make_curator(), make_director()
    pair = None if pairs else ready_pair("agreed")
    if pair is None:
        pairs = pairs or [make_mentorship("agreed")]
        check_forms(*Person.objects.filter(participations__mentorship__in=pairs).distinct())
    order = draft_pairing_order(pairs or [pair], by=by)
    walk_to(order, OrderStatus(state), by=by, director=director, on=on or timezone.localdate())
    return Order.objects.get(pk=order.pk)


def walk_to(order, state, *, by, director, on) -> None:
    """Take a draft to the state by the services."""
    steps = [
        (S.DRAFT, None),
        (S.SUBMITTED, lambda: submit_order(order, by=by)),
        (S.RETURNED, lambda: return_order(order, by=director, comment="Уточните срок программ")),
        (S.APPROVED, lambda: approve_order(order, by=director)),
        (S.REGISTERED, lambda: register_order(order, by=by, on=on)),
        (S.SIGNED, lambda: sign_order(order, by=by, on=on)),
    ]
    for name, step in steps:
        if step and (name != S.RETURNED or state == S.RETURNED):
            step()
        if name == state:
            return
