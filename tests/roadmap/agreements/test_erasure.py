"""What is destroyed with a person's data: terms, payment, words of the paper, the scan."""

import json

import pytest

from mentoring.accounts.erasure import open_erasure
from registry.people.erasure import names_of
from roadmap.agreements.erasure import erase_agreements
from roadmap.agreements.models import Agreement
from roadmap.privacy.collecting import sections_about
from tests.factories.agreements import make_agreement
from tests.factories.people import make_curator

pytestmark = pytest.mark.django_db


def erase(person):
    record = open_erasure(by=make_curator(), people=[person.pk])
    return erase_agreements(person, record=record, words=names_of(person).any)


def test_of_the_mentor_only_the_dates_stay():
    agreement = make_agreement("ended", payment="канарейка")
    mentor = agreement.mentor
    assert "канарейка" in str(sections_about(mentor))

    erase(mentor)

    agreement.refresh_from_db()
    assert (agreement.paper, agreement.payment, agreement.contract_number) == (
        None,
        "[данные уничтожены]",
        "–",
    )
    assert agreement.ended_on and agreement.end_reason == ""
    assert not Agreement.pgh_event_model.objects.filter(pgh_obj_id=agreement.pk).exists()


def test_of_a_mentee_the_name_goes_from_the_mentors_paper():
    agreement = make_agreement("signed")
    [mentee] = agreement.mentorship.mentees
    assert mentee.genitive in json.dumps(agreement.paper, ensure_ascii=False)

    erase(mentee)

    agreement.refresh_from_db()
    text = json.dumps(agreement.paper, ensure_ascii=False)
    assert mentee.genitive not in text and agreement.mentor.full_name in text
