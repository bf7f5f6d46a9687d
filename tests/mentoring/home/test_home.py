"""«Сегодня», navigation and search."""

import pytest
from django.urls import reverse

from mentoring.accounts.enums import Role
from mentoring.home.navigation import navigation_for
from tests.factories.bank import make_mentor
from tests.factories.orders import make_order
from tests.factories.pairs import make_mentorship
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_keeper,
    make_person,
    make_psychologist,
    make_teacher,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "labels"),
    [
        (make_curator, "Сегодня Люди Банк Согласия Пары_и_группы Приказы Программы"),
        (make_director, "Сегодня Люди Банк Согласия Пары_и_группы Приказы Программы"),
        (make_council_member, "Сегодня Люди Банк Пары_и_группы Приказы Программы Дорожные_карты"),
        (
            make_administrator,
            "Сегодня Учётные_записи Организация Письма Состояние Обращения_к_данным Моя_карточка",
        ),
        (make_keeper, "Сегодня Люди Банк"),
        (make_psychologist, "Сегодня Без_пары Моя_карточка Мои_данные Мои_согласия Мои_пары Мои_программы"),
    ],
)
def test_navigation_follows_the_role_and_has_at_most_seven_lines(make, labels):
    lines = navigation_for(make(), "home")
    assert [line.label.replace(" ", "_") for line in lines] == labels.split()
    assert [line.label for line in lines if line.is_current] == ["Сегодня"]


def test_no_line_of_the_navigation_claims_the_search_and_the_own_account(client):
    client.force_login(make_curator())
    pages = [client.get(reverse(f"home:{name}")) for name in ("today", "search", "account")]
    assert [[line.label for line in page.context["navigation"] if line.is_current] for page in pages] == [
        ["Сегодня"], [], [],
    ]  # fmt: skip


def test_a_teacher_sees_only_own_things_in_the_navigation():
    lines = navigation_for(make_teacher("anna").user, "pairs")
    assert [line.label for line in lines] == [
        "Сегодня", "Моя карточка", "Мои данные", "Мои согласия", "Мои пары", "Мои программы",
        "Локальные акты",
    ]  # fmt: skip
    assert [line.label for line in lines if line.is_current] == ["Мои пары"]


def test_of_two_lines_of_one_room_the_page_itself_is_the_present_one(client):
    client.force_login(make_psychologist())
    present = {
        name: [
            line.label
            for line in (*page.context["navigation"], *page.context["further_pages"])
            if line.is_current
        ]
        for name in ("pairs:unpaired", "pairs:mine")
        for page in [client.get(reverse(name))]
    }
    assert present == {"pairs:unpaired": ["Без пары"], "pairs:mine": ["Мои пары"]}
    client.force_login(make_director())
    page = client.get(reverse("privacy:log"))
    assert [line.label for line in page.context["further_pages"] if line.is_current] == ["Обращения к данным"]


def test_a_curator_and_administrator_in_one_person_reaches_the_settings(client):
    client.force_login(make_user("both", Role.CURATOR, Role.ADMINISTRATOR))
    page = client.get(reverse("home:account")).content.decode()
    for name in ("users:list", "school:organisation", "letters:outbox"):
        assert f'href="{reverse(name)}"' in page


def test_what_does_not_fit_into_seven_lines_stands_below_them_under_more(client):
    client.force_login(make_curator())
    elsewhere, there = (
        client.get(reverse(name)).content.decode() for name in ("home:today", "roadmaps:list")
    )
    assert '<details class="nav-more">' in elsewhere
    assert '<details class="nav-more" open>' in there
    line = f'href="{reverse("roadmaps:list")}" aria-current="page"'
    assert (line in elsewhere, line in there) == (False, True)


def test_an_empty_day_says_so(client):
    client.force_login(make_user("nobody"))
    page = client.get(reverse("home:today"))
    assert page.context["sections"] == []
    assert "На сегодня дел нет" in page.content.decode()


def test_the_curator_of_an_empty_school_is_told_to_load_the_list(client):
    client.force_login(make_curator())
    lines = [
        line for section in client.get(reverse("home:today")).context["sections"] for line in section.lines
    ]
    assert reverse("imports:upload") in [line.url for line in lines]


def test_the_first_line_of_the_day_has_the_only_primary_button(client):
    make_mentorship("agreed")
    make_order("draft")
    client.force_login(make_curator())
    page = client.get(reverse("home:today")).content.decode()
    assert page.count("btn-primary") == 1
    assert page.index("btn-primary") < page.index("btn-outline-secondary", page.index("today__line"))


@pytest.mark.usefixtures("marked_sheets")
def test_the_day_of_a_busy_curator_costs_the_same_with_few_things_and_with_many(
    client, django_assert_num_queries
):
    own = make_teacher("curator")
    curator = make_curator()
    make_mentor(own)
    make_mentorship("proposed", mentor=own)
    make_order("returned")
    make_order("registered")
    client.force_login(curator)
    client.get(reverse("home:today"))
    with django_assert_num_queries(12):
        few = client.get(reverse("home:today")).context["sections"]
    for _ in range(3):
        make_order("draft")
        make_order("registered")
    with django_assert_num_queries(12):
        many = client.get(reverse("home:today")).context["sections"]
    lines = [{section.title: len(section.lines) for section in page} for page in (few, many)]
    assert [found["Приказы"] for found in lines] == [2, 8]
    assert all(found["Вам предложено"] == 1 for found in lines)


def test_search_finds_people_whatever_the_letter_yo_and_capitals(client):
    person = make_person("Королёва")
    client.force_login(make_curator())
    for words in ("КОРОЛЕВ", "королёва мария", "  королева  "):
        groups = client.get(reverse("home:search"), {"q": words}).context["groups"]
        assert [(heading, [row.title for row in found]) for heading, found in groups] == [
            ("Люди", [person.full_name])
        ]
    assert client.get(reverse("home:search"), {"q": "Ж"}).context["groups"] == []
    assert "Ничего не нашлось" in client.get(reverse("home:search"), {"q": "никого"}).content.decode()
    assert client.get(reverse("home:search"), {"q": "никого\x00"}).status_code == 400


def test_search_of_a_teacher_does_not_find_others(client):
    make_person("Канарейкина")
    client.force_login(make_teacher("anna", "Павлова").user)
    page = client.get(reverse("home:search"), {"q": "канарейкина"})
    assert page.context["groups"] == []


def test_a_person_without_the_right_gets_a_sentence(client):
    client.force_login(make_user("nobody"))
    answer = client.get(reverse("users:list"))
    assert answer.status_code == 403
    assert "не входит в ваши обязанности" in answer.content.decode()
