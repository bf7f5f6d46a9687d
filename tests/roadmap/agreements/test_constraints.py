"""What the database itself refuses about agreements."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from roadmap.agreements.models import Agreement
from tests.factories.agreements import make_agreement

pytestmark = pytest.mark.django_db


def refused(agreement, match, **fields):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(**fields)


def test_a_draft_keeps_its_rules():
    draft, day = make_agreement(), timezone.localdate()

    refused(draft, "agreement_kind_known", kind="oral")
    refused(draft, "agreement_status_known", status="lost")
    refused(draft, "agreement_dates_in_order", end=draft.start)
    refused(draft, "agreement_draft_has_no_paper", paper={})
    refused(draft, "agreement_signed_has_date", signed_on=day)
    refused(draft, "agreement_ended_has_date", ended_on=day)
    refused(draft, "agreement_names_employment_contract", status="printed", contract_number="", paper={})
    with pytest.raises(IntegrityError, match="agreement_one_open_for_mentor"), transaction.atomic():
        Agreement.objects.create(
            mentorship=draft.mentorship, mentor=draft.mentor, kind="contract", date=day, content="-", form="-",
            start=draft.start, end=draft.end, payment="-", created_by=draft.created_by,
        )  # fmt: skip


def test_what_was_closed_unsigned_names_its_order_and_stays():
    draft = make_agreement()
    refused(draft, "agreement_void_names_order", status="void")
    refused(draft, "agreement_void_names_order", end_reason="приказ № 5")
    Agreement.objects.filter(pk=draft.pk).update(status="void", end_reason="приказ № 5")
    refused(draft, "agreement_void_stays_void", status="draft", end_reason="")
    with pytest.raises(DatabaseError, match="agreement_signed_is_kept"), transaction.atomic():
        Agreement.objects.filter(pk=draft.pk).delete()


def test_what_was_printed_and_signed_stays():
    signed = make_agreement("signed")

    refused(signed, "agreement_printed_is_frozen", payment="больше")
    refused(signed, "agreement_signed_stays_signed", status="printed", signed_on=None, copy_received_on=None)
    with pytest.raises(DatabaseError, match="agreement_signed_is_kept"), transaction.atomic():
        Agreement.objects.filter(pk=signed.pk).delete()
