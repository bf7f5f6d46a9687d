"""The five samples: exact names of stages and headings, terms of the chosen year, a draft marked as a sample."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.workflow.history import history_of
from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.plans.enums import Layout
from roadmap.plans.loads import compare
from roadmap.plans.models import Roadmap, RoadmapMeasure
from roadmap.plans.period import term_notes
from roadmap.plans.presets import PRESETS, preset_plan, school_year
from roadmap.plans.printing import print_plan
from roadmap.plans.starting import mark_checked, start_roadmap
from tests.factories.orders import make_school
from tests.factories.people import make_council_member, make_curator

SEVEN = [
    "Подготовка условий для реализации системы (целевой модели) наставничества", "Формирование банка наставляемых",
    "Формирование банка наставников", "Отбор и обучение",
    "Организация и осуществление работы наставнических пар/групп",
    "Завершение персонализированных программ наставничества",
    "Информационная поддержка системы (целевой модели) наставничества",
]  # fmt: skip
CONTENT = "Содержание деятельности и примерный план мероприятий"
LAYOUTS = {
    "stages": ("rows", ["№", "Наименование этапа", f"{CONTENT} ¹"], SEVEN, {1: 4}),
    "inline": ("rows", ["№", "Наименование этапа", CONTENT], SEVEN, {1: 3}),
    "stage-terms": (
        "rows", ["№", "Наименование этапа", CONTENT, "Сроки реализации этапа"],
        [name.replace(" (целевой модели)", "") for name in SEVEN], {2: 3},
    ),
    "bands": (
        "bands", ["№ п/п", "Мероприятие", "Документы", "Ответственный", "Срок исполнения"],
        [
            "Подготовка условий для запуска программы наставничества", "Формирование базы наставляемых",
            "Формирование базы наставников", "Методическое сопровождение /обучение наставников",
            "Формирование наставнических пар/групп",
            "Организация работы наставнических пар-групп (Реализация программы наставничества)", "Завершение наставничества",
        ],
        {1: 6, 2: 3, 3: 2, 4: 3, 5: 2, 6: 3, 7: 5},
    ),
    "terms": (
        "rows", ["№", "Наименование этапа", "Содержание деятельности", "Сроки", "Ответственные"],
        [
            "Подготовка условий для реализации системы наставничества в ОО",
            "Отбор и формирование реестра наставников ОО из числа педагогических работников",
            "Формирование реестра наставляемых ОО из числа педагогических работников", "Организация работы наставнических пар/групп",
            "Организация условий популяризации и поддержки наставнического движения в ОО",
            "Информационная поддержка системы наставничества",
        ],
        {5: 5},
    ),
}  # fmt: skip


@pytest.mark.parametrize("key", PRESETS)
def test_each_sample_is_read_as_its_layout_and_prints_whole(key):
    plan = preset_plan(key, 2030)
    layout, headings, stages, counts = LAYOUTS[key]
    assert (plan.layout, [column.heading for column in plan.columns]) == (layout, headings)
    assert [stage.title for stage in plan.stages] == stages
    for number, count in counts.items():
        assert (
            sum(row.parent is None or layout == "rows" for row in plan.stages[number - 1].measures) >= count
        )
    assert compare(print_plan(plan), plan).is_same
    assert term_notes(plan, school_year(2030)) == []


def test_every_measure_of_the_bands_has_its_term_and_the_fifth_stage_a_term_each():
    bands, terms = preset_plan("bands", 2030), preset_plan("terms", 2030)
    assert [len(stage.measures) for stage in bands.stages] == [6, 3, 2, 3, 2, 3, 5]
    assert all(measure.values.get(4) for stage in bands.stages for measure in stage.measures)
    assert [measure.values[3] for measure in terms.stages[4].measures] == [
        "ноябрь 2030", "декабрь 2030", "февраль 2031", "апрель 2031", "май 2031",
    ]  # fmt: skip
    assert {measure.inline_term for stage in preset_plan("inline", 2030).stages for measure in stage.measures} == {
        "", "ежегодно", "постоянно", "по мере необходимости",
    }  # fmt: skip


@pytest.mark.django_db
class TestStarted:
    def test_a_draft_has_the_school_the_year_and_the_mark(self):
        make_school(full_name_prepositional="школе № 7")
        curator = make_curator()
        roadmap = start_roadmap(by=curator, preset="terms", first_year=2030)
        assert roadmap.title.endswith("модели наставничества в школе № 7\nна 2030/2031 учебный год")
        assert (roadmap.period_start, roadmap.period_end) == (date(2030, 9, 1), date(2031, 8, 31))
        assert roadmap.is_sample
        april = RoadmapMeasure.objects.get(stage__roadmap=roadmap, term_text="апрель 2031")
        assert (april.term_start, april.term_end) == (date(2031, 4, 1), date(2031, 4, 30))
        mark_checked(roadmap, by=curator, version=0)
        with pytest.raises(StaleState):
            mark_checked(roadmap, by=curator, version=0)
        said = [line.what for line in history_of(roadmap)]
        assert said == ["образец проверен", "начата по образцу «Шесть этапов со сроками и ответственными»"]

    def test_an_empty_table_is_no_sample(self):
        roadmap = start_roadmap(by=make_curator(), preset="empty", first_year=2030)
        assert (roadmap.is_sample, roadmap.layout, roadmap.stages.count()) == (False, Layout.STAGE_BANDS, 1)

    def test_the_council_starts_none(self):
        with pytest.raises(Refused, match="готовит куратор"):
            start_roadmap(by=make_council_member(), preset="empty", first_year=2030)

    def test_the_page_shows_the_samples_and_begins_the_chosen_one(self):
        client = Client()
        client.force_login(make_curator())
        url = reverse("roadmaps:create")
        page = client.get(url).content.decode()
        assert page.count("Посмотреть образец") == 5
        year = client.get(url).context["form"].initial["first_year"]
        refused = client.post(url, {"first_year": year, "preset": "other"})
        assert (refused.status_code, Roadmap.objects.count()) == (200, 0)
        started = client.post(url, {"first_year": year, "preset": "inline"})
        roadmap = Roadmap.objects.get()
        assert started.url == reverse("roadmaps:edit", args=[roadmap.pk])
        card = roadmap.get_absolute_url()
        assert "Это образец" in client.get(card).content.decode()
        checked = reverse("roadmaps:checked", args=[roadmap.pk])
        assert client.post(checked, {"version": "x"}).status_code == 404
        assert client.post(checked, {"version": 0}).status_code == 302
        assert "Это образец" not in client.get(card).content.decode()
