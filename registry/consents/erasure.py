"""Destroying what the consents of one person hold; that they were given and withdrawn stays as a date."""

import pgtrigger
from django.utils import timezone

from mentoring.accounts.erasure import erase_history, erase_rows
from registry.consents.enums import ConsentStatus
from registry.consents.models import Consent, FormerScan

# A given consent is a proof and frozen; only the destruction of the person's data lifts that, under its own record.
FROZEN = ("registry.Consent:consent_given_frozen", "registry.Consent:consent_given_kept")


def erase_consents(person, *, record) -> list:
    """Take scans, notes and representatives off; returns the stored files, whose bytes go after the commit."""
    rows = list(Consent.objects.filter(person=person).select_related("scan"))
    ids = [row.pk for row in rows]
    former = list(FormerScan.objects.filter(consent__in=ids).select_related("scan"))
    erase_rows(record, FormerScan, "id", [row.pk for row in former])
    files = [row.scan for row in (*rows, *former) if row.scan is not None]
    with pgtrigger.ignore(*FROZEN):
        for consent in rows:
            _empty(consent)
    erase_history(record, Consent, ids)
    return files


def destroy_consents(rows, *, record) -> list:
    """Remove consents whose term of keeping is over; returns the stored files, whose bytes go after the commit."""
    ids = [row.pk for row in rows]
    former = list(FormerScan.objects.filter(consent__in=ids).select_related("scan"))
    erase_rows(record, FormerScan, "id", [row.pk for row in former])
    with pgtrigger.ignore(*FROZEN):
        Consent.objects.filter(pk__in=ids).delete()
    erase_history(record, Consent, ids)
    return [row.scan for row in (*rows, *former) if row.scan is not None]


def _empty(consent):
    if consent.status == ConsentStatus.PRINTED:
        consent.delete()
        return
    consent.scan = consent.representative = consent.paper = None
    consent.withdrawal_note, consent.fields_allowed = "", []
    if consent.status == ConsentStatus.GIVEN:
        consent.status = ConsentStatus.WITHDRAWN
        consent.withdrawn_on = max(timezone.localdate(), consent.given_on)
    consent.save()
