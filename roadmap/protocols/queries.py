"""Sets of protocols: who sees which, what a page or a paper needs of them."""

from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from mentoring.accounts.permissions import Permission
from mentoring.language.dates import DateError, parse_date
from registry.people.enums import PersonKind
from registry.people.models import Person
from registry.people.queries import search_people
from roadmap.protocols.enums import ProtocolBody, ProtocolStatus
from roadmap.protocols.models import VOTING, AgendaItem, Attendee, DecisionPoint, Protocol, Speech


def bodies_kept_by(user) -> list[ProtocolBody]:
    """Whose protocols this person writes: the curator everybody's, a member of the council the council's."""
    if user.may(Permission.KEEP_PROTOCOLS):
        return list(ProtocolBody)
    return [ProtocolBody.METHODICAL] if user.may(Permission.KEEP_COUNCIL_PROTOCOLS) else []


def protocols_visible_to(user) -> QuerySet[Protocol]:
    """All for the director and the curator, the methodical council's for its members, none for anybody else."""
    rows = Protocol.objects.select_related("document", "scan", "created_by", "signed_by")
    return rows if user.may(Permission.VIEW_PROTOCOLS) else rows.filter(body__in=bodies_kept_by(user))


def for_list(protocols: QuerySet[Protocol]) -> QuerySet[Protocol]:
    """Each with the number of its items."""
    return protocols.annotate(item_count=Count("items"))


def signed_protocols(user) -> QuerySet[Protocol]:
    """Signed protocols that this person sees, the latest first: what other papers may refer to."""
    return protocols_visible_to(user).filter(status=ProtocolStatus.SIGNED).order_by("-held_on", "-pk")


def in_register_order(protocols: QuerySet[Protocol]) -> QuerySet[Protocol]:
    """Signed protocols as the register lists them: by body, year and number, with what a row says."""
    people = Attendee.objects.select_related("person")
    return (
        protocols.filter(status=ProtocolStatus.SIGNED)
        .prefetch_related("items", Prefetch("attendees", queryset=people))
        .order_by("body", "year", "sequence")
    )


def attendees_of(protocol: Protocol) -> list[Attendee]:
    """Everybody on the list with positions, in the order of the paper."""
    rows = protocol.attendees.select_related("person").prefetch_related("person__positions")
    return list(rows)


def items_of(protocol: Protocol) -> list[AgendaItem]:
    """The agenda with speeches and decisions."""
    speeches = Speech.objects.select_related("person").prefetch_related("person__positions")
    points = DecisionPoint.objects.select_related("responsible", "control_task").prefetch_related(
        "responsible__positions"
    )
    rows = protocol.items.select_related("mentorship", "programme", "roadmap", "amends")
    return list(
        rows.prefetch_related(
            "mentorship__participants__person",
            Prefetch("speeches", queryset=speeches),
            Prefetch("points", queryset=points),
        )
    )


def voters_of(protocol: Protocol) -> int:
    """How many of those present may vote."""
    return protocol.others_present + protocol.attendees.filter(role__in=VOTING).count()


def last_protocol(body: str) -> Protocol | None:
    """The latest protocol of this body: the next one begins with its people."""
    return Protocol.objects.filter(body=body).order_by("-held_on", "-pk").first()


def people_to_name() -> QuerySet[Person]:
    """Who may be put on a protocol: everybody who works here or comes from a partner, no pupils."""
    rows = Person.objects.filter(left_on__isnull=True, erased_on__isnull=True).exclude(kind=PersonKind.PUPIL)
    return rows.prefetch_related("positions").order_by("sort_key", "pk")


def naming(person: Person) -> QuerySet[Protocol]:
    """Protocols in which the person stands: on the list, among the speakers, as responsible, in a pair spoken of."""
    found = (
        Q(attendees__person=person)
        | Q(items__speeches__person=person)
        | Q(items__points__responsible=person)
        | Q(items__mentorship__participants__person=person)
    )
    return Protocol.objects.filter(pk__in=Protocol.objects.filter(found).values("pk")).order_by(
        "held_on", "pk"
    )


def places_of(person: Person) -> list[tuple[Protocol, str]]:
    """Signed protocols that name the person, with what the person is there: for the person's own data."""
    rows = naming(person).filter(status=ProtocolStatus.SIGNED).prefetch_related("attendees")
    speeches = set(Speech.objects.filter(person=person).values_list("item__protocol", flat=True))
    duties = set(DecisionPoint.objects.filter(responsible=person).values_list("item__protocol", flat=True))
    found = []
    for row in rows:
        places = [a.get_role_display() for a in row.attendees.all() if a.person_id == person.pk]
        places += ["выступает"] * (row.pk in speeches) + ["отвечает за решение"] * (row.pk in duties)
        found.append((row, ", ".join(places) or "вопрос о вашей паре"))
    return found


def find_protocols(protocols: QuerySet[Protocol], text: str) -> QuerySet[Protocol]:
    """Those with this number, date, person, or words in the agenda, the speeches and the decisions."""
    text = " ".join(text.split())
    if not text:
        return protocols
    day = _day(text)
    if day is not None:
        return protocols.filter(held_on=day)
    people = search_people(Person.objects.all(), text)
    found = (
        Q(number__iexact=text)
        | Q(title__icontains=text)
        | Q(attendees__name__icontains=text)
        | Q(attendees__person__in=people)
        | Q(items__title__icontains=text)
        | Q(items__speeches__text__icontains=text)
        | Q(items__points__text__icontains=text)
    )
    return protocols.filter(pk__in=Protocol.objects.filter(found).values("pk"))


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except DateError:
        return None


def unsigned_protocols(user, day: date) -> QuerySet[Protocol]:
    """Drafts of meetings that were held by `day`, of the bodies whose protocols this person writes."""
    return Protocol.objects.filter(
        body__in=bodies_kept_by(user), status=ProtocolStatus.DRAFT, held_on__lte=day
    )
