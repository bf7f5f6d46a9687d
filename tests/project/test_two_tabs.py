"""Two tabs on one thing (E6): 409 with both texts side by side, and the typed one ready to be saved on top."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.school.services import save_organisation
from mentoring.workflow.conflicts import compare
from programs.programmes.services import record_event, save_plan, update_programme
from registry.bank.services import update_mentor
from registry.consents.enums import ConsentKind
from registry.consents.services import add_edition, text_in_use
from registry.people.services import update_own_card, update_person
from roadmap.orders.editing import change_item, edit_order, text_mark
from roadmap.plans.execution import mark_measure
from roadmap.plans.framing import change_frame
from roadmap.plans.models import RoadmapMeasure
from roadmap.plans.services import store_plan
from tests.conflicts import both_texts
from tests.factories.bank import make_mentor
from tests.factories.orders import make_order, make_school
from tests.factories.people import make_curator, make_director, make_person, make_teacher, make_user
from tests.factories.programmes import make_programme
from tests.factories.roadmaps import make_roadmap
from tests.roadmap.plans.samples import BANDS, plan_in

pytestmark = pytest.mark.django_db


@dataclass
class Tab:
    """An edit form: who opens it, the field that both change, what the other one saves meanwhile."""

    user: Any
    address: str
    name: str
    mine: str
    theirs: str
    meddle: Any
    extra: dict | None = None


def organisation():
    card, curator = make_school(), make_curator()
    return Tab(
        curator, reverse("school:organisation"), "charter", "Уставом школы от 01.02.2020", "Уставом школы от 05.06.2021",
        lambda: save_organisation(by=curator, version=card.version, charter="Уставом школы от 05.06.2021"),
    )  # fmt: skip


def person():
    card, curator = make_person(), make_curator()
    return Tab(
        curator, reverse("people:edit", args=[card.pk]), "education", "Вуз, 2001", "Вуз, 2002",
        lambda: update_person(card, by=curator, version=card.version, education="Вуз, 2002"),
    )  # fmt: skip


def own_card():
    card = make_teacher("anna")
    return Tab(
        card.user, reverse("people:edit_own", args=[card.pk]), "phone", "11-11-11", "22-22-22",
        lambda: update_own_card(card, by=card.user, version=card.version, phone="22-22-22"),
    )  # fmt: skip


def bank_entry():
    entry, curator = make_mentor(), make_curator()
    return Tab(
        curator, reverse("bank:edit", args=["mentor", entry.pk]), "competencies", "Физика и химия", "Физика и труд",
        lambda: update_mentor(entry, by=curator, version=entry.version, competencies="Физика и труд"),
    )  # fmt: skip


def order_header():
    order = make_order("draft")
    return Tab(
        make_curator(), reverse("orders:edit", args=[order.pk]), "title", "О закреплении пар", "О закреплении групп",
        lambda: edit_order(order, by=make_director(), version=order.version, title="О закреплении групп"),
    )  # fmt: skip


def order_item():
    order = make_order("draft")
    item = order.items.first()
    return Tab(
        make_curator(), reverse("orders:change_item", args=[order.pk, item.pk]), "text", "Утвердить пары", "Утвердить группы",
        lambda: change_item(item, by=make_director(), text="Утвердить группы", mark=text_mark(item.text)),
    )  # fmt: skip


def roadmap_frame():
    curator = make_curator()
    roadmap = store_plan(plan_in(BANDS), by=curator)
    frame = {"stamps": [], "footnotes": [], "period_label": "2031 год"}
    return Tab(
        curator, reverse("roadmaps:settings", args=[roadmap.pk]), "period_label", "2030 год", "2031 год",
        lambda: change_frame(roadmap, by=make_director(), version=roadmap.version, **frame),
    )  # fmt: skip


def measure_of_roadmap():
    roadmap, curator = make_roadmap("approved"), make_curator()
    measure = RoadmapMeasure.objects.filter(stage__roadmap=roadmap).exclude(text="").first()
    return Tab(
        curator, reverse("roadmaps:mark", args=[measure.pk, 0]), "comment", "Ответили 18 учителей", "Ответили 20 учителей",
        lambda: mark_measure(measure, by=make_director(), year=None, state="in_progress", comment="Ответили 20 учителей"),
    )  # fmt: skip


def programme_note():
    programme = make_programme()
    return Tab(
        make_user("mentor"), reverse("programmes:edit", args=[programme.pk]), "goals", "Помочь начать", "Помочь освоиться",
        lambda: update_programme(
            programme, by=make_user("mentee"), version=programme.version, goals="Помочь освоиться"
        ),
    )  # fmt: skip


def reflection():
    event = make_programme("running").plan.first()
    return Tab(
        make_user("mentor"), reverse("programmes:event", args=[event.programme_id, event.pk]), "reflection",
        "Урок удался вполне", "Урок удался отчасти",
        lambda: record_event(
            event, by=make_user("mentee"), held_on=event.planned_on.min.today(), reflection="Урок удался отчасти",
            seen=event.fingerprint,
        ),
    )  # fmt: skip


def consent_text():
    make_school()
    text, curator = text_in_use(ConsentKind.MENTORING), make_curator()
    return Tab(
        curator, reverse("consents:new-edition", args=[text.kind]), "title", "Согласие быть наставником", "Согласие наставника",
        lambda: add_edition(text.kind, by=curator, title="Согласие наставника", body=text.body, after=text.version),
    )  # fmt: skip


TABS = [
    organisation, person, own_card, bank_entry, order_header, order_item, roadmap_frame, measure_of_roadmap, programme_note, reflection, consent_text,
]  # fmt: skip


def typed_in(form):
    """What a browser would send of the page as it stands."""
    data = {}
    for field in form:
        value = field.value()
        if isinstance(value, list | tuple):
            data[field.html_name] = [getattr(row, "pk", row) for row in value]
        elif hasattr(value, "strftime"):
            data[field.html_name] = f"{value:%d.%m.%Y}"
        elif value is not None and value is not False:
            data[field.html_name] = value
    return data


@pytest.mark.parametrize("make", TABS)
def test_a_stale_page_shows_both_texts_and_may_be_saved_then(make):
    tab, client = make(), Client()
    client.force_login(tab.user)
    typed = typed_in(client.get(tab.address).context["form"]) | {tab.name: tab.mine}
    tab.meddle()

    stale = client.post(tab.address, typed)

    form = stale.context["form"]
    assert stale.status_code == 409, form.errors
    found = {(theirs, mine) for _, theirs, mine in both_texts(form.conflicts)}
    assert (tab.theirs, tab.mine) in found, found
    page = stale.content.decode()
    assert "Сейчас сохранено" in page and "Набрали вы" in page and "<del>" in page and "<ins>" in page
    assert stale.context["form"][tab.name].value() == tab.mine
    again = client.post(tab.address, typed_in(stale.context["form"]))
    assert again.status_code == 302
    now = client.get(tab.address).context["form"][tab.name].value()
    assert now == tab.mine


def test_a_stale_plan_shows_both_plans():
    programme = make_programme(rows=1)
    client = Client()
    client.force_login(make_user("mentor"))
    address = reverse("programmes:plan", args=[programme.pk])
    page = client.get(address)
    typed = {"version": page.context["version"], "action": "save"}
    for form in page.context["editor"].forms:
        typed |= {field.html_name: field.value() or "" for field in form}
    name = next(key for key in typed if key.endswith("event"))
    typed[name] = "Моё мероприятие"
    rows = [{"date_text": "", "event": "Чужое мероприятие", "form": "", "content": "", "planned_on": None}]
    save_plan(programme, by=make_user("mentee"), version=programme.version, rows=rows)

    stale = client.post(address, typed)

    [(label, theirs, mine)] = both_texts(stale.context["conflicts"])
    assert (stale.status_code, label, theirs) == (409, "План мероприятий", "Чужое мероприятие")
    assert "Моё мероприятие" in mine
    again = client.post(address, typed | {"version": stale.context["version"]})
    assert again.status_code == 302


def test_only_the_words_that_differ_are_marked():
    row = compare("Срок", "с 1 мая по 5 июня", "с 1 мая по 7 июля")
    assert [piece.text for piece in row.theirs if piece.is_own] == ["5", "июня"]
    assert [piece.text for piece in row.mine if piece.is_own] == ["7", "июля"]
    assert "".join(piece.text for piece in row.mine) == "с 1 мая по 7 июля"
    assert both_texts([compare("Срок", "", "июль")]) == [("Срок", "пусто", "июль")]
