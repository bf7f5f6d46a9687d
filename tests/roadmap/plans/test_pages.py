"""The list, one roadmap, its papers and the load step by step: who sees what, and how many queries it takes."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from roadmap.plans.grid import single_spaced
from roadmap.plans.models import Roadmap, RoadmapImport
from roadmap.plans.printing import print_plan
from roadmap.plans.queries import plan_of
from roadmap.plans.reading import read_plan
from roadmap.plans.services import start_import, store_plan
from roadmap.plans.uploads import read_upload
from tests.factories.people import make_council_member, make_curator, make_director, make_teacher
from tests.roadmap.plans.samples import BANDS, PLAIN, TERMS, as_docx, as_xlsx, plan_in

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def make_roadmap(by, sample=TERMS):
    return store_plan(plan_in(sample), by=by)


def address(name, *args):
    return reverse(f"roadmaps:{name}", args=args)


def upload(client, data, name="Карта.docx"):
    return client.post(address("upload"), {"file": SimpleUploadedFile(name, data)})


def text_of(response):
    return response.content.decode()


def test_the_list_costs_the_same_with_one_and_with_fifty_roadmaps(django_assert_max_num_queries):
    curator = make_curator()
    first = make_roadmap(curator)
    client = signed_in(curator)
    with django_assert_max_num_queries(11) as one:
        client.get(address("list"))
    Roadmap.objects.bulk_create(Roadmap(title=f"Карта {number}", created_by=curator) for number in range(49))
    with django_assert_max_num_queries(11) as fifty:
        page = text_of(client.get(address("list"), {"page": 2}))
    assert len(one) == len(fifty)
    assert first.get_absolute_url() in page


def test_the_page_costs_the_same_with_few_and_many_measures(django_assert_max_num_queries):
    curator = make_curator()
    few, many = make_roadmap(curator), make_roadmap(curator, BANDS)
    client = signed_in(curator)
    client.get(few.get_absolute_url())
    with django_assert_max_num_queries(16) as first:
        client.get(few.get_absolute_url())
    with django_assert_max_num_queries(16) as second:
        client.get(many.get_absolute_url())
    assert len(first) == len(second)


def test_a_roadmap_is_loaded_step_by_step():
    curator = make_curator()
    client = signed_in(curator)
    preview = client.get(upload(client, as_xlsx(BANDS), "План.xlsx").url)
    assert "Прочитано всё" in text_of(preview)
    assert "в течение всего периода" in text_of(preview)
    assert not Roadmap.objects.exists()
    waiting = RoadmapImport.objects.get()
    assert "План.xlsx" in text_of(client.get(address("list")))
    applied = client.post(address("apply", waiting.pk))
    roadmap = Roadmap.objects.get()
    assert applied.url == roadmap.get_absolute_url()
    shown = text_of(client.get(applied.url))
    for paragraphs in BANDS.cells:
        for text in paragraphs:
            assert text in shown
    assert client.get(waiting.get_absolute_url()).url == applied.url
    assert "внесена из файла «План.xlsx»" in text_of(client.get(address("history", roadmap.pk)))


def test_a_second_click_makes_no_second_roadmap():
    curator = make_curator()
    client = signed_in(curator)
    upload(client, as_docx(PLAIN))
    statuses = [client.post(address("apply", RoadmapImport.objects.get().pk)).status_code for _ in range(2)]
    assert statuses == [302, 403]
    assert Roadmap.objects.count() == 1


def test_a_bad_file_is_answered_beside_the_field():
    client = signed_in(make_curator())
    answer = upload(client, b"%PDF-1.7", "План.docx")
    assert answer.status_code == 200
    assert "Таблицу из PDF загрузить нельзя" in text_of(answer)
    assert "Выберите файл" in text_of(client.post(address("upload")))
    assert not RoadmapImport.objects.exists()


def test_columns_are_said_anew_and_a_mistake_is_explained():
    client = signed_in(make_curator())
    url = upload(client, as_docx(BANDS)).url
    chosen = {"column_0": "number", "column_1": "content", "column_2": "custom"}
    twice = client.post(url, {**chosen, "column_3": "term", "column_4": "term"})
    assert "Два столбца названы одинаково: «сроки»" in text_of(twice)
    none = client.post(url, {**chosen, "column_1": "custom", "column_3": "responsible", "column_4": "term"})
    assert "в каком столбце мероприятия" in text_of(none)
    done = client.post(url, {**chosen, "column_3": "responsible", "column_4": "term"})
    assert done.status_code == 302
    assert RoadmapImport.objects.get().kinds == ["number", "content", "custom", "responsible", "term"]


def test_a_load_is_given_up():
    client = signed_in(make_curator())
    upload(client, as_docx(PLAIN))
    waiting = RoadmapImport.objects.get()
    assert client.post(address("cancel", waiting.pk)).url == address("list")
    assert client.get(waiting.get_absolute_url()).url == address("upload")


def test_a_load_is_seen_by_whoever_began_it():
    curator = make_curator()
    waiting = start_import(by=curator, data=as_docx(PLAIN), filename="Карта.docx")
    director = signed_in(make_director())
    assert director.get(address("preview", waiting.pk)).status_code == 404
    for name in ("apply", "cancel"):
        assert director.post(address(name, waiting.pk)).status_code == 404
    assert "Карта.docx" not in text_of(director.get(address("list")))


def test_the_council_reads_and_a_teacher_does_not():
    roadmap = make_roadmap(make_curator())
    council, teacher = signed_in(make_council_member()), signed_in(make_teacher("ivanova").user)
    for name in ("detail", "xlsx"):
        assert council.get(address(name, roadmap.pk)).status_code == 200
        assert teacher.get(address(name, roadmap.pk)).status_code == 403
    assert address("discard", roadmap.pk) not in text_of(council.get(roadmap.get_absolute_url()))
    for address_of_change in (address("discard", roadmap.pk), address("upload")):
        assert council.get(address_of_change).status_code == 403
        assert council.post(address_of_change).status_code == 403


def test_a_draft_is_removed_after_a_question():
    curator = make_curator()
    roadmap, client = make_roadmap(curator), signed_in(curator)
    assert "будет удалён" in text_of(client.get(address("discard", roadmap.pk)))
    assert client.post(address("discard", roadmap.pk)).url == address("list")
    assert not Roadmap.objects.exists()
    assert "Дорожных карт ещё нет" in text_of(client.get(address("list")))


@pytest.mark.parametrize(("form", "sample"), [("docx", BANDS), ("xlsx", TERMS)])
def test_a_copy_for_editing_holds_the_same_cells(form, sample):
    curator = make_curator()
    roadmap = make_roadmap(curator, sample)
    answer = signed_in(curator).get(address(form, roadmap.pk))
    assert f".{form}" in answer["Content-Disposition"]
    again = print_plan(read_plan(read_upload(answer.content, filename=f"copy.{form}")))
    printed = print_plan(plan_of(roadmap))
    assert (again.grid, again.above, again.below) == (printed.grid, printed.above, printed.below)


def test_excel_has_a_row_a_measure_with_dates_beside_the_table_of_the_paper():
    curator = make_curator()
    roadmap = make_roadmap(curator, TERMS)
    book = load_workbook(BytesIO(signed_in(curator).get(address("xlsx", roadmap.pk)).content))
    sheet = book["Сроки и состояние"]
    rows = [[cell.value for cell in row][:8] for row in sheet.iter_rows(min_row=2)]
    assert len(rows) == 5 and [str(cells) for cells in sheet.merged_cells.ranges] == ["A3:A5"]
    assert [[*row[1:4], *(f"{day:%d.%m.%Y}" for day in row[4:6])] for row in rows[:3:2]] == [
        ["Издать приказ.", None, "январь – март 2031", "01.01.2031", "31.03.2031"],
        ["Провести выставку", None, "ноябрь 2031", "01.11.2031", "30.11.2031"],
    ]
    assert [row[0] for row in rows[1:4]] == ["2 Обмен опытом", None, None]
    assert rows[0][6:] == ["зам. директора", "не начато"]


def test_text_of_a_cell_never_becomes_a_formula():
    curator = make_curator()
    roadmap = make_roadmap(curator)
    roadmap.stages.update(title="=1+1")
    book = load_workbook(BytesIO(signed_in(curator).get(address("xlsx", roadmap.pk)).content))
    found = [cell for row in book.active.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [(cell.data_type, cell.quotePrefix) for cell in found] == [("s", True)] * 3


def test_the_pdf_says_every_cell_and_is_a_draft():
    curator = make_curator()
    roadmap = make_roadmap(curator, BANDS)
    answer = signed_in(curator).get(address("pdf", roadmap.pk))
    (page,) = PdfReader(BytesIO(answer.content)).pages
    assert page.mediabox.width > page.mediabox.height
    text = re.sub(r"\s+", "", page.extract_text()).replace("\u00ad", "")
    assert "ПРОЕКТ" in text
    for paragraphs in BANDS.cells:
        for line in paragraphs:
            assert re.sub(r"\s+", "", single_spaced(line)) in text
