"""A granted application becomes the draft of its order, with the days and people that it names."""

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.applications.order_drafts import draft_answering_order, form_address
from roadmap.applications.queries import earliest_last_day
from roadmap.orders.models import Order
from tests.factories.applications import make_application
from tests.factories.people import make_council_member, make_curator, make_director

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("kind", "request_words"), [("release", "application"), ("notice", "notice")])
def test_an_early_stop_becomes_the_order_that_ends_the_work(kind, request_words):
    application = make_application(kind, "accepted")

    order = draft_answering_order(application, by=make_curator())

    assert (order.kind, order.mentorship) == ("early_end", application.mentorship)
    last_day = earliest_last_day(application.filed_on).isoformat()
    facts = {"request": request_words, "requested_on": application.filed_on.isoformat(), "on": last_day}
    assert order.facts == facts
    with pytest.raises(StaleState, match="уже готовится"):
        draft_answering_order(application, by=make_director())


def test_a_release_from_duties_names_both_people():
    application = make_application("duty", "accepted")
    client = Client()
    client.force_login(make_curator())
    assert "Подготовить приказ" in client.get(application.get_absolute_url()).content.decode()

    response = client.post(reverse("applications:draft_order", args=[application.pk]))

    order = Order.objects.get()
    assert response["Location"] == reverse("orders:text", args=[order.pk])
    named = {row.role: row.person for row in order.people.all()}
    assert named == {"released": application.person, "substitute": application.substitute}
    assert (order.facts["starts_at"], order.facts["lessons"]) == ("09:00", application.lessons)


def test_nothing_is_drafted_before_the_decision_or_by_a_stranger():
    with pytest.raises(StaleState, match="не ждёт приказа"):
        draft_answering_order(make_application("release"), by=make_curator())
    granted = make_application("replacement", "accepted")
    with pytest.raises(Refused, match="готовит куратор"):
        draft_answering_order(granted, by=make_council_member())
    with pytest.raises(Refused, match="выберите нового наставника"):
        draft_answering_order(granted, by=make_curator())
    address = reverse("orders:create_kind", args=["replacement"])
    assert form_address(granted) == f"{address}?mentorship={granted.mentorship_id}"
    with pytest.raises(Refused, match="нет действующей программы"):
        draft_answering_order(make_application("extension", "accepted"), by=make_curator())
