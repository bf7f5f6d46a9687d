"""A granted application becomes the draft of its order, with the days and people that it names."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentoring.workflow.models import StatusChange
from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.applications.order_drafts import draft_answering_order, form_address
from roadmap.applications.queries import earliest_last_day, waiting_for_order
from roadmap.applications.services import carry_out_application, withdraw_application
from roadmap.orders.documents import paper_of
from roadmap.orders.models import Order
from roadmap.orders.queries import people_in_roles
from roadmap.orders.release_lines import lines_of
from roadmap.orders.services import discard_order
from tests.factories.applications import make_application
from tests.factories.kinds import make_kind
from tests.factories.orders import check_forms, walk_to
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_council_member, make_curator, make_director
from tests.factories.programmes import make_programme

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("kind", "request_words"), [("release", "application"), ("notice", "notice")])
def test_an_early_stop_becomes_the_order_that_ends_the_work(kind, request_words):
    application = make_application(kind, "accepted")

    order = draft_answering_order(application, by=make_curator())

    assert (order.kind, order.mentorship) == ("early_end", application.mentorship)
    last_day = earliest_last_day(application.filed_on).isoformat()
    facts = {"request": request_words, "requested_on": application.filed_on.isoformat(), "on": last_day}
    assert order.facts == facts
    asked = [row.person for row in order.people.filter(role="petitioner")]
    assert asked == ([] if kind == "notice" else [application.person])
    preamble = paper_of(order).preamble.replace("\xa0", " ")
    name = "" if kind == "notice" else f" {application.person.genitive}"
    assert f"{name} от {application.filed_on:%d.%m.%Y}," in preamble
    with pytest.raises(StaleState, match="уже готовится"):
        draft_answering_order(application, by=make_director())


@pytest.mark.parametrize(
    ("kind", "fact", "typed", "kept"),
    [
        ("correction", "changes", "Добавить посещение уроков.", "добавить посещение уроков"),
        ("extension", "reason", "ОГЭ в июне", "ОГЭ в июне"),
    ],
)
def test_typed_words_go_on_in_the_sentence_of_the_order(kind, fact, typed, kept):
    pair = make_mentorship("active")
    make_programme("running", mentorship=pair)
    application = make_application(kind, "accepted", pair=pair, text=typed)
    assert draft_answering_order(application, by=make_curator()).facts[fact] == kept


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
    [line] = lines_of(order.facts, people_in_roles(order))
    assert (order.facts["starts_at"], line.starts_at, line.lessons) == ("09:00", "09:00", application.lessons)


def test_an_application_has_one_order_and_closes_with_its_registration():
    application, curator = make_application("duty", "accepted"), make_curator()
    order = draft_answering_order(application, by=curator)

    with pytest.raises(StaleState, match="уже готовится"):
        draft_answering_order(application, by=make_director())
    with pytest.raises(Refused, match="закроется, когда приказ зарегистрируют"):
        carry_out_application(application, by=curator, order=order)
    assert list(waiting_for_order()) == []
    discard_order(order, by=curator)
    assert list(waiting_for_order()) == [application]

    order = draft_answering_order(application, by=curator)
    check_forms(application.person, application.substitute)
    walk_to(order, "registered", by=curator, director=make_director(), on=timezone.localdate())
    application.refresh_from_db()
    assert (application.status, application.order, application.draft) == ("done", order, None)
    with pytest.raises(StaleState, match="не ждёт приказа"):
        draft_answering_order(application, by=curator)


def test_the_form_of_a_replacement_brings_its_application_along():
    application, client = make_application("replacement", "accepted"), Client()
    client.force_login(make_curator())
    page = client.get(form_address(application)).content.decode()
    assert f'name="application" value="{application.pk}"' in page
    initial = client.get(form_address(application)).context["form"].initial
    assert (initial["role_petitioner"], initial["fact_requested_on"]) == (
        application.person_id,
        application.filed_on,
    )
    about = {"mentorship": application.mentorship, "application": application.pk}

    with pytest.raises(Refused, match="не о том"):
        make_kind("replacement", subject={**about, "mentorship": make_mentorship("active")})
    order = make_kind("replacement", subject=about)

    application.refresh_from_db()
    assert application.draft == order
    withdraw_application(application, by=make_curator())
    application.refresh_from_db()
    assert (application.status, application.draft) == ("withdrawn", None)
    told = StatusChange.objects.get(action="application_withdrawn", object_id=order.pk)
    assert told.sentence == f"отозвано, приказ по нему не нужен: {application}"


def test_nothing_is_drafted_before_the_decision_or_by_a_stranger():
    with pytest.raises(StaleState, match="не ждёт приказа"):
        draft_answering_order(make_application("release"), by=make_curator())
    granted = make_application("replacement", "accepted")
    with pytest.raises(Refused, match="готовит куратор"):
        draft_answering_order(granted, by=make_council_member())
    with pytest.raises(Refused, match="выберите нового наставника"):
        draft_answering_order(granted, by=make_curator())
    address = reverse("orders:create_kind", args=["replacement"])
    assert form_address(granted) == f"{address}?mentorship={granted.mentorship_id}&application={granted.pk}"
    with pytest.raises(Refused, match="нет действующей программы"):
        draft_answering_order(make_application("extension", "accepted"), by=make_curator())
