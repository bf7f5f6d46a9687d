"""Orders that do something when they are registered: approved before the drill, registered between the kills."""

from datetime import timedelta

from django.utils import timezone

from mentoring.accounts.enums import Role
from mentoring.accounts.models import RoleAssignment, User
from mentoring.management.drill.school import agreed_pairs, consented_on, mentor_of_the_bank
from programs.programmes.models import Programme
from registry.pairs.enums import MentorshipStatus
from registry.pairs.models import Mentorship
from registry.people.models import Person
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.enums import OrderRole as R
from roadmap.orders.models import NUMBERED, Order
from roadmap.orders.new_drafts import draft_order, draft_pairing_order
from roadmap.orders.services import approve_order, register_order, submit_order
from roadmap.plans.enums import RoadmapStatus
from roadmap.plans.presets import PRESETS
from roadmap.plans.starting import start_roadmap

TIMES = 2
# Numbers of people that nobody else of the drill has.
FIRST_PERSON = 2000


def approved_orders(curator: User, director: User) -> list[int]:
    """Orders of every kind that changes something in other rooms, mixed; their keys."""
    today = timezone.localdate()
    pairs = [*Mentorship.objects.filter(pk__in=agreed_pairs(2 * TIMES, curator, first=FIRST_PERSON))]
    order = draft_pairing_order(pairs, by=curator)
    _approve(order, curator, director)
    register_order(order, by=director, on=today)
    teachers = Person.objects.filter(user__is_active=True).exclude(user__role_assignments__role=Role.CURATOR)
    programme = Programme.objects.filter(status="running").order_by("pk").first()
    if programme is None or teachers.count() < TIMES:
        raise SystemExit("The demo school has no running programme or too few people with accounts.")
    found = [
        draft_order(
            K.EXTENSION, by=curator, programme=programme,
            facts={"on": programme.end + timedelta(days=30), "agreed_on": today, "reason": "болезнью наставляемого"},
        )
    ]  # fmt: skip
    for number, teacher in enumerate(teachers.order_by("pk")[:TIMES]):
        new = mentor_of_the_bank(FIRST_PERSON + 500 + number, curator)
        roadmap = start_roadmap(by=curator, preset=next(iter(PRESETS)), first_year=today.year + number)
        common = {"on": today, "requested_on": today - timedelta(days=20)}
        found += [
            draft_order(
                K.REPLACEMENT, by=curator, mentorship=pairs[2 * number], people={R.SUCCESSOR: [new]},
                facts={**common, "request": "petition", "consented_on": consented_on()},
            ),
            draft_order(
                K.EARLY_END, by=curator, mentorship=pairs[2 * number + 1],
                facts={**common, "request": "application"},
            ),
            draft_order(
                K.CURATOR, by=curator, curator=teacher,
                facts={"on": today, "plan_by": today, "report_by": today, "payment": "duties"},
            ),
            draft_order(
                K.ROADMAP, by=curator, roadmap=roadmap.pk, people={R.RESPONSIBLE: [new]}, facts={"on": today}
            ),
        ]  # fmt: skip
    for order in found:
        _approve(order, curator, director)
    return [order.pk for order in found]


def _approve(order: Order, curator: User, director: User) -> None:
    submit_order(order, by=curator)
    approve_order(order, by=director)


def is_carried_out(order: Order) -> bool | None:
    """Is everything done that the order says? None for one that says nothing to other rooms."""
    look = LOOKS.get(K(order.kind))
    return look(order) if look else None


def _replaced(order: Order) -> bool:
    new = order.people.get(role=R.SUCCESSOR).person_id
    rows = order.mentorship.participants.filter(role="mentor")
    return rows.filter(person=new, valid_to=None).count() == 1 == rows.exclude(valid_to=None).count()


def _ended(order: Order) -> bool:
    return order.mentorship.status == MentorshipStatus.ENDED


def _extended(order: Order) -> bool:
    programme = Programme.objects.select_related("mentorship").get(pk=order.programme_id)
    day = order.facts["on"]
    return programme.end.isoformat() == day and programme.mentorship.end.isoformat() >= day


def _appointed(order: Order) -> bool:
    return RoleAssignment.objects.filter(user=order.curator.user, role=Role.CURATOR).count() == 1


def _roadmap_approved(order: Order) -> bool:
    return [row.status for row in order.roadmaps.all()] == [RoadmapStatus.APPROVED]


LOOKS = {
    K.REPLACEMENT: _replaced,
    K.EARLY_END: _ended,
    K.EXTENSION: _extended,
    K.CURATOR: _appointed,
    K.ROADMAP: _roadmap_approved,
}


def has_begun(pair: Mentorship) -> bool:
    """Active, or ended by an order of its own."""
    ended = Order.objects.filter(kind=K.EARLY_END, status__in=NUMBERED, mentorship=pair).exists()
    return pair.status == (MentorshipStatus.ENDED if ended else MentorshipStatus.ACTIVE)
