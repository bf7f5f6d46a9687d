"""Sets of applications: who sees which, what waits for whom, the earliest last day of a mentor's work."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from mentoring.accounts.permissions import Permission
from mentoring.school.queries import nth_working_day_after
from registry.pairs.models import Mentorship
from registry.people.models import Person
from roadmap.applications.enums import ApplicationKind, ApplicationStatus
from roadmap.applications.models import Application, SideConsent
from roadmap.orders.enums import OrderKind, OrderRole
from roadmap.orders.models import NUMBERED, OF_PAIR, Order

K = ApplicationKind
S = ApplicationStatus
NOTICE_DAYS = 3
# Which order answers an application of the kind.
ORDER_KINDS = {
    K.RELEASE: OrderKind.EARLY_END,
    K.NOTICE: OrderKind.EARLY_END,
    K.REPLACEMENT: OrderKind.REPLACEMENT,
    K.EXTENSION: OrderKind.EXTENSION,
    K.CORRECTION: OrderKind.CHANGE,
    K.DUTY: OrderKind.DUTY_RELEASE,
}


def earliest_last_day(filed_on: date) -> date:
    """The third working day after the application or the notice (ТК РФ, ст. 351.8), by the school's calendar."""
    return nth_working_day_after(filed_on, NOTICE_DAYS)


def applications_visible_to(user) -> QuerySet[Application]:
    """Own ones and those whose consent is asked for; the office sees all but representations.

    A representation about a mentee is read by the director and its author only (Положение, п. 4.2).
    """
    rows = Application.objects.filter(person__erased_on__isnull=True).select_related(
        "mentorship", "person", "about", "substitute", "order", "draft", "scan", "decided_by", "entered_by"
    )
    asked = SideConsent.objects.filter(application=OuterRef("pk"), person__user=user)
    seen = Q(person__user=user) | Exists(asked) | Q(substitute__user=user)
    if user.may(Permission.DRAFT_ORDERS):
        seen |= ~Q(kind=K.REPRESENTATION)
    if user.may(Permission.APPROVE_ORDERS):
        seen |= Q(kind=K.REPRESENTATION)
    return rows.filter(seen)


def with_sides(applications: QuerySet[Application]) -> QuerySet[Application]:
    """What a line of the list and the paper show."""
    return applications.prefetch_related(
        "person__positions",
        "about__positions",
        "substitute__positions",
        "mentorship__participants__person__positions",
        "consents__person__positions",
    )


def applications_of(mentorship: Mentorship, user) -> QuerySet[Application]:
    """Those of one pair that this reader sees, the latest first."""
    return applications_visible_to(user).filter(mentorship=mentorship)


def waiting_for_decision(user) -> QuerySet[Application]:
    """What the director is to decide; a curator considers the proposals."""
    filed = applications_visible_to(user).filter(status=S.FILED)
    if user.may(Permission.APPROVE_ORDERS):
        return filed
    return filed.filter(kind=K.PROPOSAL) if user.may(Permission.DRAFT_ORDERS) else filed.none()


def waiting_for_order() -> QuerySet[Application]:
    """Granted, but no order is named or being prepared: a draft waits on «Сегодня» by itself."""
    rows = Application.objects.filter(status=S.ACCEPTED, draft__isnull=True, person__erased_on__isnull=True)
    return rows.select_related("person").order_by("decided_on", "pk")


def waiting_for_consent(user) -> QuerySet[SideConsent]:
    """Extensions and changes that wait for this very person's consent."""
    return SideConsent.objects.filter(
        person__user=user, agreed_on__isnull=True, application__status=S.FILED
    ).select_related("application__person")


def is_agreed_by_sides(mentorship: int, is_extension: bool, day: date) -> bool:
    """Have all sides agreed by the day to an extension, or to a change, that no order has carried out yet?

    A scan of the signed sheet says as much as the consents entered one by one (Положение, п. 7.2).
    """
    rows = Application.objects.filter(
        mentorship=mentorship,
        kind=K.EXTENSION if is_extension else K.CORRECTION,
        status__in=[S.FILED, S.ACCEPTED],
        filed_on__lte=day,
    )
    missing = SideConsent.objects.filter(application=OuterRef("pk")).filter(
        Q(agreed_on__isnull=True) | Q(agreed_on__gt=day)
    )
    return rows.filter(Q(scan__isnull=False) | ~Exists(missing)).exists()


def orders_to_name(application: Application) -> QuerySet[Order]:
    """Registered orders of the kind that answers it, about its pair or person, of that time or later; the latest first."""
    rows = Order.objects.filter(status__in=NUMBERED, date__gte=application.filed_on, block__isnull=True)
    return orders_answering(rows, application).order_by("-date", "-pk")


def orders_answering(orders: QuerySet[Order], application: Application) -> QuerySet[Order]:
    """Those of the right kind about the same pair; of a release from duties, about the same person."""
    kind = ORDER_KINDS.get(K(application.kind))
    if kind is None:
        return orders.none()
    rows = orders.filter(kind=kind)
    if kind == OrderKind.DUTY_RELEASE:
        return rows.filter(people__role=OrderRole.RELEASED, people__person=application.person_id)
    if kind in OF_PAIR:
        return rows.filter(mentorship=application.mentorship_id)
    return rows.filter(programme__mentorship=application.mentorship_id)


def substitutes(person: Person) -> QuerySet[Person]:
    """Who may take over the lessons: everybody at work but the person."""
    return Person.objects.filter(left_on__isnull=True, erased_on__isnull=True, kind="teacher").exclude(
        pk=person.pk
    )
