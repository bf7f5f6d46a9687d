"""Stages and measures of a draft: added, changed, moved, removed; old tabs overwrite nothing."""

import pytest

from mentoring.workflow.history import history_of
from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.plans.approval import submit_roadmap
from roadmap.plans.editing import add_measure, add_stage, change_many, change_row
from roadmap.plans.enums import ColumnKind, Layout
from roadmap.plans.models import RoadmapMeasure, RoadmapText
from roadmap.plans.ordering import delete_measure, delete_stage, move_measure, move_stage
from roadmap.plans.outline import Plan, PlanColumn, PlanMeasure, PlanStage
from roadmap.plans.queries import plan_of
from roadmap.plans.row_values import mark_of, proposed_labels, values_of
from roadmap.plans.services import store_plan
from tests.factories.people import make_council_member, make_curator, make_person
from tests.roadmap.plans.samples import BANDS, TERMS, plan_in

pytestmark = pytest.mark.django_db
K = ColumnKind


def parted(*lines):
    """Measures from «2.0 text»: the level is how many dots deep the name is, «row/» in front names the table row."""
    found, heads = [], {}
    for line in lines:
        row, _, name = line.rpartition("/")
        depth = name.count(".")
        heads[depth] = len(found)
        found.append(PlanMeasure(name, row=int(row or 0), parent=heads[depth - 1] if depth else None))
    return tuple(found)


@pytest.fixture
def curator():
    return make_curator()


@pytest.fixture
def roadmap(curator):
    """Two stages: a, a.1, a.2, a.2.1, b, c and then d, e."""
    columns = tuple(PlanColumn(kind, kind.label) for kind in (K.NUMBER, K.STAGE, K.CONTENT, K.TERM, K.CUSTOM))
    stages = (
        PlanStage("1.", "Первый", parted("a", "a.1", "a.2", "a.2.1", "b", "c")),
        PlanStage("2.", "Второй", parted("0/d", "1/e")),
    )
    return store_plan(Plan("Карта", Layout.STAGE_ROWS, columns, stages), by=curator)


def shape(roadmap):
    """Each stage as «text<parent» in the order of the paper, checked to be a tree without gaps."""
    found = []
    for stage in roadmap.stages.all():
        measures = list(stage.measures.select_related("parent"))
        assert [measure.row for measure in measures] == sorted(measure.row for measure in measures)
        seen = set()
        for measure in measures:
            assert measure.parent_id is None or measure.parent_id in seen
            seen.add(measure.pk)
        found.append(
            " ".join(f"{row.text}<{row.parent.text}" if row.parent else row.text for row in measures)
        )
    return found


def measure(roadmap, text):
    return RoadmapMeasure.objects.get(stage__roadmap=roadmap, text=text)


def version(roadmap):
    roadmap.refresh_from_db()
    return roadmap.version


FIRST = "a a.1<a a.2<a a.2.1<a.2 b c"


@pytest.mark.parametrize(
    ("text", "move", "first", "second"),
    [
        ("b", "up", "b a a.1<a a.2<a a.2.1<a.2 c", "d e"),
        ("a", "down", "b a a.1<a a.2<a a.2.1<a.2 c", "d e"),
        ("a.1", "down", "a a.2<a a.2.1<a.2 a.1<a b c", "d e"),
        ("b", "indent", "a a.1<a a.2<a a.2.1<a.2 b<a c", "d e"),
        ("a.2", "indent", "a a.1<a a.2<a.1 a.2.1<a.2 b c", "d e"),
        ("a.1", "outdent", "a a.2<a a.2.1<a.2 a.1 b c", "d e"),
        ("a.2.1", "outdent", "a a.1<a a.2<a a.2.1<a b c", "d e"),
        ("c", "down", "a a.1<a a.2<a a.2.1<a.2 b", "c d e"),
        ("d", "up", f"{FIRST} d", "e"),
    ],
)
def test_a_measure_goes_where_it_is_sent_with_its_parts(roadmap, curator, text, move, first, second):
    move_measure(measure(roadmap, text), by=curator, version=0, move=move)
    assert shape(roadmap) == [first, second]


@pytest.mark.parametrize(
    ("text", "move", "reason"),
    [
        ("a", "up", "с краю"),
        ("e", "down", "с краю"),
        ("a.1", "up", "с краю"),
        ("a", "indent", "нельзя"),
        ("a", "outdent", "и так не часть"),
        ("a", "aside", "нет"),
    ],
)
def test_where_there_is_no_place_it_does_not_go(roadmap, curator, text, move, reason):
    with pytest.raises(Refused, match=reason):
        move_measure(measure(roadmap, text), by=curator, version=0, move=move)
    assert shape(roadmap) == [FIRST, "d e"]
    assert version(roadmap) == 0


def test_levels_end_at_the_fourth(roadmap, curator):
    for _ in range(3):
        move_measure(measure(roadmap, "b"), by=curator, version=version(roadmap), move="indent")
    assert shape(roadmap)[0] == "a a.1<a a.2<a a.2.1<a.2 b<a.2.1 c"
    with pytest.raises(Refused, match="слишком глубоко"):
        move_measure(measure(roadmap, "a.2"), by=curator, version=version(roadmap), move="indent")


def test_rows_of_the_table_keep_their_places(roadmap, curator):
    move_measure(measure(roadmap, "e"), by=curator, version=0, move="up")
    assert [(row.text, row.row) for row in roadmap.stages.last().measures.all()] == [("e", 0), ("d", 1)]
    delete_measure(measure(roadmap, "e"), by=curator, version=1)
    assert [(row.text, row.row) for row in roadmap.stages.last().measures.all()] == [("d", 0)]


def test_a_new_measure_stands_below_the_one_named_with_everything_typed(roadmap, curator):
    own = roadmap.columns.get(kind="custom")
    first = roadmap.stages.first()
    person = make_person()
    added = add_measure(
        first, by=curator, version=0, after=measure(roadmap, "a"), text="новое", mark="2)", term_text="май 2031",
        responsible_text="Куратор", documents_text="", people=[person.pk], roles=["curator"], **{f"own_{own.pk}": "Опыт"},
    )  # fmt: skip
    assert shape(roadmap)[0] == "a a.1<a a.2<a a.2.1<a.2 новое b c"
    assert (added.mark, f"{added.term_start}", added.texts.get().text) == ("2) ", "2031-05-01", "Опыт")
    assert {str(link) for link in added.responsibles.all()} == {str(person), "куратор"}
    add_measure(first, by=curator, version=1, after=measure(roadmap, "a.1"), text="часть")
    add_measure(roadmap.stages.last(), by=curator, version=2, text="последнее")
    assert shape(roadmap) == ["a a.1<a часть<a a.2<a a.2.1<a.2 новое b c", "d e последнее"]
    with pytest.raises(StaleState):
        add_measure(first, by=curator, version=2, text="двойное нажатие")


def test_a_term_in_brackets_is_read_from_the_text_until_one_is_typed(roadmap, curator):
    row = change_row(
        measure(roadmap, "b"),
        by=curator,
        seen=mark_of(measure(roadmap, "b")),
        text="Опрос (ежегодно)",
        term_text="",
    )
    assert (row.term_text, row.is_term_inline, values_of(row)["term_text"]) == ("ежегодно", True, "")
    row = change_row(row, by=curator, seen=mark_of(row), text="Опрос (ежегодно)", term_text="как выйдет")
    assert (row.term_text, row.is_term_inline, row.is_term_unread) == ("как выйдет", False, True)


def test_stages_are_added_moved_and_removed(roadmap, curator):
    first = roadmap.stages.first()
    add_stage(roadmap, by=curator, version=0, after=first, title="Между", number_label="1а.")
    titles = lambda: [stage.title for stage in roadmap.stages.all()]  # noqa: E731
    assert titles() == ["Первый", "Между", "Второй"]
    move_stage(roadmap.stages.get(title="Второй"), by=curator, version=1, move="up")
    assert titles() == ["Первый", "Второй", "Между"]
    with pytest.raises(Refused, match="с краю"):
        move_stage(first, by=curator, version=2, move="up")
    delete_stage(first, by=curator, version=2)
    assert titles() == ["Второй", "Между"]
    assert [stage.position for stage in roadmap.stages.all()] == [0, 1]
    last = history_of(roadmap)[0]
    assert (last.what, "a.2.1" in last.comment) == ("удалён этап «Первый»", True)


def test_a_deleted_measure_takes_its_parts_and_nothing_else(roadmap, curator):
    delete_measure(measure(roadmap, "a"), by=curator, version=0)
    assert shape(roadmap) == ["b c", "d e"]


def test_two_people_change_one_measure_and_the_second_is_told(roadmap, curator):
    row = measure(roadmap, "b")
    seen = mark_of(row)
    change_row(row, by=curator, seen=seen, text="b у первого")
    with pytest.raises(StaleState, match="Сравните"):
        change_row(row, by=curator, seen=seen, text="b у второго")
    other = measure(roadmap, "c")
    change_row(other, by=curator, seen=mark_of(other), text="c у второго")
    assert shape(roadmap)[0].endswith("b у первого c у второго")


def test_many_get_a_term_a_responsible_and_another_stage_at_once(roadmap, curator):
    marks = {row.pk: mark_of(row) for row in (measure(roadmap, text) for text in ("a.2", "c"))}
    second = roadmap.stages.last()
    count = change_many(
        roadmap,
        by=curator,
        version=0,
        marks=marks,
        stage=second,
        term_text="июнь 2031",
        responsible_text="Совет",
    )
    assert count == 2
    assert shape(roadmap) == ["a a.1<a b", "d e a.2 a.2.1<a.2 c"]
    for text in ("a.2", "c"):
        row = measure(roadmap, text)
        assert (row.term_text, row.responsible_text, f"{row.term_end}") == (
            "июнь 2031",
            "Совет",
            "2031-06-30",
        )
    assert measure(roadmap, "a.2.1").term_text == ""


def test_many_are_left_alone_when_one_was_changed_meanwhile(roadmap, curator):
    marks = {row.pk: mark_of(row) for row in (measure(roadmap, text) for text in ("b", "c"))}
    change_row(measure(roadmap, "c"), by=curator, seen=mark_of(measure(roadmap, "c")), term_text="март 2031")
    with pytest.raises(StaleState):
        change_many(roadmap, by=curator, version=0, marks=marks, term_text="май 2031")
    assert measure(roadmap, "b").term_text == ""
    for given in ({"marks": {}, "term_text": "май"}, {"marks": marks}):
        with pytest.raises(Refused, match="Отметьте"):
            change_many(roadmap, by=curator, version=0, **given)


def test_what_the_director_reads_nobody_writes_and_the_council_never(roadmap, curator):
    row = measure(roadmap, "b")
    with pytest.raises(Refused, match="готовит куратор"):
        change_row(row, by=make_council_member(), seen=mark_of(row), text="чужое")
    submit_roadmap(roadmap, by=curator)
    for act in (
        lambda: change_row(row, by=curator, seen=mark_of(row), text="поздно"),
        lambda: delete_measure(row, by=curator, version=version(roadmap)),
        lambda: move_measure(row, by=curator, version=version(roadmap), move="up"),
        lambda: add_measure(row.stage, by=curator, version=version(roadmap), text="поздно"),
        lambda: change_many(roadmap, by=curator, version=0, marks={row.pk: mark_of(row)}, term_text="май"),
    ):
        with pytest.raises(Refused, match="на утверждении"):
            act()
    assert shape(roadmap) == [FIRST, "d e"]


def test_an_own_text_that_is_emptied_goes(roadmap, curator):
    own, row = roadmap.columns.get(kind="custom"), measure(roadmap, "b")
    for text in ("Опыт", ""):
        row = change_row(row, by=curator, seen=mark_of(row), **{f"own_{own.pk}": text})
    assert not RoadmapText.objects.exists()


def test_numbers_are_proposed_after_the_one_above(curator):
    bands = store_plan(plan_in(BANDS), by=curator)
    assert proposed_labels(bands.stages.first()) == {"number_label": "2й этап."}
    assert proposed_labels(RoadmapMeasure.objects.filter(stage__roadmap=bands, number_label="2.").get()) == {
        "number_label": "3.",
        "mark": "",
    }
    assert proposed_labels(None) == {}


def test_a_roadmap_after_editing_prints_like_one_that_was_read(curator):
    roadmap = store_plan(plan_in(TERMS), by=curator)
    stage = roadmap.stages.get(number_label="2")
    add_measure(stage, by=curator, version=0, text="Провести встречу", term_text="май 2032")
    assert [row.values[3] for row in plan_of(roadmap).stages[1].measures] == [
        "март", "ноябрь 2031", "апрель 2032", "май 2032",
    ]  # fmt: skip
