"""Sets of agreements: who sees which, which mentors still work or are to work without one."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from mentoring.accounts.permissions import Permission
from registry.pairs.enums import MentorshipStatus, ParticipantRole
from registry.pairs.models import Mentorship, Participant
from registry.people.models import Person
from roadmap.agreements.enums import AgreementStatus
from roadmap.agreements.models import CLOSED, Agreement

S = AgreementStatus
# From here on it is certain who will work: the paper can be prepared and must be there before the first day.
NEEDED_STATES = (MentorshipStatus.AGREED, MentorshipStatus.IN_ORDER, MentorshipStatus.ACTIVE)
WARNING_TERM = timedelta(days=14)
# Who takes a pair over begins later than the pair.
BEGINS = Coalesce("valid_from", "mentorship__start")


def agreements_visible_to(user) -> QuerySet[Agreement]:
    """All for those who prepare papers; a mentor sees the own ones once they were printed: payment is nobody else's."""
    rows = Agreement.objects.select_related("mentor", "mentorship", "scan", "created_by")
    if user.may(Permission.DRAFT_ORDERS):
        return rows.filter(mentor__erased_on__isnull=True)
    return printed(rows.filter(mentor__user=user))


def printed(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Those that the mentor was ever given to read: neither drafts nor what was closed as a draft."""
    return agreements.exclude(status=S.DRAFT).exclude(status=S.VOID, paper__isnull=True)


def with_sides(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """What a line of the list and the paper show: people of the pair with their positions."""
    return agreements.prefetch_related("mentor__positions", "mentorship__participants__person__positions")


def open_agreement(mentorship: Mentorship, mentor) -> Agreement | None:
    """The agreement of this mentor in this mentorship that is not closed, or None."""
    return (
        Agreement.objects.filter(mentorship=mentorship, mentor=mentor)
        .exclude(status__in=CLOSED)
        .select_related("mentor")
        .first()
    )


def has_signed_agreement(mentorship: Mentorship, mentor) -> bool:
    """Has this mentor signed for this mentorship?"""
    return Agreement.objects.filter(mentorship=mentorship, mentor=mentor, status=S.SIGNED).exists()


def coming_mentors(mentorship: Mentorship) -> QuerySet[Person]:
    """Whom an order in work names as the next mentor of the pair: the agreement is signed before it (L-02).

    Each has `begins`, the first day of the work in ISO.
    """
    named = Person.objects.filter(
        named_in_orders__role="successor",
        named_in_orders__order__mentorship=mentorship,
        named_in_orders__order__date__isnull=True,
        left_on__isnull=True,
    )
    return named.annotate(begins=KeyTextTransform("on", "named_in_orders__order__facts")).order_by("pk")


def _present_mentors() -> QuerySet[Participant]:
    signed = Agreement.objects.filter(
        mentorship=OuterRef("mentorship"), mentor=OuterRef("person"), status=S.SIGNED
    )
    return Participant.objects.filter(
        ~Exists(signed), role=ParticipantRole.MENTOR, valid_to__isnull=True
    ).select_related("person", "mentorship")


def mentors_without_agreement(mentorships: Iterable[Mentorship]) -> list[Participant]:
    """Present mentors of these mentorships who have signed nothing."""
    return list(_present_mentors().filter(mentorship__in=mentorships).order_by("pk"))


def unsigned_mentors(day: date) -> QuerySet[Participant]:
    """Mentors who work, or begin within two weeks after `day`, without a signed agreement, the earliest first."""
    return (
        _present_mentors()
        .annotate(begins=BEGINS)
        .filter(mentorship__status__in=NEEDED_STATES, begins__lte=day + WARNING_TERM)
        .order_by("begins", "pk")
    )


def too_short(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Signed ones that end before the pair in which the mentor goes on: the term was extended, they were not (D-11)."""
    works = Participant.objects.filter(
        mentorship=OuterRef("mentorship"),
        person=OuterRef("mentor"),
        role=ParticipantRole.MENTOR,
        valid_to__isnull=True,
    )
    return agreements.filter(
        Exists(works),
        status=S.SIGNED,
        mentorship__status=MentorshipStatus.ACTIVE,
        end__lt=F("mentorship__end"),
    )


def without_any_agreement() -> QuerySet[Participant]:
    """Present mentors for whom no agreement has been begun yet: what the list offers to prepare."""
    begun = Agreement.objects.filter(mentorship=OuterRef("mentorship"), mentor=OuterRef("person")).exclude(
        status__in=CLOSED
    )
    return (
        Participant.objects.filter(
            ~Exists(begun),
            role=ParticipantRole.MENTOR,
            valid_to__isnull=True,
            mentorship__status__in=NEEDED_STATES,
        )
        .select_related("person", "mentorship")
        .prefetch_related("mentorship__participants__person")
        .annotate(begins=BEGINS)
        .order_by("begins", "pk")
    )
