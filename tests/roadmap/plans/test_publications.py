"""Documents that a measure awaits are ticked when they come (A3-05); what was published stands by stages (A3-10)."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from roadmap.plans.approval import approve_roadmap, start_edition, submit_roadmap
from roadmap.plans.execution import add_evidence
from roadmap.plans.execution_models import Evidence
from roadmap.plans.models import RoadmapMeasure
from roadmap.plans.report import report_xlsx
from tests.factories.orders import make_order
from tests.factories.people import make_curator, make_director
from tests.factories.roadmaps import APPROVED_ON
from tests.roadmap.plans.test_execution import followed, mark_url, measure_of, signed_in

pytestmark = pytest.mark.django_db
AWAITED = "– приказ о внедрении;\n– Положение;\n\n– Положение."
SITE = {
    "note": "Итоги года",
    "outside": "publication",
    "outside_on": "12.01.2026",
    "link": "school7.example/news/12",
}


@pytest.fixture
def measure():
    roadmap = followed(("Приказ", "май 2026 г."), ("Опрос", "июнь 2026 г."), state="draft")
    RoadmapMeasure.objects.filter(stage__roadmap=roadmap, text="Приказ").update(documents_text=AWAITED)
    submit_roadmap(roadmap, by=make_curator())
    approve_roadmap(roadmap, by=make_director(), on=APPROVED_ON)
    return measure_of(roadmap, "Приказ")


def post(measure, **fields):
    return signed_in(make_curator()).post(reverse("roadmaps:add-evidence", args=[measure.pk, 0]), fields)


def progress(measure):
    address = reverse("roadmaps:progress", args=[measure.stage.roadmap_id])
    return signed_in(make_curator()).get(address).content.decode()


def test_a_document_that_has_come_is_ticked(measure):
    order = make_order("registered")
    assert "0 из 2" in progress(measure)
    assert post(measure, order=order.pk).status_code == 302
    assert "0 из 2" in progress(measure) and "всего 1" in progress(measure)
    # The same order, now named as one of those awaited: no second row.
    assert post(measure, order=order.pk, expected="приказ о внедрении").status_code == 302
    assert [(row.order, row.expected) for row in Evidence.objects.all()] == [(order, "приказ о внедрении")]
    assert "1 из 2" in progress(measure)
    page = signed_in(make_curator()).get(mark_url(measure)).content.decode()
    assert page.count("ждём") == 1 and "приказ о внедрении – добавлено" in page
    assert post(measure, expected="Положение").status_code == 200
    assert post(measure, order=order.pk, expected="Устав").status_code == 200
    assert Evidence.objects.count() == 1


def test_publications_stand_under_their_stage_and_in_the_report(measure):
    later = SITE | {"note": "Фото с семинара", "outside_on": "", "link": ""}
    for fields in (later, SITE):
        assert post(measure, **fields).status_code == 302
    page = progress(measure)
    assert page.index("Публикации этапа") < page.index("Итоги года") < page.index("Фото с семинара")
    assert '<a href="https://school7.example/news/12" rel="noopener noreferrer">Итоги года</a>' in page
    assert (
        "https://school7.example/news/12" in signed_in(make_curator()).get(mark_url(measure)).content.decode()
    )
    assert "Публикации этапа" not in progress(followed_without_publications())
    book = load_workbook(BytesIO(report_xlsx(measure.stage.roadmap, date(2026, 6, 1))))
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    assert (
        "Публикация: Фото с семинара\nПубликация: Итоги года, 12.01.2026\nhttps://school7.example/news/12"
        in cells
    )


def followed_without_publications():
    return measure_of(followed(("Слёт", "май 2026 г.")), "Слёт")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (SITE | {"link": "javascript:alert(1)"}, "Введите правильный URL"),
        (SITE | {"link": "ftp://school7.example/"}, "Введите правильный URL"),
        (SITE | {"note": ""}, "Назовите документ, анкету, мероприятие или публикацию"),
        (SITE | {"outside": "", "outside_on": ""}, "Выберите, что это"),
    ],
)
def test_a_publication_needs_a_name_and_an_honest_address(measure, fields, words):
    answer = post(measure, **fields)
    assert answer.status_code == 200 and words in answer.content.decode()
    assert not Evidence.objects.exists()


def test_the_database_knows_a_link_only_of_what_is_named(measure):
    [row] = add_evidence(measure, by=make_curator(), year=None, note="Слёт")
    with pytest.raises(IntegrityError, match="evidence_outside_is_named"), transaction.atomic():
        Evidence.objects.filter(pk=row.pk).update(link="https://school7.example/")


def test_a_new_edition_takes_over_ticks_and_links(measure):
    fields = {"outside_on": date(2026, 1, 12), "link": "https://school7.example/", "expected": "Положение"}
    add_evidence(measure, by=make_curator(), year=None, note="Положение", outside="publication", **fields)
    copy = start_edition(measure.stage.roadmap, by=make_curator())
    submit_roadmap(copy, by=make_curator())
    approve_roadmap(copy, by=make_director(), on=APPROVED_ON + timedelta(days=1))
    again = Evidence.objects.get(execution__measure__stage__roadmap=copy)
    assert (again.link, again.expected) == ("https://school7.example/", "Положение")
