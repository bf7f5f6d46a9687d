"""A pupil's record exists only with the representative's consent (152-ФЗ, ст. 9, ч. 6; H18)."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from mentoring.workflow.verdicts import Refused
from registry.consents.models import Consent
from registry.consents.services import enter_pupil
from registry.people.models import Person, Representative
from registry.people.rules import SIGNED_FIRST
from registry.people.services import create_person
from tests.factories.people import make_curator, make_keeper

pytestmark = pytest.mark.django_db
PUPIL = {"last_name": "Петров", "first_name": "Иван", "patronymic": "Олегович"}
MOTHER = {"last_name": "Петрова", "first_name": "Анна", "relation": "мать"}
URL = "/consents/pupils/new/"


def data(**changed):
    mother = {f"representative-{name}": value for name, value in MOTHER.items()}
    return {**PUPIL, **mother, "version": "0", "given_on": f"{timezone.localdate():%d.%m.%Y}", **changed}


def nothing_is_stored():
    return not (Person.objects.exists() or Representative.objects.exists() or Consent.objects.exists())


def test_card_representative_and_consent_are_entered_at_once(client):
    client.force_login(make_curator())
    response = client.post(URL, data())
    pupil, consent = Person.objects.get(), Consent.objects.get()
    assert response.url == pupil.get_absolute_url()
    assert (pupil.kind, str(pupil.representative)) == ("pupil", "Петрова Анна")
    assert (consent.person, consent.kind, consent.representative) == (
        pupil,
        "processing",
        pupil.representative,
    )
    assert consent.is_valid_on(timezone.localdate())


@pytest.mark.parametrize(
    ("changed", "form", "field"),
    [
        ({"given_on": ""}, "paper", "given_on"),
        ({"given_on": "01.09.2099"}, "paper", "given_on"),
        ({"last_name": ""}, "form", "last_name"),
        ({"representative-relation": ""}, "representative", "relation"),
    ],
)
def test_without_the_paper_or_the_representative_nothing_is_saved(client, changed, form, field):
    client.force_login(make_curator())
    context = client.post(URL, data(**changed)).context
    found = context["form"].representative if form == "representative" else context[form]
    assert (list(found.errors), nothing_is_stored()) == ([field], True)


def test_a_consent_that_is_refused_takes_the_card_with_it(client):
    """The date lies before the pupil was born: known only when the card is there."""
    client.force_login(make_curator())
    born = timezone.localdate() - timedelta(days=10)
    form = client.post(URL, data(birth_date=f"{born:%Y-%m-%d}", given_on="01.09.2015")).context["form"]
    assert form.non_field_errors() == [
        "Дата согласия раньше даты рождения этого человека. Проверьте обе даты."
    ]
    assert nothing_is_stored()


def test_the_services_know_no_other_way():
    with pytest.raises(Refused) as caught:
        create_person(by=make_curator(), kind="pupil", representative=MOTHER, **PUPIL)
    assert (caught.value.reason, nothing_is_stored()) == (SIGNED_FIRST, True)
    card = {**PUPIL, "representative": MOTHER}
    with pytest.raises(Refused, match="вносит куратор"):
        enter_pupil(by=make_keeper(), card=card, given_on=date(2026, 9, 1))
    with pytest.raises(Refused, match="законный представитель"):
        enter_pupil(by=make_curator(), card=PUPIL, given_on=date(2026, 9, 1))


def test_the_empty_blank_names_nobody_and_stores_nothing(client):
    client.force_login(make_curator())
    response = client.get(reverse("consents:pupil-blank"))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert "законного представителя" in " ".join(text.split()) and "______" in text
    assert nothing_is_stored()
