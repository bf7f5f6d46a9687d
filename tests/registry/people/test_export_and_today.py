from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from mentoring.accounts.enums import AccessKind, Role
from mentoring.accounts.models import AccessRecord
from registry.people.imports.headings import recognise_heading
from registry.people.services import dismiss_person
from registry.people.today import today
from tests.factories.people import (
    make_curator,
    make_director,
    make_person,
    make_pupil,
    make_teacher,
    make_user,
)

pytestmark = pytest.mark.django_db


def exported(client, user, **query):
    client.force_login(user)
    return client.get(reverse("people:export"), query)


def rows_of(response):
    return [list(row) for row in load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)]


def test_the_staff_list_holds_real_dates_and_numbers(client):
    make_person(
        "Петрова", positions=["учитель", "методист"], category="first", category_note="до 20.12.2026",
        teaching_years=7, total_years=9, hired_on=date(2020, 9, 1), phone="+7 900 000-00-00",
    )  # fmt: skip
    make_pupil("Орлова")

    rows = rows_of(exported(client, make_director()))

    assert len(rows) == 2
    values = dict(zip(rows[0], rows[1], strict=True))
    assert values["№ п/п"] == 1
    assert [values[name] for name in ("Фамилия", "Имя", "Отчество")] == ["Петрова", "Мария", "Сергеевна"]
    assert (values["Должность"], values["Совмещает"]) == ("учитель", "методист")
    assert (values["Кв. категория"], values["Дата присвоения категории"]) == ("первая", "до 20.12.2026")
    assert (values["Пед. стаж"], values["Общий стаж"], values["Пол"]) == (7, 9, "женский")
    assert values["Дата приёма"].date() == date(2020, 9, 1)
    assert values["Телефон"] == "+7 900 000-00-00"


def test_the_import_knows_every_heading_of_the_export(client):
    make_person("Петрова")

    headings = rows_of(exported(client, make_curator()))[0]

    assert [(heading, recognise_heading(heading)) for heading in headings] == [
        ("№ п/п", ("number", True)),
        ("Фамилия", ("last_name", True)),
        ("Имя", ("first_name", True)),
        ("Отчество", ("patronymic", True)),
        ("Должность", ("position", True)),
        ("Совмещает", ("", True)),
        ("Кв. категория", ("category", True)),
        ("Дата присвоения категории", ("category_note", True)),
        ("Пед. стаж", ("teaching_years", True)),
        ("Общий стаж", ("total_years", True)),
        ("Предметы", ("subjects", True)),
        ("Образование", ("education", True)),
        ("Дата рождения", ("birth_date", True)),
        ("Дата приёма", ("hired_on", True)),
        ("Телефон", ("phone", True)),
        ("Эл. почта", ("email", True)),
        ("Табельный номер", ("personnel_number", True)),
        ("Пол", ("gender", True)),
        ("Примечание", ("note", True)),
    ]


def test_the_export_keeps_the_conditions_of_the_list_and_is_written_down(client):
    make_person("Петрова")
    make_person("Орлова")
    dismiss_person(make_person("Петренко"), by=make_curator(), on=date(2026, 6, 30))
    user = make_curator()

    rows = rows_of(exported(client, user, q="петр"))

    assert [row[1] for row in rows[1:]] == ["Петрова"]
    record = AccessRecord.objects.get(kind=AccessKind.EXPORT)
    assert (record.user, record.subject, record.rows) == (user, "Список сотрудников", 1)


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.PSYCHOLOGIST, None])
def test_the_export_is_closed_to_others(client, role):
    user = make_user("somebody", *([role] if role else []))

    assert exported(client, user).status_code == 403
    refusal = AccessRecord.objects.get()
    assert (refusal.user, refusal.subject, refusal.result) == (user, "Список сотрудников", "denied")


def test_today_says_how_many_names_wait(django_assert_num_queries):
    make_person("Заяц", first_name="Пётр", patronymic="Львович")
    make_person("Медведь", first_name="Олег", patronymic="Ильич")
    curator = make_curator()
    assert curator.current_permissions

    with django_assert_num_queries(1):
        (section,) = today(curator)

    (line,) = section.lines
    assert line.sentence == "2\xa0человека: проверьте склонение имени или должности"
    assert line.url == reverse("people:review")


def test_today_asks_for_the_list_while_only_those_of_the_first_run_have_cards():
    make_teacher("director", "Берестова")
    (section,) = today(make_curator())

    assert (section.lines[0].sentence, section.lines[0].url) == (
        "Список сотрудников ещё не загружен",
        reverse("imports:upload"),
    )


def test_today_is_silent_when_nothing_waits_or_the_work_is_not_theirs():
    make_person("Петрова")
    assert today(make_curator()) == []

    make_person("Заяц", first_name="Пётр", patronymic="Львович")
    assert today(make_director()) == []
    assert today(make_user("teacher")) == []
