"""One form sent twice makes one thing (E7): a double click, or a page that was sent again after «назад»."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roadmap.acts.models import LocalAct
from roadmap.applications.models import Application
from roadmap.controls.models import ControlTask
from roadmap.partners.models import PartnerContract
from roadmap.plans.models import Roadmap
from roadmap.protocols.models import AgendaItem, Protocol
from tests.factories.orders import make_order
from tests.factories.people import make_curator, make_director, make_person
from tests.factories.protocols import make_protocol

pytestmark = pytest.mark.django_db
TODAY = f"{timezone.localdate():%d.%m.%Y}"


class Key(HTMLParser):
    value = None

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "input" and found.get("name") == "key":
            self.value = found["value"]


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def pressed_twice(client, page, model, typed, to=None):
    """The answers to the same form sent two times, and how many rows it has made."""
    reader, before = Key(), model.objects.count()
    reader.feed(client.get(page).content.decode())
    assert reader.value, page
    sent = {**typed, "key": reader.value}
    statuses = [client.post(to or page, sent).status_code for _ in range(2)]
    return statuses, model.objects.count() - before


def rows(prefix):
    return {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}


@pytest.mark.usefixtures("marked_sheets")
def test_a_form_sent_twice_makes_one_thing():
    curator, director = client_of(make_curator()), client_of(make_director())
    order, protocol = make_order("registered"), make_protocol()
    pair = order.mentorship_rows.get().mentorship
    mentor, mentee = pair.mentor.pk, pair.mentees[0].pk
    filed = {"filed_on": TODAY, "text": "Так надо"}
    speech = {**rows("speech"), **rows("point"), "title": "О разном"}
    create = reverse("acts:create")

    def application(kind):
        return reverse("applications:create", args=[pair.pk, kind])

    for client, page, model, typed, to in (
        (curator, application("proposal"), Application, {**filed, "person": mentee}, None),
        (curator, application("correction"), Application, {**filed, "person": mentee}, None),
        (
            director,
            application("representation"),
            Application,
            {**filed, "person": mentor, "about": mentee, "measure": "reward"},
            None,
        ),
        (curator, reverse("protocols:create"), Protocol, {"body": "parents", "held_on": TODAY}, None),
        (curator, reverse("protocols:add_item", args=[protocol.pk]), AgendaItem, speech, None),
        (curator, create, LocalAct, {"kind": "regulation", "title": "о совете"}, None),
        (curator, create, LocalAct, {}, reverse("acts:create_sample")),
        (
            curator,
            reverse("partners:create"),
            PartnerContract,
            {"partner": "Вуз", "subject": "Помощь", "date": TODAY, "start": TODAY},
            None,
        ),
        (curator, reverse("roadmaps:create"), Roadmap, {"preset": "empty", "first_year": "2026"}, None),
        (
            curator,
            reverse("controls:create", args=[order.pk]),
            ControlTask,
            {"what": "Сделать", "responsible": make_person().pk, "due_on": TODAY},
            None,
        ),
    ):
        assert (page, *pressed_twice(client, page, model, typed, to)) == (page, [302, 409], 1)
