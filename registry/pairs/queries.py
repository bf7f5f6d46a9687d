"""Sets of mentorships: who sees which, who is taken when, who still waits."""

from collections import defaultdict
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.school.models import SchoolYear
from mentoring.workflow.models import StatusChange
from registry.bank.models import MenteeEntry
from registry.bank.queries import active_mentees, most_at_once
from registry.pairs.enums import Answer, MentorshipStatus, ParticipantRole
from registry.pairs.models import CoveredDirection, Mentorship, Participant
from registry.people.models import Person
from registry.people.queries import search_people

ONE_DAY = timedelta(days=1)
# From the proposal to the end: these take the mentor's capacity and the mentee's direction.
OPEN_STATES = (
    MentorshipStatus.PROPOSED,
    MentorshipStatus.AGREED,
    MentorshipStatus.IN_ORDER,
    MentorshipStatus.ACTIVE,
)


def mentorships_visible_to(user) -> QuerySet[Mentorship]:
    """All for those who view pairs; a participant sees own ones once they were proposed."""
    if user.may(Permission.VIEW_PAIRS):
        return Mentorship.objects.all()
    own = Participant.objects.filter(mentorship=OuterRef("pk"), person__user=user)
    return Mentorship.objects.filter(Exists(own)).exclude(status=MentorshipStatus.DRAFT)


def participants_visible_to(user) -> QuerySet[Participant]:
    """Sides of the mentorships that the user sees."""
    return Participant.objects.filter(mentorship__in=mentorships_visible_to(user)).select_related(
        "mentorship", "person"
    )


def with_people(mentorships: QuerySet[Mentorship]) -> QuerySet[Mentorship]:
    """Prefetch what a list or a paper shows: both sides with positions, forms, kinds, directions."""
    participants = Participant.objects.select_related("person", "person__user").prefetch_related(
        "person__positions"
    )
    return mentorships.prefetch_related(
        Prefetch("participants", queryset=participants), "forms", "kinds", "directions"
    )


def for_list(mentorships: QuerySet[Mentorship]) -> QuerySet[Mentorship]:
    """Prefetch what a line of the list shows: both sides and the directions."""
    participants = Participant.objects.select_related("person")
    return mentorships.prefetch_related(Prefetch("participants", queryset=participants), "directions")


def agreed_mentorships() -> QuerySet[Mentorship]:
    """Mentorships that both sides agreed to and no order holds yet, with everything an order needs."""
    return with_people(Mentorship.objects.filter(status=MentorshipStatus.AGREED)).order_by("start", "pk")


def waiting_for(person: Person) -> QuerySet[Participant]:
    """Proposals that wait for this person's answer, the oldest first."""
    return (
        Participant.objects.filter(
            person=person, answer=Answer.PENDING, mentorship__status=MentorshipStatus.PROPOSED
        )
        .select_related("mentorship", "person")
        .order_by("mentorship__created_at")
    )


def in_place(day: date) -> Q:
    """Of participants those who take part on the day, as `Participant.is_in_place` says it."""
    has_begun = Q(valid_from__isnull=True) | Q(valid_from__lte=Greatest(F("mentorship__start"), day))
    return has_begun & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def own_proposals(user) -> QuerySet[Participant]:
    """Proposals that wait for the answer of the user's own person, with both sides prefetched."""
    people = Participant.objects.select_related("person")
    return (
        Participant.objects.filter(
            person__user=user, answer=Answer.PENDING, mentorship__status=MentorshipStatus.PROPOSED
        )
        .select_related("mentorship")
        .prefetch_related(Prefetch("mentorship__participants", queryset=people))
        .order_by("mentorship__created_at")
    )


def proposed_before(day: date) -> QuerySet[Mentorship]:
    """Mentorships proposed on or before `day` that still wait for an answer; `proposed_at` may be asked for."""
    last = (
        StatusChange.objects.filter(
            content_type=ContentType.objects.get_for_model(Mentorship),
            object_id=OuterRef("pk"),
            to_state=MentorshipStatus.PROPOSED,
        )
        .order_by("-at")
        .values("at")[:1]
    )
    proposed = Mentorship.objects.filter(status=MentorshipStatus.PROPOSED)
    return proposed.alias(proposed_at=Subquery(last)).filter(proposed_at__date__lte=day)


def waiting_since(day: date) -> list[tuple[Mentorship, date]]:
    """Mentorships proposed on or before `day` that still wait for an answer, with the day of the proposal."""
    people = Participant.objects.select_related("person")
    rows = (
        proposed_before(day)
        .annotate(proposed_at=F("proposed_at"))
        .prefetch_related(Prefetch("participants", queryset=people))
        .order_by("proposed_at")
    )
    return [(row, timezone.localtime(row.proposed_at).date()) for row in rows]


def own_participations(user) -> QuerySet[Participant]:
    """All sides the user's own person took or is asked to take, with the whole mentorship prefetched."""
    seen = with_people(Mentorship.objects.exclude(status=MentorshipStatus.DRAFT))
    return (
        Participant.objects.filter(person__user=user)
        .exclude(mentorship__status=MentorshipStatus.DRAFT)
        .select_related("person")
        .prefetch_related(Prefetch("mentorship", queryset=seen))
        .order_by("-mentorship__created_at", "-pk")
    )


def mentor_loads(mentor_ids, start: date, end: date, *, exclude: Mentorship | None = None) -> dict[int, int]:
    """The largest number of mentees each mentor (by person id) has on any one day of the period.

    Mentorships that follow one another are not added up. People without any are left out.
    """
    rows = (
        Participant.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=start),
            role=ParticipantRole.MENTOR,
            person_id__in=mentor_ids,
            mentorship__status__in=OPEN_STATES,
            mentorship__start__lte=end,
            mentorship__end__gte=start,
        )
        .exclude(mentorship_id=exclude.pk if exclude else 0)
        .annotate(
            # A replaced mentor is taken until the eve, the new one from the day of the order.
            first=Greatest("mentorship__start", "valid_from"),
            last=Least("mentorship__end", "valid_to"),
        )
        .values_list("person_id", "mentorship_id", "first", "last")
    )
    taken = list(rows)
    mentees = defaultdict(set)
    for mentorship_id, person_id in Participant.objects.filter(
        role=ParticipantRole.MENTEE, valid_to__isnull=True, mentorship_id__in={row[1] for row in taken}
    ).values_list("mentorship_id", "person_id"):
        mentees[mentorship_id].add(person_id)
    spans = defaultdict(list)
    for mentor_id, mentorship_id, first, last in taken:
        spans[mentor_id].append((max(first, start), last + ONE_DAY, mentees[mentorship_id]))
    return {mentor_id: most_at_once(own) for mentor_id, own in spans.items()}


def inclusive_period(start: date, end: date) -> DateRange:
    """Both days belong to the period."""
    return DateRange(start, end, "[]")


def taken_directions(mentees, directions, start, end, *, exclude=None) -> QuerySet[CoveredDirection]:
    """Directions of these mentees that another mentorship covers within the period."""
    people = Participant.objects.select_related("person")
    return (
        CoveredDirection.objects.filter(
            mentee__in=mentees, direction__in=directions, period__overlap=inclusive_period(start, end)
        )
        .exclude(mentorship_id=exclude.pk if exclude else 0)
        .select_related("mentee", "direction", "mentorship")
        .prefetch_related(Prefetch("mentorship__participants", queryset=people))
        .order_by("mentee__sort_key", "direction__position")
    )


def open_places_of_mentees(person_ids) -> QuerySet[Participant]:
    """Places of these people as mentees in open mentorships."""
    return Participant.objects.filter(
        person_id__in=person_ids,
        role=ParticipantRole.MENTEE,
        valid_to__isnull=True,
        mentorship__status__in=OPEN_STATES,
    ).select_related("mentorship")


def is_mentee_now(person_field: str = "person_id") -> Exists:
    """For an entry of the bank: is the person a mentee in an open mentorship?"""
    return Exists(
        Participant.objects.filter(
            person_id=OuterRef(person_field),
            role=ParticipantRole.MENTEE,
            valid_to__isnull=True,
            mentorship__status__in=OPEN_STATES,
        )
    )


def unpaired_mentees(day: date) -> QuerySet[MenteeEntry]:
    """Active entries of mentees without an open mentorship; `searching_since` is when the search began.

    The search begins with the entry into the bank, or anew when the last mentorship ended.
    """
    last_end = (
        Participant.objects.filter(person=OuterRef("person_id"), role=ParticipantRole.MENTEE)
        .order_by(F("mentorship__ended_on").desc(nulls_last=True))
        .values("mentorship__ended_on")[:1]
    )
    return (
        active_mentees(day)
        .filter(~is_mentee_now())
        .annotate(searching_since=Greatest(F("entered_on"), Subquery(last_end)))
        .order_by("searching_since", "person__sort_key")
    )


def mentors_of_mentorships() -> QuerySet[Person]:
    """People who are or were mentors of some mentorship, by name."""
    return Person.objects.filter(
        Exists(Participant.objects.filter(person=OuterRef("pk"), role=ParticipantRole.MENTOR))
    )


def mentorships_of_mentor(mentorships: QuerySet[Mentorship], person_id) -> QuerySet[Mentorship]:
    """Of these the ones where this person is or was the mentor."""
    own = Participant.objects.filter(
        mentorship=OuterRef("pk"), person_id=person_id, role=ParticipantRole.MENTOR
    )
    return mentorships.filter(Exists(own))


def mentorships_with_people_named(mentorships: QuerySet[Mentorship], text: str) -> QuerySet[Mentorship]:
    """Of these the ones where somebody's name holds every word of the text."""
    named = search_people(Person.objects.all(), text)
    return mentorships.filter(Exists(Participant.objects.filter(mentorship=OuterRef("pk"), person__in=named)))


def mentorships_in_year(mentorships: QuerySet[Mentorship], year: SchoolYear) -> QuerySet[Mentorship]:
    """Of these the ones whose term touches the school year."""
    return mentorships.filter(start__lte=year.end, end__gte=year.start)


def waiting_for_council() -> QuerySet[Mentorship]:
    """Agreed mentorships on which the council has not spoken yet."""
    return Mentorship.objects.filter(status=MentorshipStatus.AGREED, council_opinion="")
