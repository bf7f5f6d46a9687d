"""Sets of programmes: who sees which, what waits for whom."""

from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from mentoring.accounts.models import User
from mentoring.accounts.permissions import Permission
from mentoring.school.models import SchoolYear
from mentoring.workflow.models import StatusChange
from programs.programmes.enums import AcquaintedBody, ProgrammeStatus
from programs.programmes.models import PlanEvent, Programme, ProgrammeAcquaintance, ProgrammeAgreement
from registry.pairs.enums import MentorshipStatus, ParticipantRole
from registry.pairs.models import Mentorship, Participant
from registry.pairs.queries import in_place
from registry.people.models import Person
from registry.people.queries import search_people

S = ProgrammeStatus
ENDED = (S.COMPLETED, S.ENDED_EARLY)
IN_FORCE = (S.AGREED, S.RUNNING)
FROM_AGREED_ON = (*IN_FORCE, *ENDED)


def programmes_visible_to(user: User) -> QuerySet[Programme]:
    """All for those who view programmes by role; others see the programmes of their own pairs and groups."""
    if user.may(Permission.VIEW_PROGRAMMES):
        return Programme.objects.all()
    own = Participant.objects.filter(mentorship=OuterRef("mentorship"), person__user=user)
    return Programme.objects.filter(Exists(own))


def with_people(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """The same programmes with both sides read at once, for lists and for rules."""
    sides = Participant.objects.select_related("person", "person__user")
    return programmes.select_related("mentorship").prefetch_related(
        Prefetch("mentorship__participants", queryset=sides)
    )


def with_everything(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """What a card or a paper needs: people, plan, agreements, acquaintances."""
    agreements = ProgrammeAgreement.objects.select_related("person")
    return with_people(programmes).prefetch_related(
        "plan", Prefetch("agreements", queryset=agreements), "acquaintances"
    )


def with_progress(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """The same programmes with `plan_count` and `held_count`, the rows of the plan and those held."""
    return programmes.annotate(
        plan_count=Count("plan", distinct=True),
        held_count=Count("plan", filter=Q(plan__held_on__isnull=False), distinct=True),
    )


def programmes_found(programmes: QuerySet[Programme], text: str) -> QuerySet[Programme]:
    """Of these the ones with somebody of that name, or with the text in the title, goals or content."""
    named = Participant.objects.filter(
        mentorship=OuterRef("mentorship"), person__in=search_people(Person.objects.all(), text)
    )
    words = Q(title__icontains=text) | Q(goals__icontains=text) | Q(content__icontains=text)
    return programmes.filter(Exists(named) | words)


def programmes_of_mentor(programmes: QuerySet[Programme], person_id) -> QuerySet[Programme]:
    """Of these the ones led by this person, now or before."""
    own = Participant.objects.filter(
        mentorship=OuterRef("mentorship"), person_id=person_id, role=ParticipantRole.MENTOR
    )
    return programmes.filter(Exists(own))


def programmes_in_year(programmes: QuerySet[Programme], year: SchoolYear) -> QuerySet[Programme]:
    """Of these the ones whose term touches the school year."""
    return programmes.filter(start__lte=year.end, end__gte=year.start)


def not_noted_by(programmes: QuerySet[Programme], body: AcquaintedBody) -> QuerySet[Programme]:
    """Programmes in force whose present revision this body has not been noted as acquainted with."""
    noted = ProgrammeAcquaintance.objects.filter(
        programme=OuterRef("pk"), revision=OuterRef("revision"), body=body
    )
    return programmes.filter(~Exists(noted), status__in=IN_FORCE)


def left_open(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Programmes that still go on though their pair has ended."""
    return programmes.filter(mentorship__status=MentorshipStatus.ENDED).exclude(status__in=ENDED)


def without_programme(mentorships: QuerySet[Mentorship]) -> QuerySet[Mentorship]:
    """Active pairs and groups that have no programme yet, the longest waiting first."""
    return (
        mentorships.filter(status=MentorshipStatus.ACTIVE)
        .filter(~Exists(Programme.objects.filter(mentorship=OuterRef("pk"))))
        .order_by("start", "pk")
    )


def may_begin_for(user: User) -> QuerySet[Mentorship]:
    """Active pairs for which this person may begin a programme: own as the mentor, any for the curator."""
    if user.may(Permission.EDIT_PROGRAMMES):
        return Mentorship.objects.filter(status=MentorshipStatus.ACTIVE)
    own = Participant.objects.filter(
        in_place(timezone.localdate()),
        mentorship=OuterRef("pk"),
        person__user=user,
        role=ParticipantRole.MENTOR,
    )
    return Mentorship.objects.filter(Exists(own), status=MentorshipStatus.ACTIVE)


def open_programme_of(mentorship: Mentorship) -> Programme | None:
    """The programme of the pair that is not over, or None."""
    return Programme.objects.filter(mentorship=mentorship).exclude(status__in=ENDED).first()


def waiting_for(user: User) -> QuerySet[Programme]:
    """Own programmes that wait for this person: drafts to send as the mentor, sent ones to agree as a mentee."""
    own = Participant.objects.filter(
        in_place(timezone.localdate()), mentorship=OuterRef("mentorship"), person__user=user
    )
    given = ProgrammeAgreement.objects.filter(
        programme=OuterRef("pk"), revision=OuterRef("revision"), person__user=user
    )
    to_send = Q(Exists(own.filter(role=ParticipantRole.MENTOR)), status=S.DRAFT)
    to_agree = Q(Exists(own.filter(role=ParticipantRole.MENTEE)), ~Exists(given), status=S.ON_AGREEMENT)
    return Programme.objects.filter(to_send | to_agree).order_by("-status", "pk")


def own_events_to_mind(user: User, day: date, *, ahead: timedelta) -> QuerySet[PlanEvent]:
    """Rows of own programmes in force: due until `day + ahead` and not held, or held without a word."""
    own = Participant.objects.filter(
        in_place(day), mentorship=OuterRef("programme__mentorship"), person__user=user
    )
    due = Q(held_on__isnull=True, planned_on__lte=day + ahead)
    silent = Q(held_on__isnull=False, reflection="")
    return (
        PlanEvent.objects.filter(Exists(own), due | silent, programme__status__in=IN_FORCE)
        .select_related("programme")
        .order_by("planned_on", "position", "pk")
    )


def reusable_programmes(user: User, text: str = "") -> QuerySet[Programme]:
    """Programmes that once were agreed and that this person sees: the bank to begin a new one from."""
    agreed = programmes_visible_to(user).filter(agreed_on__isnull=False)
    found = programmes_found(agreed, text) if text.strip() else agreed
    return with_progress(with_people(found)).order_by("-agreed_on", "-pk")


def with_overdue_events(programmes: QuerySet[Programme], day: date) -> QuerySet[Programme]:
    """Programmes in force with an event that was due before `day` and is not marked as held."""
    late = PlanEvent.objects.filter(programme=OuterRef("pk"), held_on__isnull=True, planned_on__lt=day)
    return programmes.filter(Exists(late), status__in=IN_FORCE)


def last_return(programme: Programme) -> StatusChange | None:
    """The return that brought the draft back, when it was the last step of the programme."""
    step = (
        StatusChange.objects.filter(
            content_type=ContentType.objects.get_for_model(Programme), object_id=programme.pk
        )
        .exclude(to_state="")
        .first()
    )
    return step if step and step.action == "return" else None
