"""Requests, withdrawals, terms that are over, and who touched whose data."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from mentoring.accounts.models import AccessRecord
from mentoring.jobs.models import Job
from programs.programmes.models import Programme
from registry.consents.enums import ConsentKind, ConsentStatus
from registry.consents.models import Consent
from registry.consents.queries import with_valid_consent
from registry.people.models import Person, StaffImportRow
from roadmap.privacy.enums import RecordKind, RequestKind, RequestState
from roadmap.privacy.models import BlockedOrder, Erasure, PersonRequest
from roadmap.privacy.terms import DESTROYED, cutoff, due_on

ERASED_TEXT = "Программа: данные уничтожены"


@dataclass(frozen=True)
class Withdrawal:
    """A consent to processing that was taken back: what must be gone by when."""

    consent: Consent
    due_on: date

    def is_late(self, day) -> bool:
        return day > self.due_on


def requests_visible_to(user, may_keep) -> QuerySet[PersonRequest]:
    """All for those who keep personal data, otherwise only one's own."""
    rows = PersonRequest.objects.select_related("person", "closed_by", "created_by")
    return rows if may_keep else rows.filter(person__user=user)


def open_requests() -> QuerySet[PersonRequest]:
    """Requests that wait for an answer, the most urgent first."""
    return (
        PersonRequest.objects.filter(state=RequestState.OPEN)
        .select_related("person")
        .order_by("due_on", "pk")
    )


def withdrawn_consents(day) -> QuerySet[Consent]:
    """Withdrawn consents to processing after which the data still stand: no new consent, no reason to keep them."""
    newer = Consent.objects.filter(
        person=OuterRef("person"), kind=ConsentKind.PROCESSING, status=ConsentStatus.WITHDRAWN,
        withdrawn_on__lt=OuterRef("withdrawn_on"),
    )  # fmt: skip
    rows = Consent.objects.filter(
        kind=ConsentKind.PROCESSING, status=ConsentStatus.WITHDRAWN, person__erased_on__isnull=True
    )
    rows = rows.filter(~Exists(PersonRequest.objects.filter(consent=OuterRef("pk"))))
    # Of several withdrawals of one person the first one sets the day.
    return rows.exclude(with_valid_consent(ConsentKind.PROCESSING, day, person="person_id")).filter(
        ~Exists(newer)
    )


def open_withdrawals(day) -> list[Withdrawal]:
    """What the school must do about withdrawn consents, the most urgent first."""
    rows = withdrawn_consents(day).select_related("person").order_by("withdrawn_on", "pk")
    return [_withdrawal(consent) for consent in rows]


def _withdrawal(consent: Consent) -> Withdrawal:
    if consent.withdrawn_on is None:
        raise ValueError(f"consent {consent.pk} was not withdrawn")
    return Withdrawal(consent, due_on(RequestKind.WITHDRAWAL, consent.withdrawn_on))


def accesses_to(person_id) -> QuerySet[AccessRecord]:
    """Every act with the data of one card, the newest first."""
    return AccessRecord.objects.filter(people__contains=[person_id]).select_related("user")


def accesses_by(user_id) -> QuerySet[AccessRecord]:
    """Everything one account did with personal data, the newest first."""
    return AccessRecord.objects.filter(user=user_id).select_related("user")


def between(records: QuerySet[AccessRecord], first=None, last=None) -> QuerySet[AccessRecord]:
    """Those of `records` that fall on days from `first` to `last` (school time), both included."""
    if first:
        records = records.filter(at__gte=_midnight(first))
    return records.filter(at__lt=_midnight(last + timedelta(days=1))) if last else records


def _midnight(day):
    # A moment is compared, not a date made of every row: so the index answers.
    return timezone.make_aware(datetime.combine(day, time.min))


def erasures() -> QuerySet[Erasure]:
    return Erasure.objects.select_related("by")


def blocked_orders() -> QuerySet[BlockedOrder]:
    return BlockedOrder.objects.select_related("order", "order__journal", "order__document", "erasure")


def overdue_records(kind: RecordKind, today: date) -> QuerySet:
    """What has been kept long enough; these rows may be destroyed."""
    end = cutoff(kind, today)
    if kind == RecordKind.CARD:
        return Person.objects.filter(left_on__lt=end, erased_on__isnull=True)
    if kind == RecordKind.CONSENT:
        ended = Q(status=ConsentStatus.GIVEN, valid_until__lt=end) | Q(withdrawn_on__lt=end)
        held = PersonRequest.objects.filter(consent=OuterRef("pk"), state=RequestState.OPEN)
        return Consent.objects.filter(ended, person__erased_on__isnull=True).filter(~Exists(held))
    if kind == RecordKind.PROGRAMME:
        return Programme.objects.filter(ended_on__lt=end).exclude(title=ERASED_TEXT)
    if kind == RecordKind.IMPORT:
        return StaffImportRow.objects.filter(staff_import__created_at__date__lt=end).exclude(
            cells=[], values={}
        )
    return Job.objects.filter(created_at__date__lt=end, finished_at__isnull=False).exclude(
        result="", message=""
    )


def overdue_counts(today: date) -> dict[RecordKind, int]:
    """How many rows of each kind have been kept long enough; kinds without any are left out."""
    counts = {kind: overdue_records(kind, today).count() for kind in DESTROYED}
    return {kind: count for kind, count in counts.items() if count}
