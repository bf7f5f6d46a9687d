from datetime import date

import pgtrigger
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from registry.consents.enums import ConsentKind
from registry.consents.models import Consent, ConsentText
from registry.consents.services import prepare_blank, text_in_use, withdraw_consent
from tests.factories.bank import give_paper
from tests.factories.people import make_curator, make_person

pytestmark = pytest.mark.django_db
K = ConsentKind


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"kind": "other"}, "consent_kind_known"),
        ({"status": "lost"}, "consent_status_known"),
        ({"valid_until": None}, "consent_given_has_dates_and_channel"),
        ({"channel": "phone"}, "consent_given_has_dates_and_channel"),
        ({"given_on": None}, "consent_given_has_dates_and_channel"),
        ({"status": "printed"}, "consent_given_has_dates_and_channel"),
        ({"valid_until": date(2020, 1, 1)}, "consent_dates_in_order"),
        ({"status": "withdrawn"}, "consent_withdrawn_has_date"),
        ({"withdrawn_on": date(2026, 10, 1)}, "consent_withdrawn_has_date"),
        ({"status": "withdrawn", "withdrawn_on": date(2020, 1, 1)}, "consent_withdrawn_after_given"),
    ],
)
def test_the_database_refuses_an_impossible_consent(changes, constraint):
    consent = give_paper(make_person(), K.PROCESSING)
    # The triggers refuse first: they are put aside to see what stands behind them.
    with (
        pgtrigger.ignore("registry.Consent:consent_given_frozen", "registry.Consent:consent_no_step_back"),
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(),
    ):
        Consent.objects.filter(pk=consent.pk).update(**changes)
    assert caught.value.__cause__.diag.constraint_name == constraint


def test_a_person_has_one_open_blank_of_a_kind():
    blank = prepare_blank(make_person(), K.PROCESSING, by=make_curator())
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Consent.objects.create(
            person=blank.person, kind=blank.kind, text=blank.text, entered_by=blank.entered_by
        )
    assert caught.value.__cause__.diag.constraint_name == "consent_one_blank_at_a_time"


def test_editions_are_never_altered_or_doubled():
    text = text_in_use(K.PROCESSING)
    for act in (lambda: ConsentText.objects.update(body="другое"), text.delete):
        with pytest.raises(DatabaseError, match="consent_text_append_only"), transaction.atomic():
            act()
    for fields, constraint in (
        ({"kind": K.PROCESSING, "version": 1}, "consent_text_version_once"),
        ({"kind": "other", "version": 1}, "consent_text_kind_known"),
    ):
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            ConsentText.objects.create(title="Т", body="Б", sha256="0" * 64, **fields)
        assert caught.value.__cause__.diag.constraint_name == constraint


@pytest.mark.parametrize(
    "changes",
    [
        {"given_on": date(2026, 9, 2)},
        {"valid_until": date(2028, 8, 31)},
        {"fields_allowed": ["photo"]},
        {"paper": None},
        {"channel": "screen"},
        {"status": "printed"},
    ],
)
def test_what_was_given_is_never_altered(changes):
    consent = give_paper(make_person(), K.PROCESSING)
    with pytest.raises(DatabaseError, match="Cannot update rows from registry_consent"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(**changes)


def test_what_was_given_is_neither_removed_nor_given_back_after_a_withdrawal():
    consent = give_paper(make_person(), K.PROCESSING)
    withdraw_consent(consent, by=make_curator(), on=timezone.localdate())
    rows = Consent.objects.filter(pk=consent.pk)
    with pytest.raises(DatabaseError, match="Cannot update rows"), transaction.atomic():
        rows.update(status="given", withdrawn_on=None)
    with pytest.raises(DatabaseError, match="Cannot delete rows"), transaction.atomic():
        rows.delete()
