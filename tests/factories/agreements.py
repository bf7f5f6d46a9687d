"""Agreements with mentors for tests, reached only through the services."""

from datetime import date

from django.utils import timezone

from roadmap.agreements.card import proposed
from roadmap.agreements.enums import AgreementStatus
from roadmap.agreements.models import Agreement
from roadmap.agreements.services import begin_agreement, end_agreement, print_agreement, sign_agreement
from tests.factories.orders import check_forms, make_school
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator

S = AgreementStatus
CONTRACT = {"contract_number": "15/2020", "contract_date": date(2020, 8, 31)}


def make_agreement(state=S.DRAFT, *, pair=None, by=None, **terms) -> Agreement:
    """An agreement with the mentor of an agreed pair (or of the given one) walked to `state`."""
    make_school()
    by, pair = by or make_curator(), pair or make_mentorship("agreed")
    check_forms(pair.mentor, *pair.mentees)
    employment = CONTRACT if pair.mentor.is_employee else {}
    agreement = begin_agreement(pair, by=by, **{**proposed(pair), **employment, **terms})
    today = timezone.localdate()
    steps = (
        (S.PRINTED, lambda: print_agreement(agreement, by=by)),
        (S.SIGNED, lambda: sign_agreement(agreement, by=by, on=today, copy_received_on=today)),
        (S.ENDED, lambda: end_agreement(agreement, by=by, on=today, reason="приказ № 5")),
    )
    for name, step in steps:
        if state == S.DRAFT:
            break
        step()
        if name == state:
            break
    return Agreement.objects.get(pk=agreement.pk)
