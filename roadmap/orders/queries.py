"""Sets of orders: who sees which, what waits, which numbers are taken."""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils import timezone

from mentoring.accounts.enums import Role
from mentoring.accounts.permissions import Permission
from mentoring.accounts.queries import users_with_role
from mentoring.workflow.models import StatusChange
from registry.consents.enums import ConsentKind, ConsentStatus
from registry.consents.models import Consent
from registry.pairs.models import Mentorship
from registry.pairs.queries import with_people
from registry.people.models import Person
from roadmap.orders.enums import OrderKind, OrderStatus
from roadmap.orders.models import NUMBERED, Acquaintance, Journal, JournalCounter, Order, OrderMentorship
from roadmap.orders.numbering import journal_year, write_number
from roadmap.orders.particulars import kind_of
from roadmap.orders.sheet_models import MISSING

NEEDED_CONSENTS = (ConsentKind.PROCESSING, ConsentKind.MENTORING, ConsentKind.PARTICIPATION)


def orders_visible_to(user) -> QuerySet[Order]:
    """All for those who view orders; others see registered orders that name them or wait for their signature."""
    # An order that names somebody whose data are destroyed is kept by law but blocked (152-ФЗ, ст. 21).
    if user.may(Permission.VIEW_ORDERS):
        return Order.objects.filter(block__isnull=True)
    # Who has come into a pair later does not stand in its old order: the frozen sheet tells.
    to_sign = Acquaintance.objects.filter(order=OuterRef("pk"), person__user=user)
    return Order.objects.filter(Exists(to_sign), block__isnull=True, status__in=NUMBERED)


def for_list(orders: QuerySet[Order]) -> QuerySet[Order]:
    """What a line of the list shows: journal, how many pairs, how many have signed and how many are waited for."""
    lines = Acquaintance.objects.all()
    counted = orders.annotate(
        pair_count=_number_of(OrderMentorship.objects.all()),
        read_count=_number_of(lines.filter(acquainted_on__isnull=False)),
        missing_count=_number_of(lines.filter(MISSING)),
    )
    # Drafts first, then by number.
    return with_cancellation(counted).select_related("journal").order_by("-year", "-sequence", "-pk")


def with_cancellation(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Each with the number of the order that cancels it and the day from which, in ISO; both None without one."""
    cancelled = Order.objects.filter(target=OuterRef("pk"), kind=OrderKind.CANCELLATION, status__in=NUMBERED)
    return orders.annotate(
        cancelled_by_number=Subquery(cancelled.values("number")[:1]),
        cancelled_from=Subquery(cancelled.values(day=KeyTextTransform("on", "facts"))[:1]),
    )


def _number_of(rows: QuerySet) -> Coalesce:
    """How many of these rows belong to the order; asked for each order that is shown, not for all in the database."""
    mine = rows.filter(order=OuterRef("pk")).order_by().values("order")
    return Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)


def registered_orders(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Lines of the registration journal in the order of their numbers."""
    return (
        for_list(orders)
        .filter(status__in=NUMBERED)
        .select_related("journal", "document")
        .order_by("journal__name", "year", "sequence")
    )


def journal_years() -> list[int]:
    """Years in which orders were registered, the latest first."""
    years = Order.objects.filter(status__in=NUMBERED).order_by().values_list("year", flat=True)
    return sorted({year for year in years if year is not None}, reverse=True)


def waiting_for_user(user) -> QuerySet[Order]:
    """Orders on which this person is to act next, by what the person may do."""
    waiting = Q(pk__in=[])
    if user.may(Permission.APPROVE_ORDERS):
        waiting |= Q(status=OrderStatus.SUBMITTED)
    if user.may(Permission.REGISTER_ORDERS):
        waiting |= Q(status=OrderStatus.APPROVED)
    if user.may(Permission.DRAFT_ORDERS):
        paper_work = Q(status__in=[OrderStatus.DRAFT, OrderStatus.RETURNED, OrderStatus.REGISTERED])
        waiting |= paper_work & Q(created_by=user) if user.may(Permission.APPROVE_ORDERS) else paper_work
    return Order.objects.filter(waiting, block__isnull=True).order_by("pk")


def acquaintance_sheet(paper) -> QuerySet:
    """Who must read the order or the local act, in the order of the sheet."""
    rows = paper.acquaintances.select_related("person", "person__user", "entered_by")
    return rows.prefetch_related("person__positions")


def order_mentorships(order: Order) -> list[Mentorship]:
    """Pairs and groups of the order in the order of its annex, with everything a paper needs."""
    rows = Mentorship.objects.filter(order_row__order=order)
    return list(with_people(rows).order_by("order_row__position", "order_row__pk"))


def people_in_roles(order: Order) -> dict[str, list[Person]]:
    """Whom the order names and as what, with positions; without a query for a kind that names nobody so."""
    people: dict[str, list[Person]] = {}
    if kind_of(order).roles:
        for row in order.people.select_related("person").prefetch_related("person__positions"):
            people.setdefault(row.role, []).append(row.person)
    return people


def readers_of_target(order: Order) -> list[Person]:
    """Who stands on the sheet of the order that this one changes or cancels, and works here still."""
    if not order.target_id:
        return []
    people = Person.objects.filter(acquaintances__order=order.target_id, left_on__isnull=True)
    return list(people.prefetch_related("positions").order_by("acquaintances__position"))


def orders_about(order: Order) -> list[Order]:
    """Registered orders that change or cancel this one, the earliest first."""
    return list(order.later_orders.filter(status__in=NUMBERED).order_by("date", "pk"))


def cancelling_order(order: Order) -> Order | None:
    """The registered order that cancels this one."""
    return order.later_orders.filter(kind=OrderKind.CANCELLATION, status__in=NUMBERED).first()


def targets_for_user(user, kind: str = OrderKind.CANCELLATION) -> QuerySet[Order]:
    """Registered orders that an order of the kind may still change or cancel.

    One whose end lies ahead is in force and may be changed until then; what cancels another is itself never
    cancelled, for that would not bring the other back.
    """
    gone = Order.objects.filter(target=OuterRef("pk"), kind=OrderKind.CANCELLATION, status__in=NUMBERED)
    found = orders_visible_to(user).filter(status__in=NUMBERED)
    if kind == OrderKind.CANCELLATION:
        found = found.exclude(kind=OrderKind.CANCELLATION)
    else:
        today = timezone.localdate().isoformat()
        gone = gone.alias(day=KeyTextTransform("on", "facts")).filter(day__lte=today)
    return found.exclude(Exists(gone)).order_by("-date", "-pk")


def people_of(mentorships) -> list[Person]:
    """Everybody in these mentorships once, in the order of the annex."""
    people = {}
    for mentorship in mentorships:
        for person in (mentorship.mentor, *mentorship.mentees):
            if person is not None:
                people[person.pk] = person
    return list(people.values())


def consents_for_order(people) -> dict[tuple[int, str], list[Consent]]:
    """Consents that an order rests on, given or withdrawn, by (person id, kind), the latest first."""
    rows = Consent.objects.filter(person__in=people, kind__in=NEEDED_CONSENTS)
    found: dict[tuple[int, str], list[Consent]] = {}
    for row in rows.exclude(status=ConsentStatus.PRINTED).order_by("-given_on", "-pk"):
        found.setdefault((row.person_id, row.kind), []).append(row)
    return found


def default_journal() -> Journal | None:
    """The journal that is proposed first."""
    return Journal.objects.order_by("-is_default", "name").first()


def default_curator() -> Person | None:
    """The person of the curator's account; of several the one named first."""
    curators = Person.objects.filter(user__in=users_with_role(Role.CURATOR), left_on__isnull=True)
    return curators.prefetch_related("positions").first()


def last_sequence(journal: Journal, day: date) -> int:
    """The last number given in the journal in the year of `day`."""
    year = journal_year(journal.period, day)
    found = JournalCounter.objects.filter(journal=journal, year=year).values_list("last", flat=True)
    return found.first() or 0


def proposed_number(journal: Journal, day: date) -> str:
    """The number that an order of this date would get now; it is given for good only at registration."""
    return write_number(journal.mask, last_sequence(journal, day) + 1, day)


def last_date(journal: Journal, year: int) -> date | None:
    """The date of the last order registered in the journal and year."""
    found = Order.objects.filter(journal=journal, year=year, status__in=NUMBERED)
    return found.aggregate(last=Max("date"))["last"]


def orders_with_work() -> QuerySet[Order]:
    """Orders on which somebody is still to act, the oldest first.

    Each has `missing_count` of signatures and `return_comment`, the director's words when it came back.
    """
    returns = StatusChange.objects.filter(
        content_type=ContentType.objects.get_for_model(Order), object_id=OuterRef("pk"), action="return"
    )
    waited_for = Acquaintance.objects.filter(MISSING)
    return (
        Order.objects.select_related("created_by")
        .annotate(
            missing_count=_number_of(waited_for),
            return_comment=Subquery(returns.order_by("-at").values("comment")[:1]),
        )
        .exclude(~Exists(waited_for.filter(order=OuterRef("pk"))), status=OrderStatus.SIGNED)
        .order_by("pk")
    )


def return_comments(orders) -> dict[int, str]:
    """What the director wrote when each order came back the last time, by the order's id."""
    rows = StatusChange.objects.filter(
        content_type=ContentType.objects.get_for_model(Order),
        object_id__in=[order.pk for order in orders],
        action="return",
    )
    return dict(rows.order_by("at").values_list("object_id", "comment"))


def return_comment(order: Order) -> str:
    """What the director wants mended now; empty for an order that has not come back."""
    return return_comments([order]).get(order.pk, "") if order.status == OrderStatus.RETURNED else ""


def own_unread(user) -> QuerySet[Acquaintance]:
    """Registered orders that wait for this very person's signature."""
    rows = Acquaintance.objects.filter(
        person__user=user,
        acquainted_on__isnull=True,
        order__status__in=NUMBERED,
        order__block__isnull=True,
    )
    return rows.select_related("order").order_by("order__date", "pk")
