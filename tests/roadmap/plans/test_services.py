"""What is written: a load that waits, the roadmap it becomes, and the same roadmap read back."""

from dataclasses import replace
from datetime import date

import pytest

from mentoring.workflow.history import history_of
from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.plans.enums import ColumnKind
from roadmap.plans.grid import TablePage
from roadmap.plans.loads import compare, imported_plan
from roadmap.plans.models import Roadmap, RoadmapImport, RoadmapMeasure
from roadmap.plans.period import term_notes
from roadmap.plans.queries import plan_of
from roadmap.plans.reading import read_plan
from roadmap.plans.services import (
    apply_import,
    cancel_import,
    discard_roadmap,
    match_columns,
    start_import,
    store_plan,
)
from roadmap.plans.uploads import read_upload
from tests.factories.people import make_council_member, make_curator, make_director
from tests.roadmap.plans.samples import BANDS, INLINE, SAMPLES, TERMS, as_docx
from tests.roadmap.plans.test_reading import cell, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return make_curator()


def load(by, sample=TERMS):
    return start_import(by=by, data=as_docx(sample), filename="Карта.docx")


def merged_page() -> TablePage:
    """Everything at once: storeys, merged stages, own columns, stamps, a footnote, a signature."""
    return page(
        [
            cell("№", 2),
            cell("Этап", 2),
            cell("Мероприятия ¹", 2),
            cell("Срок", right=2),
            None,
            cell("Итог", 2),
        ],
        [None, None, None, "начало", "конец", None],
        ["1", "2", "3", "4", "5", "6"],
        [cell("1.", 2), cell("Начало", 2), "Приказ (ежегодно)\n- план", "март", "май", cell("Опыт", 2)],
        [None, None, "Отчёт", "", "июнь", None],
        ["2.", "Итоги", "Праздник", "", "", "Радость"],
        above=("УТВЕРЖДАЮ", "Дорожная карта"),
        below=("¹", "Куратор ____"),
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_stored_is_what_was_read(curator, name):
    plan = read_plan(read_upload(as_docx(SAMPLES[name]), filename="plan.docx"))
    assert plan_of(store_plan(plan, by=curator)) == plan


def test_a_roadmap_with_everything_is_stored_whole(curator, django_assert_num_queries):
    plan = read_plan(merged_page())
    roadmap = store_plan(plan, by=curator)
    with django_assert_num_queries(8):
        assert plan_of(Roadmap.objects.get(pk=roadmap.pk)) == plan
    assert compare(merged_page(), plan).is_same


def dates_of(rows):
    return [(row.term_text, row.term_start, row.term_end, row.is_term_unread) for row in rows]


def test_terms_keep_their_words_and_get_dates_where_they_say_them(curator):
    terms, inline = (apply_import(load(curator, sample), by=curator) for sample in (TERMS, INLINE))
    assert dates_of(terms.stages.all()) == [
        ("январь – март 2031", date(2031, 1, 1), date(2031, 3, 31), False),
        ("", None, None, False),
        ("в течении всего этапа", None, None, False),
    ]
    assert dates_of(terms.stages.get(number_label="2").measures.all()) == [
        ("март", None, None, False),
        ("ноябрь 2031", date(2031, 11, 1), date(2031, 11, 30), False),
        ("апрель 2032", date(2032, 4, 1), date(2032, 4, 30), False),
    ]
    told = RoadmapMeasure.objects.filter(stage__roadmap=inline, is_term_inline=True)
    assert [measure.term_text for measure in told.order_by("stage", "position")] == [
        "ежегодно",
        "постоянно",
        "ежегодно",
        "по мере необходимости",
    ]


def test_a_term_that_cannot_be_read_is_marked(curator):
    plan = read_plan(
        page(["№", "Мероприятие", "Срок"], ["1", "Встречи", "как получится"], ["2", "Опрос", ""])
    )
    roadmap = store_plan(plan, by=curator)
    (stage,) = roadmap.stages.all()
    assert dates_of(stage.measures.all()) == [("как получится", None, None, True), ("", None, None, False)]
    assert len(term_notes(plan_of(roadmap), None)) == 1


def test_nothing_is_saved_before_the_person_agrees(curator):
    waiting = load(curator)
    assert not Roadmap.objects.exists()
    roadmap = apply_import(waiting, by=curator)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.roadmap, waiting.page) == ("applied", roadmap, {})
    assert [line.what for line in history_of(roadmap)] == ["внесена из файла «Карта.docx»"]


def test_a_load_is_finished_once_by_whoever_began_it(curator):
    waiting, given_up = load(curator), load(curator)
    with pytest.raises(Refused, match="тот, кто её начал"):
        apply_import(waiting, by=make_director())
    apply_import(waiting, by=curator)
    cancel_import(given_up, by=curator)
    for finished in (waiting, given_up):
        for act in (apply_import, cancel_import):
            with pytest.raises(Refused, match="уже закончена"):
                act(finished, by=curator)
        with pytest.raises(Refused, match="уже закончена"):
            match_columns(finished, by=curator, kinds=[])
    assert Roadmap.objects.count() == 1
    assert RoadmapImport.objects.get(pk=given_up.pk).page == {}


def test_the_council_reads_and_does_not_load(curator):
    council = make_council_member()
    with pytest.raises(Refused, match="готовит куратор"):
        load(council)
    roadmap = apply_import(load(curator), by=curator)
    with pytest.raises(Refused, match="готовит куратор"):
        discard_roadmap(roadmap, by=council)


def test_columns_matched_by_hand_change_what_is_read(curator):
    waiting = load(curator, BANDS)
    kinds = [column.kind for column in imported_plan(waiting).columns]
    kinds[2] = ColumnKind.CUSTOM
    match_columns(waiting, by=curator, kinds=kinds)
    roadmap = apply_import(waiting, by=curator)
    measure = RoadmapMeasure.objects.filter(stage__roadmap=roadmap).earliest("stage", "position")
    assert (measure.documents_text, measure.texts.get().text) == ("", "Анкеты")


def test_a_draft_is_removed_and_an_approved_roadmap_stays(curator):
    roadmap, approved = (apply_import(load(curator), by=curator) for _ in range(2))
    discard_roadmap(roadmap, by=curator)
    with pytest.raises(StaleState, match="уже удалён"):
        discard_roadmap(roadmap, by=curator)
    Roadmap.objects.filter(pk=approved.pk).update(
        status="approved", approved_by=curator, approved_at=approved.created_at, approved_on="2026-01-12"
    )
    with pytest.raises(Refused, match="хранится"):
        discard_roadmap(approved, by=curator)


def test_a_roadmap_without_a_title_is_called_as_its_file(curator):
    plan = replace(read_plan(merged_page()), title="")
    assert store_plan(plan, by=curator, name="План школы.docx").title == "План школы"


def test_what_will_not_print_as_it_was_is_said():
    source = page(
        ["№", "Мероприятие", "Ответственный"],
        ["1", "Встречи", cell("Куратор", 2)],
        [None, "Опрос", None],
        ["3", "Отчёт", "Директор"],
    )
    assert compare(source, read_plan(source)).changed == ()
    plan = read_plan(source)
    stage = replace(plan.stages[0], measures=plan.stages[0].measures[:2])
    assert compare(source, replace(plan, stages=(stage,))).changed == ("3", "Отчёт", "Директор")
