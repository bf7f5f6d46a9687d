"""What a registered order does to the mentors' agreements of its pair: the work and the payment end with it (L-06).

Only the orders call this, in the transaction that registers.
"""

from datetime import date

from django.db import transaction

from mentoring.workflow.services import move
from registry.pairs.models import Mentorship
from registry.people.models import Person
from roadmap.agreements.enums import AgreementStatus
from roadmap.agreements.models import CLOSED, Agreement
from roadmap.agreements.rules import TABLE


@transaction.atomic
def end_agreements_by_order(
    mentorship: Mentorship, *, by, on: date, basis: str, mentor: Person | None = None
) -> list[Agreement]:
    """Close the agreements of the pair, or of this mentor alone: signed ones end, unsigned ones are never signed.

    `on` is the last day of the work, `basis` names the order. The day may lie before the signatures or ahead: the
    order says it. Raises Refused for a person who may register no orders.
    """
    rows = Agreement.objects.filter(mentorship=mentorship).exclude(status__in=CLOSED)
    if mentor is not None:
        rows = rows.filter(mentor=mentor)
    found = list(rows.order_by("pk").select_for_update(of=("self",)))
    for agreement in found:
        if agreement.status == AgreementStatus.SIGNED:
            _end(agreement, by=by, on=on, basis=basis)
        else:
            _close(agreement, by=by, basis=basis)
    return found


def _end(agreement: Agreement, *, by, on: date, basis: str) -> None:
    TABLE.require(agreement, "end_by_order", by=by)
    agreement.ended_on, agreement.end_reason = min(on, agreement.end), basis
    agreement.version += 1
    sentence = f"прекращено ({basis}), последний день – {agreement.ended_on:%d.%m.%Y}"
    changed = ("ended_on", "end_reason", "version")
    move(TABLE, agreement, "end_by_order", by=by, changed=changed, sentence=sentence)


def _close(agreement: Agreement, *, by, basis: str) -> None:
    TABLE.require(agreement, "close_by_order", by=by)
    agreement.end_reason = basis
    agreement.version += 1
    sentence = f"закрыто без подписи ({basis})"
    move(TABLE, agreement, "close_by_order", by=by, changed=("end_reason", "version"), sentence=sentence)
