"""A verb pressed on a page that is old by now (E6): 409 that says so, with whatever was written on that page."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentoring.school.models import SchoolYear
from mentoring.workflow.middleware import typed_texts
from roadmap.agreements.models import Agreement
from roadmap.agreements.services import attach_scan
from roadmap.applications.models import Application
from roadmap.applications.order_drafts import draft_answering_order
from roadmap.applications.services import attach_scan as scan_application
from roadmap.controls.services import close_task, put_on_control
from roadmap.plans.approval import start_edition
from roadmap.plans.models import Roadmap, RoadmapMeasure
from roadmap.plans.rolling import roll_over
from roadmap.years.services import close_year
from tests.factories.acts import make_contract
from tests.factories.agreements import CONTRACT, make_agreement
from tests.factories.applications import make_application
from tests.factories.kinds import make_kind
from tests.factories.orders import make_order
from tests.factories.people import make_curator, make_director, make_person
from tests.factories.protocols import make_protocol
from tests.factories.roadmaps import make_roadmap
from tests.mentoring.documents.zoo import pdf

pytestmark = pytest.mark.django_db
WORDS = "Набрано долго и с трудом"
TODAY = f"{timezone.localdate():%d.%m.%Y}"


def a_scan():
    return SimpleUploadedFile("лист.pdf", pdf(), "application/pdf")


def late(user, address, *keys, **typed):
    """What the server answers to the verb of an old page, after a look at its status."""
    client = Client()
    client.force_login(user)
    answer = client.post(reverse(address, args=keys), typed)
    assert answer.status_code == 409, (address, answer.status_code)
    return answer.content.decode()


def test_verbs_of_an_agreement():
    curator, ended = make_curator(), make_agreement("ended")
    assert WORDS in late(curator, "agreements:end", ended.pk, on=TODAY, reason=WORDS)
    for verb, typed in (("print", {}), ("reopen", {}), ("sign", {"on": TODAY})):
        late(curator, f"agreements:{verb}", ended.pk, **typed)
    draft = make_agreement()
    terms = {
        "date": TODAY, "kind": draft.kind, "content": WORDS, "form": "очно", "payment": "нет",
        "start": TODAY, "end": f"{draft.end:%d.%m.%Y}", "contract_number": CONTRACT["contract_number"],
        "contract_date": f"{CONTRACT['contract_date']:%d.%m.%Y}",
    }  # fmt: skip
    assert WORDS in late(curator, "agreements:create", draft.mentorship_id, **terms)
    assert WORDS in late(curator, "agreements:edit", draft.pk, version=99, **terms)
    # Somebody has entered the signatures and the scan meanwhile: the sheet stays as it was put.
    late(curator, "agreements:discard", ended.pk)
    kept = attach_scan(ended, by=curator, scan=a_scan()).scan_id
    late(curator, "agreements:attach_scan", ended.pk, scan=a_scan())
    assert Agreement.objects.get(pk=ended.pk).scan_id == kept


def test_verbs_of_an_application():
    curator, director = make_curator(), make_director()
    refused = make_application("replacement", "refused")
    for verb, typed in (("accept", {}), ("refuse", {"answer": WORDS}), ("withdraw", {})):
        user = curator if verb == "withdraw" else director
        page = late(user, "applications:act", refused.pk, verb, **typed)
        assert (WORDS in page) == bool(typed)
    pair = refused.mentorship
    filed = make_application("replacement", pair=pair)
    again = {"person": filed.person_id, "filed_on": TODAY, "text": WORDS}
    assert WORDS in late(curator, "applications:create", pair.pk, "replacement", **again)
    kept = scan_application(filed, by=curator, scan=a_scan()).scan_id
    late(curator, "applications:attach_scan", filed.pk, scan=a_scan())
    assert Application.objects.get(pk=filed.pk).scan_id == kept


@pytest.mark.usefixtures("marked_sheets")
def test_answers_to_an_application_that_somebody_else_has_given():
    curator, director = make_curator(), make_director()
    order = make_kind("extension", "registered")
    done = make_application("extension", "done", pair=order.programme.mentorship, order=order)
    consent = done.consents.get()
    late(curator, "applications:agree", consent.pk, on=TODAY)
    late(curator, "applications:act", done.pk, "carry_out", order=done.order_id)
    late(curator, "applications:draft_order", done.pk)
    reviewed = make_application("proposal", "reviewed", pair=done.mentorship)
    assert WORDS in late(director, "applications:act", reviewed.pk, "review", answer=WORDS)
    granted = make_application("release", "accepted", pair=done.mentorship)
    draft_answering_order(granted, by=curator)
    late(curator, "applications:draft_order", granted.pk)


@pytest.mark.usefixtures("marked_sheets")
def test_a_task_and_a_year():
    curator, director = make_curator(), make_director()
    task = put_on_control(
        make_order("registered"), by=curator, what="Сделать", responsible=make_person(),
        due_on=timezone.localdate(),
    )  # fmt: skip
    close_task(task, by=curator, is_done=True)
    assert WORDS in late(curator, "controls:close", task.pk, is_done="no", note=WORDS)
    day = timezone.localdate()
    year = SchoolYear.objects.create(label="давний", start=day - timedelta(900), end=day - timedelta(600))
    assert WORDS in late(director, "years:reopen", year.pk, comment=WORDS)
    close_year(year, by=director)
    assert WORDS in late(director, "years:close", year.pk, reason=WORDS)


def test_verbs_of_a_roadmap():
    curator, director, archived = make_curator(), make_director(), make_roadmap("archived")
    assert WORDS in late(director, "roadmaps:return", archived.pk, comment=WORDS)
    stamp = {"ground": "stamp", "on": TODAY, "position": WORDS, "name": "Г. А. Кедрова", "version": 99}
    late(director, "roadmaps:approve", archived.pk, **stamp)
    for verb in ("submit", "recall", "archive"):
        late(curator, f"roadmaps:{verb}", archived.pk, version=archived.version)
    approved = make_roadmap("approved")
    assert WORDS in late(curator, "roadmaps:restore", approved.pk, reason=WORDS)


def test_a_copy_of_a_roadmap_that_somebody_else_has_begun():
    curator, approved = make_curator(), make_roadmap("approved")
    start_edition(approved, by=curator)
    late(curator, "roadmaps:edition", approved.pk)
    measures = set(RoadmapMeasure.objects.filter(stage__roadmap=approved).values_list("pk", flat=True))
    roll_over(approved, by=curator, title="Новая", taken=measures, measure_terms={}, stage_terms={})
    assert WORDS in late(curator, "roadmaps:roll-over", approved.pk, title=WORDS)
    assert Roadmap.objects.count() == 3


@pytest.mark.usefixtures("marked_sheets")
def test_verbs_of_an_order():
    curator, director, signed = make_curator(), make_director(), make_order("signed")
    assert WORDS in late(director, "orders:return", signed.pk, comment=WORDS)
    late(director, "orders:approve", signed.pk, version=signed.version)
    for verb, typed in (
        ("submit", {"version": 99}),
        ("recall", {}),
        ("register", {"on": TODAY}),
        ("sign", {"on": TODAY}),
    ):
        late(curator, f"orders:{verb}", signed.pk, **typed)


@pytest.mark.usefixtures("marked_sheets")
def test_a_second_scan_keeps_the_first():
    curator, contract = make_curator(), make_contract()
    papers = {"orders": make_order("signed"), "protocols": make_protocol("signed"), "partners": contract}
    browser = Client()
    browser.force_login(curator)
    for room, paper in papers.items():
        page = reverse(f"{room}:attach_scan", args=[paper.pk])
        assert browser.post(page, {"scan": a_scan()}).status_code == 302
        paper.refresh_from_db()
        kept = paper.scan_id
        assert kept and "уже приложен" in late(curator, f"{room}:attach_scan", paper.pk, scan=a_scan())
        # Only the page of the act is opened: nothing was pressed that could be late.
        assert browser.get(page).status_code == 403
        paper.refresh_from_db()
        assert paper.scan_id == kept
    assert "удалить его нельзя" in late(curator, "partners:delete", contract.pk)


def test_texts_are_given_back_and_secrets_are_not():
    posted = QueryDict(mutable=True)
    posted.update({"note": " Ушла\nв отпуск ", "kind": "stamp", "on": "01.09.2026", "pairs": "12"})
    posted.update({"password": "берёзовая роща", "login": "иванова", "csrfmiddlewaretoken": "абв"})
    assert typed_texts(posted) == ["Ушла\nв отпуск"]
