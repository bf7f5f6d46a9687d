"""Columns of a draft: added, renamed, widened, moved, removed; texts stay with their column."""

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.plans.columns import add_column, change_columns, delete_column, kinds_to_add, move_column
from roadmap.plans.editing import change_row
from roadmap.plans.enums import ColumnKind
from roadmap.plans.loads import compare
from roadmap.plans.models import RoadmapText
from roadmap.plans.printing import print_plan
from roadmap.plans.queries import plan_of
from roadmap.plans.row_values import mark_of
from roadmap.plans.services import store_plan
from tests.conflicts import both_texts
from tests.factories.people import make_council_member, make_curator, make_director
from tests.project.test_two_tabs import typed_in
from tests.roadmap.plans.samples import BANDS, TERMS, plan_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return make_curator()


@pytest.fixture
def roadmap(curator):
    return store_plan(plan_in(TERMS), by=curator)


@pytest.fixture
def client(curator):
    client = Client()
    client.force_login(curator)
    return client


def kinds(roadmap):
    return [column.kind for column in roadmap.columns.all()]


def test_an_own_column_is_added_filled_moved_and_removed_with_its_texts(roadmap, curator):
    own = add_column(roadmap, by=curator, version=0, kind="custom", heading="Итог")
    row = roadmap.stages.first().measures.first()
    change_row(row, by=curator, seen=mark_of(row), **{f"own_{own.pk}": "Опыт"})
    for version in (1, 2):
        move_column(own, by=curator, version=version, move="left")
    assert kinds(roadmap) == ["number", "stage", "content", "custom", "term", "responsible"]
    assert [column.position for column in roadmap.columns.all()] == list(range(6))
    plan = plan_of(roadmap)
    assert (plan.stages[0].measures[0].values[3], plan.stages[0].values[4]) == ("Опыт", "январь – март 2031")
    assert compare(print_plan(plan), plan).is_same
    with pytest.raises(StaleState):
        delete_column(own, by=curator, version=2)
    delete_column(own, by=curator, version=3)
    assert not RoadmapText.objects.exists()
    assert plan_of(roadmap) == plan_in(TERMS)


def test_a_known_column_leaves_its_texts_behind_and_may_come_back(roadmap, curator):
    delete_column(roadmap.columns.get(kind="term"), by=curator, version=0)
    assert roadmap.stages.first().term_text == "январь – март 2031"
    assert ColumnKind.TERM in kinds_to_add(roadmap)
    add_column(roadmap, by=curator, version=1, kind="term", heading="Сроки")
    assert plan_of(roadmap).stages[0].values[4] == "январь – март 2031"


def test_what_the_table_cannot_be_without_stays(roadmap, curator):
    for kind in ("content", "stage"):
        with pytest.raises(Refused, match="не читается"):
            delete_column(roadmap.columns.get(kind=kind), by=curator, version=0)
    with pytest.raises(Refused, match="уже есть"):
        add_column(roadmap, by=curator, version=0, kind="term", heading="Ещё сроки")
    with pytest.raises(Refused, match="с краю"):
        move_column(roadmap.columns.first(), by=curator, version=0, move="left")
    with pytest.raises(Refused, match="готовит куратор"):
        change_columns(roadmap, by=make_council_member(), version=0, columns={})
    for _ in range(7):
        roadmap.refresh_from_db()
        add_column(roadmap, by=curator, version=roadmap.version, kind="custom", heading="Ещё")
    with pytest.raises(Refused, match="не помещается"):
        add_column(roadmap, by=curator, version=7, kind="custom", heading="Лишний")
    bands = store_plan(plan_in(BANDS), by=curator)
    assert kinds_to_add(bands) == [ColumnKind.CUSTOM]


def address(name, roadmap, *args):
    return reverse(f"roadmaps:{name}", args=[roadmap.pk, *args])


def test_the_page_saves_headings_and_an_old_one_shows_both(client, roadmap):
    url, column = address("columns", roadmap), roadmap.columns.get(kind="term")
    name = f"heading_{column.pk}"
    mine = typed_in(client.get(url).context["form"]) | {name: "Когда", f"width_{column.pk}": 30}
    theirs = {column.pk: {"heading": "Срок", "group": "", "width": 20}}
    change_columns(roadmap, by=make_director(), version=0, columns=theirs)
    stale = client.post(url, mine)
    assert stale.status_code == 409
    assert ("Срок", "Когда") in [(old, new) for _, old, new in both_texts(stale.context["form"].conflicts)]
    assert client.post(url, typed_in(stale.context["form"])).url == url
    column.refresh_from_db()
    assert (column.heading, column.width) == ("Когда", 30)
    wrong = client.post(url, typed_in(client.get(url).context["form"]) | {f"width_{column.pk}": 0})
    assert wrong.status_code == 200 and wrong.context["form"].errors


def test_the_page_adds_moves_and_deletes_after_a_question(client, roadmap):
    version = roadmap.version
    assert (
        client.post(address("add_column", roadmap), {"version": version, "kind": "custom"}).status_code == 200
    )
    sent = {"version": version, "kind": "custom", "heading": "Итог"}
    assert client.post(address("add_column", roadmap), sent).url == address("columns", roadmap)
    late = client.post(address("add_column", roadmap), sent)
    assert (late.status_code, late.context["new"]["heading"].value()) == (409, "Итог")
    own = roadmap.columns.get(kind="custom")
    client.post(address("move_column", roadmap, own.pk), {"version": 1, "move": "left"})
    assert kinds(roadmap)[-1] == "responsible"
    term = roadmap.columns.get(kind="term")
    assert "печататься не будут" in client.get(address("delete_column", roadmap, term.pk)).content.decode()
    assert "Он пустой" in client.get(address("delete_column", roadmap, own.pk)).content.decode()
    client.post(address("delete_column", roadmap, own.pk), {"version": 2})
    assert "custom" not in kinds(roadmap)
    other = store_plan(plan_in(BANDS), by=make_curator()).columns.first()
    for name in ("move_column", "delete_column"):
        assert (
            client.post(address(name, roadmap, other.pk), {"version": 3, "move": "left"}).status_code == 404
        )
