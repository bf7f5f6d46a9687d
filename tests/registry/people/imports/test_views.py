"""The pages of a load, walked through the way a person does it."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mentoring.accounts.enums import AccessKind, Role
from mentoring.accounts.models import AccessRecord
from mentoring.jobs.enums import JobState
from mentoring.jobs.models import Job
from registry.people.enums import ImportState
from registry.people.imports import services, tasks
from registry.people.imports.workbook import read_workbook
from registry.people.models import Person, StaffImport
from registry.people.services import update_person
from tests.factories.people import make_council_member, make_curator, make_director, make_keeper, make_user
from tests.registry.people.imports import books
from tests.registry.people.imports.lists import person

pytestmark = pytest.mark.django_db

REAL_LIST = Path(__file__).parent / "staff-list.xlsx"
UPLOAD = "/people/import/"
QUERIES_OF_PREVIEW = 11


@pytest.fixture
def curator_client(client):
    client.force_login(make_curator())
    return client


def lines_of(count):
    """Lines of so many people with different surnames."""
    letters = "абвгдежзиклмнопрстуф"
    surnames = (f"Б{letters[n // 20 % 20]}{letters[n % 20]}ов" for n in range(count))
    return [person(f"{surname} Лев Ильич") for surname in surnames]


def send(client, data, *, name="список.xlsx", **fields):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, data), **fields}, follow=True)


def words(response):
    """The text of the page with tags and doubled blanks taken out."""
    main = response.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main).replace("\xa0", " ")).strip()


def test_a_plain_list_goes_from_the_file_to_the_cards(curator_client):
    page = send(curator_client, REAL_LIST.read_bytes(), name="staff-list.xlsx")
    (staff_import,) = StaffImport.objects.all()
    assert page.redirect_chain == [(f"/people/import/{staff_import.pk}/", 302)]
    assert "Новых – 63, изменятся – 0, останутся как были – 0. Строки с ошибками (3) не войдут." in words(
        page
    )
    assert not Person.objects.exists()
    done = curator_client.post(f"/people/import/{staff_import.pk}/apply/", follow=True)
    assert done.redirect_chain == [(f"/people/import/{staff_import.pk}/", 302)]
    assert "Новых карточек 63 Изменено карточек 0 Без изменений 0 Не внесено из-за ошибок 3" in words(done)
    assert "Укажите пол: Толстая Ольга" in words(done)
    assert Person.objects.count() == 63


def test_the_second_click_shows_the_same_result(curator_client):
    send(curator_client, books.staff_book(person()))
    staff_import = StaffImport.objects.get()
    for _ in range(2):
        page = curator_client.post(f"/people/import/{staff_import.pk}/apply/", follow=True)
        assert "Новых карточек 1" in words(page)
    assert Person.objects.count() == 1


def test_a_refused_file_is_explained_beside_the_field_and_nothing_is_kept(curator_client):
    page = send(curator_client, b"%PDF-1.7")
    assert page.context["form"].errors == {
        "file": [
            "Это документ PDF, хотя имя файла может говорить иное. Таблицу из PDF загрузить нельзя: "
            "попросите список в формате Excel (.xlsx)."
        ]
    }
    assert not StaffImport.objects.exists()


@pytest.mark.parametrize("data", [b"", b"x" * (5 * 1024 * 1024 + 1)])
def test_an_empty_and_a_huge_file_are_explained(curator_client, data):
    page = send(curator_client, data)
    (message,) = page.context["form"].errors["file"]
    assert message.startswith(("Файл пустой", "Файл больше 5 МБ"))


def test_no_file_at_all_is_explained(curator_client):
    page = curator_client.post(UPLOAD, {})
    assert page.context["form"].errors == {"file": ["Выберите файл со списком сотрудников."]}


def test_an_unknown_sheet_is_explained_beside_its_field(curator_client):
    page = send(curator_client, books.staff_book(person()), sheet="Лист2")
    assert page.context["form"].errors == {"sheet": ["В книге нет листа «Лист2». Заполнены листы: «Кадры»."]}


def test_doubtful_columns_are_asked_about_before_the_preview(curator_client):
    page = send(curator_client, books.book_bytes(("Кто", "Кем"), ("Белова Нина Павловна", "учитель")))
    (staff_import,) = StaffImport.objects.all()
    assert page.redirect_chain == [(f"/people/import/{staff_import.pk}/columns/", 302)]
    assert "Не найдена строка заголовков таблицы." in words(page)
    again = curator_client.get(page.request["PATH_INFO"], {"header_row": "1"})
    assert "Белова Нина Павловна" in words(again)
    preview = curator_client.post(
        f"{page.request['PATH_INFO']}?header_row=1",
        {"column_0": "full_name", "column_1": "position"},
        follow=True,
    )
    assert "Новых – 1" in words(preview)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"column_2": "position"}, "Укажите, где имена: либо столбец"),
        ({"column_1": "full_name", "column_2": "full_name"}, "уже выбрано для столбца"),
        ({"column_1": "full_name", "column_2": "last_name"}, "Имена указаны дважды"),
        ({"column_1": "salary"}, "Выберите корректный вариант"),
    ],
)
def test_a_matching_that_cannot_be_is_explained(curator_client, choice, message):
    send(curator_client, books.staff_book(person()))
    staff_import = StaffImport.objects.get()
    page = curator_client.post(f"/people/import/{staff_import.pk}/columns/", choice)
    assert message in words(page)


def test_a_heading_row_that_is_not_a_number_is_explained(curator_client):
    send(curator_client, books.staff_book(person()))
    page = curator_client.get(f"/people/import/{StaffImport.objects.get().pk}/columns/", {"header_row": "x"})
    assert "Введите целое число." in words(page)


def test_tabs_show_their_rows_and_an_unknown_tab_shows_all(curator_client):
    send(curator_client, REAL_LIST.read_bytes())
    url = f"/people/import/{StaffImport.objects.get().pk}/"

    def numbers(**query):
        return [row.number for row in curator_client.get(url, query).context["rows"]]

    assert numbers(tab="error") == [31, 69, 70]
    assert numbers(tab="repaired") == [11, 15, 19, 23, 27, 35, 37, 56, 69]
    assert numbers(tab="doubtful") == [62]
    assert numbers(tab="skipped") == [1, 2, 4, 71]
    assert numbers(tab="nonsense") == list(range(5, 55))
    assert numbers(page="2") == list(range(55, 71))


@pytest.mark.parametrize("count", [1, 50])
def test_the_preview_costs_the_same_for_one_row_and_for_fifty(
    curator_client, django_assert_num_queries, count
):
    everybody = lines_of(count)
    send(curator_client, books.staff_book(*everybody))
    curator_client.post(f"/people/import/{StaffImport.objects.get().pk}/apply/")
    send(curator_client, books.staff_book(*(line[:4] + (8,) + line[5:] for line in everybody)))
    url = f"/people/import/{StaffImport.objects.first().pk}/"
    curator_client.get(url)
    with django_assert_num_queries(QUERIES_OF_PREVIEW):
        page = curator_client.get(url)
    assert [row.word for row in page.context["rows"]] == ["изменится"] * count


def test_changes_are_shown_old_and_new(curator_client):
    send(curator_client, books.staff_book(person()))
    curator_client.post(f"/people/import/{StaffImport.objects.get().pk}/apply/")
    page = send(curator_client, books.staff_book(person(years=8, position="методист")))
    assert "Педагогический стаж, лет: 7 → 8" in words(page)
    assert "Должность: учитель физики → методист" in words(page)


def test_a_list_without_news_cannot_be_applied(curator_client):
    send(curator_client, books.staff_book(person()))
    curator_client.post(f"/people/import/{StaffImport.objects.get().pk}/apply/")
    page = send(curator_client, books.staff_book(person()))
    assert "Вносить нечего: в списке нет ни новых людей, ни изменений." in words(page)
    assert "apply/" not in page.content.decode()
    refused = curator_client.post(f"/people/import/{StaffImport.objects.first().pk}/apply/")
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("people", "heading", "reason"),
    [
        ([], "Сотрудников не нашлось", "в прочитанных строках нет ни одного человека"),
        ([person("Нестерова А.В.")], "Внести пока некого", "во всех строках ошибки"),
    ],
    ids=["headings-only", "errors-only"],
)
def test_a_list_with_nobody_to_enter_says_why(curator_client, people, heading, reason):
    page = send(curator_client, books.staff_book(*people))
    assert f"{heading} Вносить нечего: {reason}" in words(page)
    refused = curator_client.post(f"/people/import/{StaffImport.objects.get().pk}/apply/")
    assert (refused.status_code, Person.objects.count()) == (403, 0)


def test_a_card_changed_meanwhile_brings_the_preview_back(curator_client):
    send(curator_client, books.staff_book(person()))
    curator_client.post(f"/people/import/{StaffImport.objects.get().pk}/apply/")
    send(curator_client, books.staff_book(person(years=8)))
    update_person(Person.objects.get(), by=make_curator(), version=0, teaching_years=9)
    page = curator_client.post(f"/people/import/{StaffImport.objects.first().pk}/apply/", follow=True)
    assert "Пока список ждал, карточки изменились. Ничего не внесено" in words(page)
    assert "Педагогический стаж, лет: 9 → 8" in words(page)
    assert Person.objects.get().teaching_years == 9


def test_the_bad_rows_are_a_book_and_taking_them_is_recorded(curator_client):
    send(curator_client, REAL_LIST.read_bytes(), name="staff-list.xlsx")
    response = curator_client.get(f"/people/import/{StaffImport.objects.get().pk}/bad-rows/")
    (sheet,) = read_workbook(response.content, filename="a.xlsx")
    assert [row.values[1] for row in sheet.rows[1:]] == [
        "Антонова Анна Геннадьевна",
        "Мельник Надежда Александровна",
        "Нестерова А.В.",
    ]
    record = AccessRecord.objects.get(kind=AccessKind.FILE)
    assert (record.subject, record.rows) == ("Загрузка списка: строки с ошибками", 3)


def test_the_bad_rows_of_a_colleagues_list_are_an_export_and_those_of_ones_own_are_not(
    curator_client, settings
):
    settings.EXPORTS_PER_HOUR = 1
    for name, user in (("own", make_curator()), ("foreign", make_user("second", Role.CURATOR))):
        curator_client.force_login(user)
        send(curator_client, books.staff_book(person("Нестерова А.В.")), name=f"{name}.xlsx")
    curator_client.force_login(make_curator())
    own, foreign = (
        f"/people/import/{StaffImport.objects.get(file_name=f'{name}.xlsx').pk}/bad-rows/"
        for name in ("own", "foreign")
    )
    asked = (own, own, foreign, foreign, own)
    assert [curator_client.get(address).status_code for address in asked] == [200, 200, 200, 429, 200]
    done = AccessRecord.objects.filter(route="imports:bad_rows", result="done").order_by("pk")
    assert list(done.values_list("kind", flat=True)) == ["file", "file", "export", "file"]


def test_without_bad_rows_there_is_nothing_to_download(curator_client):
    send(curator_client, books.staff_book(person()))
    page = curator_client.get(f"/people/import/{StaffImport.objects.get().pk}/bad-rows/", follow=True)
    assert "Строк с ошибками нет, скачивать нечего." in words(page)


def test_a_list_given_up_says_so(curator_client):
    send(curator_client, books.staff_book(person()))
    staff_import = StaffImport.objects.get()
    page = curator_client.post(f"/people/import/{staff_import.pk}/cancel/", follow=True)
    assert page.redirect_chain == [(UPLOAD, 302)]
    assert "В картотеке ничего не изменилось." in words(page)
    closed = curator_client.get(f"/people/import/{staff_import.pk}/")
    assert "Загрузка этого списка отменена" in words(closed)


@pytest.mark.parametrize("maker", [make_director, make_council_member])
def test_other_roles_do_not_load_lists(client, maker):
    staff_import = services.start_import(by=make_keeper(), data=books.staff_book(person()), filename="a.xlsx")
    client.force_login(maker())
    for path in ("", "columns/", "bad-rows/"):
        assert client.get(f"/people/import/{staff_import.pk}/{path}").status_code == 403
    for path in ("apply/", "cancel/", "columns/"):
        assert client.post(f"/people/import/{staff_import.pk}/{path}").status_code == 403
    assert client.get(UPLOAD).status_code == 403
    assert StaffImport.objects.get().state == ImportState.UPLOADED


def long_list(rows=301):
    surname = "абвгдежзиклмнопрстуф"
    people = [
        person(f"Б{surname[n // 20 % 20]}{surname[n % 20]}{surname[n // 400]}ов Лев Ильич")
        for n in range(rows)
    ]
    return books.staff_book(*people)


def test_a_long_list_is_checked_and_applied_in_the_background(curator_client):
    page = send(curator_client, long_list())
    job = Job.objects.get()
    assert page.redirect_chain == [(f"/jobs/{job.pk}/", 302)]
    staff_import = StaffImport.objects.get()
    assert curator_client.get(f"/people/import/{staff_import.pk}/").url == f"/jobs/{job.pk}/"
    tasks.preview_list(job_id=job.pk, import_id=staff_import.pk)
    job.refresh_from_db()
    assert (job.state, job.result_url) == (JobState.DONE, f"/people/import/{staff_import.pk}/")
    assert "Новых – 301" in words(curator_client.get(f"/people/import/{staff_import.pk}/"))
    for _ in range(2):
        curator_client.post(f"/people/import/{staff_import.pk}/apply/")
    applying = Job.objects.exclude(pk=job.pk).get()
    tasks.apply_list(job_id=applying.pk, import_id=staff_import.pk)
    applying.refresh_from_db()
    assert (applying.state, applying.message) == (JobState.DONE, "Список внесён в картотеку.")
    assert Person.objects.count() == 301


def test_work_on_a_list_given_up_meanwhile_ends_with_the_reason(curator_client):
    send(curator_client, long_list())
    services.cancel_import(StaffImport.objects.get(), by=make_curator())
    job = Job.objects.get()
    tasks.preview_list(job_id=job.pk, import_id=StaffImport.objects.get().pk)
    job.refresh_from_db()
    assert (job.state, job.message) == (
        JobState.FAILED,
        "Загрузка этого списка отменена. Загрузите файл снова.",
    )


def test_no_service_at_all_is_shown_as_nought(curator_client):
    page = send(curator_client, books.staff_book(person(years=0)))
    assert "пед. стаж: 0" in words(page)
    curator_client.post(page.request["PATH_INFO"] + "apply/")
    assert Person.objects.get().teaching_years == 0
