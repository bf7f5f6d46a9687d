"""Destroying what agreements hold of one person; that somebody signed one and for which term stays."""

import json

import pgtrigger

from mentoring.accounts.erasure import GONE, erase_history, erase_rows, erase_steps_with
from roadmap.agreements.enums import AgreementStatus
from roadmap.agreements.models import Agreement

# A signed agreement is frozen; only the destruction of the person's data lifts that, under its own record.
FROZEN = (
    "roadmap.Agreement:agreement_printed_is_frozen",
    "roadmap.Agreement:agreement_signed_stays_signed",
)


def erase_agreements(person, *, record, words) -> list:
    """Empty the mentor's own agreements and take a mentee's name out of others'; returns the stored scans."""
    own = list(Agreement.objects.filter(mentor=person).select_related("scan"))
    files = [row.scan for row in own if row.scan is not None]
    others = list(
        Agreement.objects.filter(mentorship__participants__person=person).exclude(mentor=person).distinct()
    )
    with pgtrigger.ignore(*FROZEN):
        for agreement in own:
            _empty(agreement)
        for agreement in others:
            _scrub(agreement, words)
    erase_history(record, Agreement, [row.pk for row in own])
    ids = [row.pk for row in others]
    erase_rows(record, Agreement.pgh_event_model, "pgh_obj_id", ids)
    erase_steps_with(record, Agreement, ids, words)
    return files


def _empty(agreement):
    if agreement.status in (AgreementStatus.DRAFT, AgreementStatus.PRINTED):
        agreement.delete()
        return
    agreement.scan = agreement.paper = None
    agreement.contract_number = "–" if agreement.contract_number else ""
    agreement.content = agreement.form = agreement.payment = GONE
    # What was never signed names nothing but the order that closed it.
    agreement.end_reason = agreement.end_reason if agreement.status == AgreementStatus.VOID else ""
    agreement.save()


def _scrub(agreement, words):
    for name in ("content", "form", "payment", "end_reason"):
        setattr(agreement, name, words.scrub(getattr(agreement, name)))
    if agreement.paper:
        agreement.paper = json.loads(words.scrub(json.dumps(agreement.paper, ensure_ascii=False)))
    agreement.save()
