"""Reading the two banks. An entry is active when its person has not left and the consent to processing is valid."""

from datetime import timedelta

from django.db.models import Q

from mentoring.accounts.permissions import Permission
from registry.bank.enums import BankRole, EntryState
from registry.bank.models import MenteeEntry, MentorEntry
from registry.consents.enums import ConsentKind
from registry.consents.queries import has_valid_consent, with_valid_consent

REVIEW_AFTER = timedelta(days=365)
MODELS = {BankRole.MENTOR: MentorEntry, BankRole.MENTEE: MenteeEntry}
# What each side signs beside the consent to processing (ТК РФ, ст. 351.8; Положение, п. 1.3).
CONSENT_OF_ROLE = {BankRole.MENTOR: ConsentKind.MENTORING, BankRole.MENTEE: ConsentKind.PARTICIPATION}


def mentor_entries():
    """All entries of the bank of mentors, those who left included, with what a list shows."""
    return MentorEntry.objects.select_related("person").prefetch_related(
        "person__positions", "directions", "forms", "kinds"
    )


def mentee_entries():
    """All entries of the bank of mentees, those who left included, with what a list shows."""
    return MenteeEntry.objects.select_related("person").prefetch_related("person__positions", "directions")


def entries_of(role):
    """All entries of the bank named by a BankRole."""
    return mentor_entries() if role == BankRole.MENTOR else mentee_entries()


def entries_visible_to(user, role):
    """All entries for those who may see the bank, otherwise only one's own."""
    rows = entries_of(role)
    return rows if user.may(Permission.VIEW_BANK) else rows.filter(person__user=user)


def active_mentors(day):
    """Entries of mentors who may be chosen on `day` (L-10)."""
    return active(mentor_entries(), day)


def active_mentees(day):
    """Entries of mentees who may be chosen on `day` (L-10)."""
    return active(mentee_entries(), day)


def active(entries, day):
    """Of these entries the active ones on `day`: not left, still at school, with a valid consent to processing."""
    return entries.exclude(gone(day)).filter(
        with_valid_consent(ConsentKind.PROCESSING, day, person="person_id")
    )


def waiting(entries, day):
    """Of these entries those that wait for a consent to processing on `day`."""
    return entries.exclude(gone(day)).exclude(
        with_valid_consent(ConsentKind.PROCESSING, day, person="person_id")
    )


def without_role_consent(entries, day):
    """Of these entries the active ones whose person has not agreed to the part itself: no order can name them."""
    role = BankRole.MENTOR if entries.model is MentorEntry else BankRole.MENTEE
    return active(entries, day).exclude(with_valid_consent(CONSENT_OF_ROLE[role], day, person="person_id"))


def gone(day) -> Q:
    """The condition of having left the bank, or the school before `day`."""
    return Q(left_on__isnull=False) | Q(person__left_on__isnull=False, person__left_on__lt=day)


def with_state(entries, day):
    """The entries with `has_processing` and `has_role_consent`, so that a list asks once for all rows."""
    role = BankRole.MENTOR if entries.model is MentorEntry else BankRole.MENTEE
    return entries.annotate(
        has_processing=with_valid_consent(ConsentKind.PROCESSING, day, person="person_id"),
        has_role_consent=with_valid_consent(CONSENT_OF_ROLE[role], day, person="person_id"),
    )


def entry_state(entry, day) -> EntryState:
    """«ожидает согласия», «в банке» or «исключён» on `day`; cheap for rows of `with_state`."""
    left_school = entry.person.left_on is not None and entry.person.left_on < day
    if entry.has_left or left_school:
        return EntryState.LEFT
    valid = getattr(entry, "has_processing", None)
    if valid is None:
        valid = has_valid_consent(entry.person, ConsentKind.PROCESSING, day)
    return EntryState.ACTIVE if valid else EntryState.WAITING


def to_review(entries, day):
    """Entries in the bank that nobody has looked through for a year (Положение, п. 3.4: не реже раза в год)."""
    return entries.exclude(gone(day)).filter(reviewed_on__lte=day - REVIEW_AFTER)


def places_taken(person, day) -> int:
    """The most mentees this mentor has on any one day from `day` on, proposals included.

    Pairs stand to the right of this room, so they are asked through the person's own relations: a mentorship covers
    the directions of its mentees from the proposal on, and takes a place until it has ended.
    """
    mentee, period = "mentorship__covered_directions__mentee_id", "mentorship__covered_directions__period"
    rows = person.participations.filter(
        role=BankRole.MENTOR,
        valid_to__isnull=True,
        mentorship__ended_on__isnull=True,
        **{f"{period}__endswith__gt": day},
    ).values_list(mentee, period)
    return most_at_once((max(period.lower, day), period.upper, {mentee}) for mentee, period in rows)


def most_at_once(spans) -> int:
    """Of (first day, day after the last, set of people) the largest number of people on any one day."""
    spans = list(spans)
    # The number can only grow on a day when some span begins.
    return max(
        (
            len(set().union(*(people for first, after, people in spans if first <= day < after)))
            for day, _, _ in spans
        ),
        default=0,
    )


def needs_review(entry, day) -> bool:
    """Has nobody looked through the entry for a year?"""
    return not entry.has_left and entry.reviewed_on <= day - REVIEW_AFTER


def needed_kinds(role) -> tuple[ConsentKind, ConsentKind]:
    """The consents an entry of this bank needs: to processing and to the person's part."""
    return ConsentKind.PROCESSING, CONSENT_OF_ROLE[role]


def missing_kinds(entry, role, day) -> list[ConsentKind]:
    """The consents this entry still needs on `day`."""
    return [kind for kind in needed_kinds(role) if not has_valid_consent(entry.person, kind, day)]
