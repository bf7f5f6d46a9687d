"""An order «Об утверждении Положения» with the act and the roadmap behind it: both are approved when it is registered."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from docx import Document

from mentoring.workflow.verdicts import Refused
from roadmap.acts.by_order import approve_by, let_go, take_into_order
from roadmap.acts.models import LocalAct
from roadmap.acts.paper import paper_of as act_words
from roadmap.acts.services import approve_act, recall_act, return_act, start_edition
from roadmap.orders.documents import draft_pdf, paper_of
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.models import Order
from roadmap.orders.services import discard_order, register_order
from roadmap.plans.models import Roadmap
from tests.factories.acts import make_act
from tests.factories.kinds import TODAY, facts_for, make_kind
from tests.factories.people import make_council_member, make_curator, make_director, make_person
from tests.factories.roadmaps import make_roadmap

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]


def texts_of(order):
    paper = paper_of(order)
    return " ".join(text for _, _, text in paper.numbered_items).replace("\xa0", " ")


def test_act_and_roadmap_are_approved_with_the_order_that_holds_them(client):
    former = make_act("approved", title="о наставничестве")
    act = start_edition(former, by=make_curator())
    subject = {"act": act.pk, "roadmap": make_roadmap().pk}
    order = make_kind(K.REGULATION, "approved", subject=subject, facts={"on": TODAY + timedelta(days=3)})
    act.refresh_from_db()
    assert (act.status, act.waits_for) == ("submitted", order)
    director = make_director()
    for verb in (
        lambda: recall_act(act, by=make_curator()),
        lambda: return_act(act, by=director, comment="Уточните"),
        lambda: approve_act(act, by=director, on=TODAY),
    ):
        with pytest.raises(Refused, match="стоит в проекте приказа"):
            verb()
    assert "(Приложение № 1)" in texts_of(order) and "(Приложение № 2)" in texts_of(order)

    # Whoever keeps the journal registers: the director has approved the order with its annexes.
    order = register_order(order, by=make_curator(), on=TODAY)

    act.refresh_from_db()
    former.refresh_from_db()
    roadmap = Roadmap.objects.get(order=order)
    begins = TODAY + timedelta(days=3)
    assert (act.status, act.order, act.waits_for) == ("approved", order, None)
    assert (act.approved_on, act.in_force_from) == (TODAY, begins)
    assert (former.status, former.in_force_to) == ("superseded", begins - timedelta(days=1))
    assert (roadmap.status, roadmap.annex_number, roadmap.effective_from) == ("approved", "2", begins)
    paper = paper_of(order)
    assert [annex.number for annex in paper.annexes] == ["1", "2"]
    assert paper.annexes[0].act.sections == act_words(act).sections
    assert f"приказом МБОУ СШ № 7 от {TODAY:%d.%m.%Y} № {order.number}" in " ".join(
        act_words(act).stamps[0]
    ).replace("\xa0", " ")
    client.force_login(make_curator())
    page = client.get(order.get_absolute_url()).content.decode()
    assert "Приложение № 1. Правила о наставничестве" in page and "Общие положения" in page
    book = Document(BytesIO(client.get(reverse("orders:docx", args=[order.pk])).content))
    assert "1. Общие положения" in [line.text for line in book.paragraphs]


def test_without_drafts_the_order_says_nothing_of_annexes(client):
    make_act()
    make_roadmap()
    client.force_login(make_curator())
    typed = {f"fact_{name}": _typed(value) for name, value in facts_for(K.REGULATION).items()}
    typed |= {"curator": make_person().pk, "act": "", "roadmap": ""}
    address = reverse("orders:create_kind", args=[K.REGULATION])
    assert client.post(address, typed).status_code == 302
    order = Order.objects.get()
    assert "риложени" not in texts_of(order) and paper_of(order).annexes == ()
    assert draft_pdf(order).startswith(b"%PDF")
    # No title of an annex is asked: the act brings its own.
    form = client.get(reverse("orders:edit", args=[order.pk])).context["form"]
    assert "annex_title" not in form.fields


def test_a_removed_draft_lets_its_act_go_and_an_act_stands_in_one_order():
    order = make_kind(K.REGULATION)
    act = order.acts_to_approve.get()
    with pytest.raises(Refused, match="уже стоит в другом приказе"):
        take_into_order(order, act.pk, by=make_curator())
    with pytest.raises(Refused, match="готовит куратор"):
        take_into_order(order, make_act().pk, by=make_council_member())
    with pytest.raises(Refused, match="уже нет"):
        take_into_order(order, 10**6, by=make_curator())
    with pytest.raises(Refused, match="готовит куратор"), transaction.atomic():
        let_go(order, by=make_council_member())
    with pytest.raises(Refused, match="вместе с приказом"), transaction.atomic():
        approve_by(order, by=make_council_member(), on=TODAY)
    discard_order(order, by=make_curator())
    assert LocalAct.objects.filter(pk=act.pk, status="draft", waits_for__isnull=True).exists()


def test_only_a_submitted_act_waits_in_an_order():
    act, order = make_act(), make_kind(K.MONITORING)
    with pytest.raises(IntegrityError, match="act_in_order_is_submitted"), transaction.atomic():
        LocalAct.objects.filter(pk=act.pk).update(waits_for=order)


def _typed(value):
    return f"{value:%d.%m.%Y}" if hasattr(value, "year") else value
