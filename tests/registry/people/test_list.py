from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentoring.accounts.enums import Role
from registry.people.services import confirm_all_forms, dismiss_person
from tests.factories.people import make_curator, make_person, make_pupil, make_teacher, make_user

pytestmark = pytest.mark.django_db


def open_list(client, user=None, **query):
    client.force_login(user or make_curator())
    return client.get(reverse("people:list"), query)


def shown(response):
    return [row.record.last_name for row in response.context["table"].page.object_list]


def test_the_list_shows_people_with_positions_and_the_state_of_their_forms(client):
    person = make_person("Петрова", positions=["учитель", "методист"], category="first", teaching_years=7)
    make_person("Заяц", first_name="Пётр", patronymic="Львович")
    checked = make_person("Орлова")
    confirm_all_forms(checked, by=make_curator(), version=checked.version)

    response = open_list(client)
    rows = [
        [str(cell) for column, cell in row.items() if column.name != "name"]
        for row in response.context["table"].rows
    ]

    assert shown(response) == ["Заяц", "Орлова", "Петрова"]
    assert [row[:3] for row in rows] == [
        ["учитель математики", "", ""],
        ["учитель математики", "", ""],
        ["учитель, методист", "первая", "7"],
    ]
    assert [word for row in rows for word in ("проверьте", "проверено", "предложено") if word in row[3]] == [
        "проверьте",
        "проверено",
        "предложено",
    ]
    assert f'<a href="/people/{person.pk}/">Петрова Мария Сергеевна</a>' in response.text


def test_conditions_narrow_the_list_and_stand_as_removable_chips(client):
    make_person("Петрова", positions=["методист"])
    make_person("Петренко", positions=["учитель"])
    make_pupil("Петрова", first_name="Алина")

    response = open_list(client, q="петр", kind="teacher", position="методист", forms="auto")

    assert shown(response) == ["Петрова"]
    assert response.context["chips"] == [
        {"label": "Фамилия, имя: петр", "remove_url": "/people/?kind=teacher&position=%D0%BC%D0%B5%D1%82%D0%BE%D0%B4%D0%B8%D1%81%D1%82&forms=auto"},
        {"label": "Кто: сотрудник школы", "remove_url": "/people/?q=%D0%BF%D0%B5%D1%82%D1%80&position=%D0%BC%D0%B5%D1%82%D0%BE%D0%B4%D0%B8%D1%81%D1%82&forms=auto"},
        {"label": "Должность: методист", "remove_url": "/people/?q=%D0%BF%D0%B5%D1%82%D1%80&kind=teacher&forms=auto"},
        {"label": "Склонение: предложено программой", "remove_url": "/people/?q=%D0%BF%D0%B5%D1%82%D1%80&kind=teacher&position=%D0%BC%D0%B5%D1%82%D0%BE%D0%B4%D0%B8%D1%81%D1%82"},
    ]  # fmt: skip  # noqa: E501


@pytest.mark.parametrize(
    ("work", "names"),
    [("", ["Петрова"]), ("dismissed", ["Белова"]), ("all", ["Белова", "Петрова"]), ("x", ["Петрова"])],
)
def test_dismissed_people_are_shown_when_asked_for(client, work, names):
    make_person("Петрова")
    dismiss_person(make_person("Белова"), by=make_curator(), on=date(2026, 6, 30))

    assert shown(open_list(client, work=work)) == names


def test_a_forged_condition_is_no_error(client):
    make_person("Петрова")

    response = open_list(client, kind="guest", position="никто", forms="x", page="-1", sort="user__password")

    assert response.status_code == 200
    assert shown(response) == ["Петрова"]


def test_people_come_by_twenty_five(client):
    for _ in range(30):
        make_person()

    assert len(shown(open_list(client))) == 25
    assert len(shown(open_list(client, page=2))) == 5
    assert len(shown(open_list(client, page=99))) == 5


def test_an_empty_school_is_asked_to_load_the_list(client):
    response = open_list(client)

    assert response.context["is_empty"] is True
    assert f'<a class="btn btn-primary" href="{reverse("imports:upload")}">' in response.text
    assert "people/export" not in response.text


def test_a_search_without_result_says_so(client):
    make_person("Петрова")

    response = open_list(client, q="ъъъ")

    assert response.context["is_empty"] is False
    assert "Никого не нашлось. Уберите одно из условий" in response.text


BUTTONS = {
    "add": "/people/new/",
    "import": "/people/import/",
    "export": "/people/export/",
    "review": "/people/review/",
}


@pytest.mark.parametrize(
    ("role", "buttons"),
    [
        (Role.CURATOR, {"add", "import", "export", "review"}),
        (Role.KEEPER, {"add", "import", "review"}),
        (Role.DIRECTOR, {"export"}),
        (Role.COUNCIL, set()),
    ],
)
def test_each_role_has_the_buttons_of_its_work(client, role, buttons):
    make_person("Петрова")

    text = open_list(client, make_user("somebody", role)).text

    assert {name for name, url in BUTTONS.items() if f'href="{url}' in text} == buttons


@pytest.mark.parametrize("role", [Role.PSYCHOLOGIST, None])
def test_the_list_is_closed_to_others(client, role):
    make_person("Петрова")

    response = open_list(client, make_user("somebody", *([role] if role else [])))

    assert response.status_code == 403
    assert "Петрова" not in response.text


def test_a_teacher_does_not_see_the_list(client):
    assert open_list(client, make_teacher("petrova", "Петрова").user).status_code == 403


@pytest.mark.parametrize("number", [1, 50])
def test_the_list_costs_the_same_for_one_and_for_fifty(client, number):
    for _ in range(number):
        make_person()
    open_list(client)

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("people:list"))

    # Titles of positions for the filter, the count, one page of people, their positions.
    assert len([query for query in queries if 'FROM "registry_' in query["sql"]]) == 4
    assert len(queries) <= 15
