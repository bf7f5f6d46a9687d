"""The picture of a roadmap's year and the report on its execution (R-7): where bars stand, what the papers say."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from roadmap.plans.execution import add_evidence
from roadmap.plans.models import Roadmap
from roadmap.plans.picture import NARROW, WIDE, pictures
from roadmap.plans.progress import stages_of, with_execution
from roadmap.plans.report import report_pdf, report_xlsx, roadmap_report
from tests.factories.orders import make_school
from tests.factories.people import make_council_member, make_curator, make_teacher
from tests.factories.roadmaps import make_roadmap, plan_of_rows
from tests.roadmap.plans.test_execution import DAY, followed, mark, measure_of, signed_in

pytestmark = pytest.mark.django_db
YEAR = (date(2025, 9, 1), date(2026, 8, 31))


def read(roadmap):
    return with_execution(Roadmap.objects.filter(pk=roadmap.pk)).get()


def drawn(roadmap, frame=WIDE, on=DAY):
    return pictures(roadmap, stages_of(read(roadmap), on), on, frame)


def year_of_rows(*rows):
    return followed(*rows, period=YEAR)


def test_bars_stand_under_their_months():
    roadmap = year_of_rows(
        ("Приказ", "сентябрь 2025 г."), ("Опрос", "август 2026 г."), ("Встречи", "ежегодно")
    )
    [piece] = drawn(roadmap)
    order, poll, meetings = (row.bars[0] for row in piece.rows)
    width = WIDE.right - WIDE.left
    assert (float(order.x), float(order.width)) == pytest.approx((WIDE.left, width * 30 / 365), abs=0.1)
    assert float(poll.x) + float(poll.width) == pytest.approx(WIDE.right, abs=0.1)
    assert (float(meetings.x), float(meetings.width)) == pytest.approx((WIDE.left, width), abs=0.1)
    assert [mark.text for mark in piece.months][:4] == ["сен", "окт", "ноя", "дек"]
    assert [mark.text for mark in piece.years] == ["2025", "2026"]
    assert float(piece.today) == pytest.approx(WIDE.left + width * (DAY - YEAR[0]).days / 365, abs=0.1)
    assert drawn(roadmap, on=date(2030, 1, 1))[0].today == ""


def test_states_and_lateness_are_told_by_words_and_kinds_of_bars():
    roadmap = year_of_rows(
        ("Приказ", "сентябрь 2025 г."),
        ("Опрос", "октябрь 2025 г."),
        ("Слёт", "ноябрь 2025 г."),
        ("Сайт", "постоянно"),
        ("Чай", "как выйдет"),
        ("Отчёт", ""),
    )
    mark(measure_of(roadmap, "Приказ"))
    mark(measure_of(roadmap, "Слёт"), "moved", moved_to=date(2026, 5, 1))
    [piece] = drawn(roadmap, NARROW)
    assert [(bar.state, bar.is_overdue) for row in piece.rows for bar in row.bars] == [
        ("done", False),
        ("not_started", True),
        ("moved", False),
    ]
    assert piece.rows[1].bars[0].words == "Опрос: 01.10.2025\xa0– 31.10.2025, не начато, просрочено"
    assert [row.remark for row in piece.rows] == ["", "", "", "постоянно", "срок не распознан", "без срока"]


def test_a_yearly_measure_has_a_bar_for_each_year_and_a_long_stage_is_drawn_in_parts():
    roadmap = followed(
        ("Опрос", "ежегодно, май"), *((f"Дело {number}", "май 2026 г.") for number in range(40))
    )
    pieces = drawn(roadmap)
    assert [len(piece.rows) for piece in pieces] == [20, 20, 1]
    assert len(pieces[0].rows[0].bars) == 2


def test_without_terms_the_school_year_is_drawn():
    roadmap = followed(("Сайт", "постоянно"), period=None)
    [piece] = drawn(roadmap)
    assert (len(piece.months), piece.months[0].text) == (12, "сен")


def test_the_page_draws_for_both_screens_and_says_the_same_in_a_table():
    roadmap = year_of_rows(("Приказ <b>", "сентябрь 2025 г."))
    page = signed_in(make_curator()).get(reverse("roadmaps:calendar", args=[roadmap.pk])).content.decode()
    svg = re.findall(r"<svg class=\"plan-picture plan-picture--(\w+)\"", page)
    assert svg == ["wide", "narrow"]
    assert "style=" not in page
    assert "Показать таблицей" in page
    assert page.count("Приказ &lt;b&gt;") >= 5
    assert "Приказ <b>" not in page
    assert re.findall(r'(?:x|width)="\d+,\d', page) == []


def test_the_report_tells_of_every_stage_and_measure():
    make_school()
    rows = (
        "1. Начало", ("Приказ", "сентябрь 2025 г."), ("Опрос", "ежегодно, октябрь"),
        "2. Работа", ("Слёт", "ноябрь 2025 г."), ("Чай", "как выйдет"),
    )  # fmt: skip
    roadmap = make_roadmap("approved", plan=plan_of_rows(*rows), period=YEAR)
    mark(measure_of(roadmap, "Приказ"), comment="Подписан вовремя")
    mark(measure_of(roadmap, "Слёт"), "moved", moved_to=date(2026, 2, 1))
    add_evidence(measure_of(roadmap, "Приказ"), by=make_curator(), year=None, note="Протокол № 3")
    report = roadmap_report(read(roadmap), DAY)
    assert report.about == ("«Дорожная карта школы № 7»", "Утверждена: гриф «УТВЕРЖДАЮ» от 12.01.2026")
    assert [row for group in report.totals.groups for row in group.rows] == [
        ("1. Начало", "2", "1", "0", "0", "1", "50"),
        ("2. Работа", "2", "0", "0", "0", "1", "0"),
        ("Всего", "4", "1", "0", "0", "2", "25"),
    ]
    assert [(group.heading, *(row[0] for row in group.rows)) for group in report.measures.groups] == [
        ("1. Начало", "Приказ", "Опрос\n(2025/2026 учебный год)"),
        ("2. Работа", "Слёт", "Чай"),
    ]
    (order, poll), (rally, tea) = (group.rows for group in report.measures.groups)
    assert order[1:] == (
        "сентябрь 2025 г.\n01.09.2025\xa0– 30.09.2025",
        "",
        "выполнено 01.02.2026",
        "Протокол № 3\nПодписан вовремя",
    )
    assert poll[3] == "не начато\nПРОСРОЧЕНО"
    assert rally[3] == "перенесено на 01.02.2026\nПРОСРОЧЕНО"
    assert tea[1] == "как выйдет\nсрок не распознан"

    pdf = PdfReader(BytesIO(report_pdf(read(roadmap), DAY)))
    text = " ".join(page.extract_text() for page in pdf.pages)
    for words in ("Отчёт о выполнении дорожной карты", "ПРОСРОЧЕНО", "Сроки на рисунке", "2025/2026"):
        assert words in text.replace("\u00ad", "")
    book = load_workbook(BytesIO(report_xlsx(read(roadmap), DAY)))
    measures, totals = book["Мероприятия"], book["По этапам"]
    first = [cell.value for cell in measures[2]]
    assert first[:2] + first[7:8] + first[10:] == [
        "1. Начало", "Приказ", "выполнено", "нет", "Протокол № 3", "Подписан вовремя",
    ]  # fmt: skip
    assert (first[4].date(), first[8].date()) == (date(2025, 9, 1), date(2026, 2, 1))
    assert [cell.value for cell in totals[4]] == ["Всего", 4, 1, 0, 0, 2, 25]


def test_papers_open_for_who_sees_roadmaps():
    roadmap = year_of_rows(("Приказ", "сентябрь 2025 г."))
    council, teacher = signed_in(make_council_member()), signed_in(make_teacher("ivanova").user)
    for name in ("calendar", "report", "report-xlsx"):
        url = reverse(f"roadmaps:{name}", args=[roadmap.pk])
        assert (council.get(url).status_code, teacher.get(url).status_code) == (200, 403)
    draft = followed(("Приказ", "сентябрь 2025 г."), state="draft")
    assert council.get(reverse("roadmaps:report", args=[draft.pk])).status_code == 404
