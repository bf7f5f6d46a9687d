"""What the preview of a load says about cells that will print otherwise than they stand in the file."""

from dataclasses import replace

import pytest
from django.urls import reverse
from docx import Document

from roadmap.plans.loads import Comparison, compare
from roadmap.plans.models import RoadmapImport
from roadmap.plans.reading import read_plan
from roadmap.plans.uploads import read_upload
from tests.factories.people import make_curator
from tests.roadmap.plans.samples import FILES, SAMPLES, saved
from tests.roadmap.plans.test_pages import signed_in, text_of, upload
from tests.roadmap.plans.test_reading import cell, page

HEADING = ["№", "Этап", "Содержание", "Сроки", "Ответственные"]


def compared(*rows):
    source = page(HEADING, *rows)
    return compare(source, read_plan(source))


@pytest.mark.parametrize("form", FILES)
@pytest.mark.parametrize("name", SAMPLES)
def test_the_layouts_that_schools_use_print_as_they_are(name, form):
    source = read_upload(FILES[form](SAMPLES[name]), filename=f"plan.{form}")
    assert compare(source, read_plan(source)).is_same


def test_a_term_of_two_measures_out_of_three_is_split_and_repeated():
    found = compared(
        [cell("1.", 3), cell("Этап", 3), "Приказ", cell("март 2027", 2), cell("Директор", 3)],
        [None, None, "Опрос", None, None],
        [None, None, "Отчёт", "май 2027", None],
    )
    assert found == Comparison(13, (), split=("март 2027",), extra=("март 2027",))
    assert (found.is_same, found.regrouped) == (False, ("март 2027",))


def test_a_cell_merged_across_columns_is_split_and_repeated():
    found = compared(
        ["1.", "Начало", "Приказ", "март 2027", "Директор"],
        ["2.", "Работа", cell("Встречи весь год", 1, 3), None, None],
    )
    assert found == Comparison(13, (), split=("Встречи весь год",), extra=("Встречи весь год",) * 2)
    assert found.regrouped == ("Встречи весь год",)


def test_the_same_word_in_other_rows_hides_no_split_cell():
    found = compared(
        ["1.", "Начало", "Приказ", "март 2027", "Директор"],
        ["2.", "Работа", "Опрос", "май 2027", "Директор"],
        [cell("3.", 3), cell("Итоги", 3), "Отчёт", "июнь 2027", cell("Директор", 2)],
        [None, None, "Слёт", "июль 2027", None],
        [None, None, "Выставка", "август 2027", "Куратор"],
    )
    assert (found.changed, found.split, found.extra) == ((), ("Директор",), ("Директор",))


def test_a_cell_that_prints_as_it_was_is_not_taken_for_a_split_one():
    source = page(
        HEADING,
        [cell("1.", 2), cell("Начало", 2), "Приказ", "март 2027", cell("Директор", 2)],
        [None, None, "Опрос", "май 2027", None],
        ["2.", "Работа", "Слёт", "июль 2027", "Директор"],
    )
    plan = read_plan(source)
    found = compare(source, replace(plan, stages=plan.stages[1:]))
    assert found.changed == ("1.", "Начало", "Приказ", "март 2027", "Директор", "Опрос", "май 2027")
    assert (found.split, found.extra) == ((), ())


def test_a_band_that_nobody_merged_grows_and_is_no_change():
    found = compared(["I этап. Начало", "", "", "", ""], ["1", "", "Приказ", "март 2027", "Директор"])
    assert found == Comparison(10, ())
    assert found.is_same


def test_a_line_under_the_table_answers_for_one_cell_only():
    rows = [["1", "Начало", "Приказ", "март 2027", "Директор"], ["* Сноска", "", "", "", ""]]
    source = page(HEADING, *rows)
    plan = read_plan(source)
    assert compare(source, plan).is_same
    twice = page(HEADING, *rows, ["* Сноска", "", "", "", ""])
    assert compare(twice, plan).changed == ("* Сноска",)


@pytest.mark.django_db
def test_the_preview_names_what_is_split_or_repeated():
    rows = [
        HEADING,
        ["1.", "Начало", "Приказ", "март 2027", ""],
        ["", "", "Опрос", "", ""],
        ["", "", "Отчёт", "", ""],
    ]
    document = Document()
    document.add_paragraph("Дорожная карта школы № 7")
    table = document.add_table(rows=4, cols=5)
    for line, texts in zip(table.rows, rows, strict=True):
        for place, text in zip(line.cells, texts, strict=True):
            place.text = text
    for column, last in ((0, 3), (1, 3), (3, 2)):
        table.cell(1, column).merge(table.cell(last, column))
    client = signed_in(make_curator())
    shown = text_of(client.get(upload(client, saved(document)).url))
    assert "Из файла напечатается по частям или не один раз: 1\xa0ячейка</h2>" in shown
    assert "<li>март 2027</li>" in shown
    assert "Прочитано всё" not in shown
    assert "не так, как в файле" not in shown
    # It only warns.
    answer = client.post(reverse("roadmaps:apply", args=[RoadmapImport.objects.get().pk]))
    assert RoadmapImport.objects.get().state == "applied"
    assert answer.status_code == 302
