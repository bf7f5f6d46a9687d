"""The editor on the page: many measures, forms, both texts of a conflict, nobody else's rows."""

import pytest
from django.test import Client
from django.urls import reverse

from roadmap.plans.editing import change_row
from roadmap.plans.models import RoadmapMeasure
from roadmap.plans.row_values import mark_of
from roadmap.plans.services import store_plan
from tests.conflicts import both_texts
from tests.factories.people import make_council_member, make_curator, make_director, make_person
from tests.project.test_two_tabs import typed_in
from tests.roadmap.plans.samples import BANDS, PLAIN, TERMS, plan_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadmap():
    return store_plan(plan_in(BANDS), by=make_curator())


@pytest.fixture
def client(roadmap):
    client = Client()
    client.force_login(make_curator())
    return client


def address(name, roadmap, *args):
    return reverse(f"roadmaps:{name}", args=[roadmap.pk, *args])


def first_measure(roadmap):
    return roadmap.stages.first().measures.first()


def shown(response):
    return response.content.decode()


def with_many(roadmap, count):
    """The roadmap with so many measures more in its first stage."""
    stage = roadmap.stages.first()
    RoadmapMeasure.objects.bulk_create(
        RoadmapMeasure(stage=stage, position=number + 10, row=number + 10, text=f"Мероприятие {number}")
        for number in range(count)
    )


def test_the_editor_costs_the_same_with_few_and_with_three_hundred_measures(
    client, roadmap, django_assert_max_num_queries
):
    url = address("edit", roadmap)
    client.get(url)
    with django_assert_max_num_queries(15) as few:
        short = client.get(url)
    with_many(roadmap, 300)
    with django_assert_max_num_queries(15) as many:
        page = client.get(url)
    assert len(few) == len(many)
    assert shown(page).count('name="measure"') == 304
    # A long page is opened anew after a move, which is quicker than changing it in its place.
    assert ("hx-post" in shown(short), "hx-post" in shown(page)) == (True, False)


def test_everything_that_is_written_stands_in_the_editor(client, roadmap):
    page = shown(client.get(address("edit", roadmap)))
    for paragraphs in BANDS.cells:
        for text in paragraphs:
            assert text in page or text.split(". ")[-1] in page, text


def test_a_term_that_the_hint_quotes_is_text_and_no_markup(client, roadmap):
    row = first_measure(roadmap)
    text = "Опрос (до 1 сентября <img src=x onerror=alert`1`>)"
    row = change_row(row, by=make_curator(), seen=mark_of(row), text=text, term_text="")
    assert row.is_term_inline
    page = shown(client.get(address("change_measure", roadmap, row.pk)))
    assert "Сейчас взят из скобок в тексте: «до 1 сентября &lt;img" in page
    assert "<img src=x" not in page


def test_a_measure_is_changed_on_its_page_and_the_reader_returns_to_it(client, roadmap):
    row = first_measure(roadmap)
    url = address("change_measure", roadmap, row.pk)
    form = client.get(url).context["form"]
    assert form["term_text"].value() == "октябрь 2030 г.."
    answer = client.post(url, typed_in(form) | {"text": "Собрать\r\nпожелания", "roles": ["curator"]})
    assert answer.url == f"{address('edit', roadmap)}#m-{row.pk}"
    row.refresh_from_db()
    assert (row.text, row.responsibles.get().role) == ("Собрать\nпожелания", "curator")
    assert "куратор" in shown(client.get(address("edit", roadmap)))


def test_a_measure_in_a_table_of_rows_is_changed_with_its_mark(client):
    roadmap = store_plan(plan_in(PLAIN), by=make_curator())
    row = RoadmapMeasure.objects.filter(stage__roadmap=roadmap).exclude(mark="").first()
    url = address("change_measure", roadmap, row.pk)
    form = client.get(url).context["form"]
    assert client.post(url, typed_in(form) | {"mark": "7)", "text": "Собрать пожелания"}).status_code == 302
    row.refresh_from_db()
    assert (row.mark, row.text) == ("7) ", "Собрать пожелания")


def test_a_stage_is_changed_with_its_own_form(client, roadmap):
    stage = roadmap.stages.first()
    url = address("change_stage", roadmap, stage.pk)
    form = client.get(url).context["form"]
    client.post(url, typed_in(form) | {"title": "Подготовка", "term_text": "2030 год"})
    stage.refresh_from_db()
    assert (stage.title, stage.term_text, f"{stage.term_end}") == ("Подготовка", "2030 год", "2030-12-31")


@pytest.mark.parametrize("name", ["change_stage", "change_measure"])
def test_the_second_of_two_people_sees_both_texts_and_may_save(client, roadmap, name):
    row = roadmap.stages.first() if name == "change_stage" else first_measure(roadmap)
    field = "title" if name == "change_stage" else "text"
    url = address(name, roadmap, row.pk)
    mine = typed_in(client.get(url).context["form"]) | {field: "Мой текст"}
    person = make_person()
    change_row(
        row, by=make_director(), seen=mark_of(row), people=[person.pk], roles=[], **{field: "Чужой текст"}
    )
    stale = client.post(url, mine)
    texts = {(theirs, own) for _, theirs, own in both_texts(stale.context["form"].conflicts)}
    assert (stale.status_code, ("Чужой текст", "Мой текст") in texts) == (409, True)
    assert (str(person), "пусто") in texts
    again = client.post(url, typed_in(stale.context["form"]))
    assert again.status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == "Мой текст"


def test_measures_are_added_one_after_another_and_a_late_one_is_kept_on_the_page(client, roadmap):
    stage, row = roadmap.stages.first(), first_measure(roadmap)
    url = f"{address('add_measure', roadmap, stage.pk)}?after={row.pk}"
    form = client.get(url).context["form"]
    assert form["number_label"].value() == "2"
    empty = client.post(url, typed_in(form))
    assert empty.status_code == 200 and empty.context["form"].errors["text"]
    late = typed_in(form) | {"text": "Опоздавшее"}
    added = client.post(url, typed_in(form) | {"text": "Новое", "next": "add"})
    new = RoadmapMeasure.objects.get(text="Новое")
    assert added.url == f"{address('add_measure', roadmap, stage.pk)}?after={new.pk}"
    stale = client.post(url, late)
    assert (stale.status_code, "Опоздавшее" in shown(stale)) == (409, True)
    assert client.post(url, typed_in(stale.context["form"])).status_code == 302
    assert [row.text for row in stage.measures.all()][:3] == ["Собрать пожелания", "Опоздавшее", "Новое"]


def test_stages_and_measures_are_moved_and_deleted_after_a_question(client, roadmap):
    row, stage = first_measure(roadmap), roadmap.stages.last()
    moved = client.post(address("move_measure", roadmap, row.pk), {"version": 0, "move": "down"})
    assert moved.url.endswith(f"#m-{row.pk}")
    client.post(address("move_stage", roadmap, stage.pk), {"version": 1, "move": "up"})
    stale = client.post(address("move_stage", roadmap, stage.pk), {"version": 1, "move": "up"})
    assert stale.status_code == 409
    question = shown(client.get(address("delete_stage", roadmap, stage.pk)))
    assert "Итоги" in question and "Итоговый отчёт" in question
    assert client.post(address("delete_stage", roadmap, stage.pk), {"version": 2}).status_code == 302
    assert client.post(address("delete_measure", roadmap, row.pk), {"version": 3}).status_code == 302
    assert list(roadmap.stages.values_list("number_label", flat=True)) == ["1й этап.", "2-й этап."]
    assert client.get(address("delete_measure", roadmap, row.pk)).status_code == 404


def test_a_move_in_a_stale_tab_is_explained_where_only_a_part_of_the_page_was_asked_for(client, roadmap):
    row = first_measure(roadmap)
    quick = {"HX-Request": "true"}
    url, sent = address("move_measure", roadmap, row.pk), {"version": 0, "move": "down"}
    assert client.post(url, sent, headers=quick).status_code == 302
    stale = client.post(url, sent, headers=quick)
    assert (stale.status_code, stale.headers["HX-Refresh"]) == (409, "true")
    assert "изменил другой человек" in shown(client.get(address("edit", roadmap)))


def ticks(client, roadmap):
    page = shown(client.get(address("edit", roadmap)))
    return [part.split('"')[0] for part in page.split('name="measure" value="')[1:]]


def test_ticked_measures_get_a_term_at_once(client, roadmap):
    sent = {
        "version": 0,
        "measure": ticks(client, roadmap)[:2],
        "term_text": "май 2031",
        "responsible_text": "",
    }
    assert client.post(address("bulk", roadmap), sent).url == address("edit", roadmap)
    assert [row.term_text for row in roadmap.stages.first().measures.all()] == ["май 2031"] * 2
    none = client.post(address("bulk", roadmap), {"version": 0, "term_text": "июнь 2031"})
    assert (none.status_code, "Отметьте мероприятия" in shown(none), "июнь 2031" in shown(none)) == (
        403,
        True,
        True,
    )


def test_a_term_for_many_shows_what_somebody_else_wrote_and_keeps_the_ticks(client, roadmap):
    sent = {
        "version": 0,
        "measure": ticks(client, roadmap)[:2],
        "term_text": "май 2031",
        "responsible_text": "",
    }
    row = first_measure(roadmap)
    change_row(row, by=make_director(), seen=mark_of(row), term_text="март 2031")
    stale = client.post(address("bulk", roadmap), sent)
    assert stale.status_code == 409
    assert ("март 2031", "май 2031") in [
        (theirs, mine) for _, theirs, mine in both_texts(stale.context["conflicts"])
    ]
    page = shown(stale)
    assert page.count(" checked") == 2 and "май 2031" in page
    again = client.post(
        address("bulk", roadmap), sent | {"measure": [f"{row.pk}:{mark_of(first_measure(roadmap))}"]}
    )
    assert again.status_code == 302


def test_rows_of_another_roadmap_are_not_found_here(client, roadmap):
    other = store_plan(plan_in(TERMS), by=make_curator())
    stage, row = other.stages.first(), first_measure(other)
    for name, args in (
        ("change_stage", [stage.pk]), ("move_stage", [stage.pk]), ("delete_stage", [stage.pk]), ("add_measure", [stage.pk]),
        ("change_measure", [row.pk]), ("move_measure", [row.pk]), ("delete_measure", [row.pk]),
    ):  # fmt: skip
        sent = {"version": 0, "move": "up", "text": "чужое"}
        assert client.post(address(name, roadmap, *args), sent).status_code == 404, name
    foreign = {"version": 0, "measure": [f"{row.pk}:{mark_of(row)}"], "term_text": "май"}
    assert client.post(address("bulk", roadmap), foreign).status_code == 409
    moved = {"version": 0, "measure": ticks(client, roadmap)[:1], "stage": stage.pk, "term_text": ""}
    assert client.post(address("bulk", roadmap), moved).status_code == 200
    assert first_measure(other).term_text == ""
    assert RoadmapMeasure.objects.filter(stage=stage).count() == 1


def test_the_council_does_not_open_the_editor_and_nobody_one_of_what_was_sent(client, roadmap):
    council = Client()
    council.force_login(make_council_member())
    assert council.get(address("edit", roadmap)).status_code == 403
    client.post(address("submit", roadmap))
    answer = client.get(address("edit", roadmap))
    assert (answer.status_code, "на утверждении" in shown(answer)) == (403, True)
