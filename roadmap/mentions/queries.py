"""Papers that speak of one person, each by the rules of its own room, the latest first; one query a kind of paper."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject

from mentoring.accounts.permissions import Permission
from registry.pairs.enums import ParticipantRole
from registry.pairs.models import Participant
from registry.people.models import Person
from roadmap.acts.enums import ActStatus
from roadmap.acts.models import ActAcquaintance
from roadmap.acts.queries import acts_visible_to
from roadmap.agreements.models import Agreement
from roadmap.agreements.queries import agreements_visible_to
from roadmap.applications.models import Application, SideConsent
from roadmap.applications.queries import applications_visible_to
from roadmap.controls.models import ControlTask
from roadmap.controls.queries import tasks_visible_to
from roadmap.orders.models import NUMBERED, Acquaintance, Order
from roadmap.orders.outcomes import Award, DutyRelease, OrderPerson
from roadmap.orders.queries import orders_visible_to, with_cancellation
from roadmap.orders.searching import orders_naming
from roadmap.orders.sheet_models import MISSING
from roadmap.plans.execution_models import Execution
from roadmap.plans.models import RoadmapMeasure
from roadmap.plans.responsibles import measures_of_person, measures_visible_to
from roadmap.protocols.models import AgendaItem, Attendee, DecisionPoint, Protocol, Speech
from roadmap.protocols.queries import naming, protocols_visible_to
from roadmap.registers.queries import awards_visible_to, releases_visible_to


def orders_of(person: Person, user) -> QuerySet[Order]:
    """Orders that name the person, each with `roles`, `pair_role`, `is_read_by` and `read_on` of the person in it."""
    roles = OrderPerson.objects.filter(order=OuterRef("pk"), person=person).order_by("position", "pk")
    in_pair = Participant.objects.filter(mentorship__order_row__order=OuterRef("pk"), person=person)
    line = Acquaintance.objects.filter(order=OuterRef("pk"), person=person)
    return with_cancellation(orders_naming(orders_visible_to(user), person)).annotate(
        roles=ArraySubquery(roles.values("role")),
        pair_role=Subquery(in_pair.values("role")[:1]),
        is_read_by=Exists(line),
        read_on=Subquery(line.values("acquainted_on")[:1]),
    )


def agreements_of(person: Person, user) -> QuerySet[Agreement]:
    """Agreements of the person as a mentor, and those of the mentors who work with the person."""
    as_mentee = Participant.objects.filter(
        mentorship=OuterRef("mentorship"), person=person, role=ParticipantRole.MENTEE
    )
    rows = agreements_visible_to(user).select_related(None).select_related("mentor")
    return rows.filter(Q(mentor=person) | Exists(as_mentee)).order_by("-date", "-pk")


def applications_of(person: Person, user) -> QuerySet[Application]:
    """Own applications and those that speak of the person or ask for a consent (`is_asked`)."""
    asked = SideConsent.objects.filter(application=OuterRef("pk"), person=person)
    rows = applications_visible_to(user).select_related(None).annotate(is_asked=Exists(asked))
    found = Q(person=person) | Q(about=person) | Q(substitute=person) | Q(is_asked=True)
    return rows.filter(found).order_by("-filed_on", "-pk")


def protocols_of(person: Person, user) -> QuerySet[Protocol]:
    """Protocols that name the person: the presence, `speaks`, `answers`, and the items about a pair of the person."""
    present = Attendee.objects.filter(protocol=OuterRef("pk"), person=person)
    items = AgendaItem.objects.filter(
        protocol=OuterRef("pk"), mentorship__participants__person=person
    ).order_by("position", "pk")
    told = JSONObject(
        title="title",
        outcome="outcome",
        votes_for="votes_for",
        votes_against="votes_against",
        votes_abstained="votes_abstained",
    )
    rows = protocols_visible_to(user).select_related(None).filter(pk__in=naming(person).values("pk"))
    return rows.annotate(
        presence=Subquery(present.values("role")[:1]),
        speaks=Exists(Speech.objects.filter(item__protocol=OuterRef("pk"), person=person)),
        answers=Exists(DecisionPoint.objects.filter(item__protocol=OuterRef("pk"), responsible=person)),
        about_pairs=ArraySubquery(items.values(told=told)),
    ).order_by("-held_on", "-pk")


def releases_of(person: Person, user) -> QuerySet[DutyRelease]:
    """Releases of the person from duties, and lessons that the person took over."""
    return releases_visible_to(user).filter(Q(person=person) | Q(substitute=person))


def awards_of(person: Person, user) -> QuerySet[Award]:
    return awards_visible_to(user).filter(person=person)


def tasks_of(person: Person, user) -> QuerySet[ControlTask]:
    """Tasks that the person answers for; `is_open` says whether the reader may open the paper that gave each."""
    order = orders_visible_to(user).filter(pk=OuterRef("order"))
    protocol = protocols_visible_to(user).filter(items__points=OuterRef("decision"))
    rows = tasks_visible_to(user).filter(responsible=person)
    return rows.annotate(is_open=Exists(order) | Exists(protocol)).order_by("-due_on", "-pk")


def measures_of(person: Person, user, day: date) -> QuerySet[RoadmapMeasure]:
    """Measures that the person answers for, without those that only hold others; the latest roadmap first.

    `execution_state` is what was marked last.
    """
    marks = Execution.objects.filter(measure=OuterRef("pk")).order_by(F("year").desc(nulls_last=True))
    parts = RoadmapMeasure.objects.filter(parent=OuterRef("pk"))
    rows = measures_of_person(person, day).filter(
        ~Exists(parts), pk__in=measures_visible_to(user).values("pk")
    )
    rows = rows.annotate(execution_state=Subquery(marks.values("state")[:1]))
    order = ("-stage__roadmap__approved_on", "-stage__roadmap", "stage__position", "position")
    return rows.select_related("stage__roadmap").order_by(*order)


def unread_of(person: Person, user) -> QuerySet:
    """Papers that wait for the person's signature as (what, number of the paper, its number, its day, title, edition).

    The sheet of a local act is open to who views orders, to anybody else the own line of it.
    """
    sees_sheets = user.may(Permission.VIEW_ORDERS) or person.user_id == user.pk
    orders = Acquaintance.objects.filter(
        MISSING, person=person, order__in=orders_visible_to(user), order__status__in=NUMBERED
    )
    acts = ActAcquaintance.objects.filter(
        MISSING, person=person, act__in=acts_visible_to(user), act__status=ActStatus.APPROVED
    )
    rows = orders.order_by().values_list(
        Value("order", output_field=CharField()),
        "order_id",
        "order__number",
        "order__date",
        "order__title",
        Value(0, output_field=IntegerField()),
    )
    if sees_sheets:
        rows = rows.union(
            acts.order_by().values_list(
                Value("act", output_field=CharField()),
                "act_id",
                "act__kind",
                "act__approved_on",
                "act__title",
                "act__edition",
            ),
            all=True,
        )
    return rows
