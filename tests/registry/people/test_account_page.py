"""The account of a card: made, linked, taken away by an administrator, closed to everybody else."""

from datetime import date

import pytest
from django.urls import reverse

from mentoring.accounts.models import User
from registry.people.models import Person
from registry.people.queries import person_of
from registry.people.services import dismiss_person
from tests.factories.people import (
    make_administrator,
    make_curator,
    make_director,
    make_person,
    make_pupil,
    make_teacher,
    make_user,
)

pytestmark = pytest.mark.django_db
QUERIES = 8


def sent(client, person, **fields):
    client.force_login(make_administrator())
    return client.post(reverse("people:account", args=[person.pk]), fields)


def test_a_new_account_belongs_to_the_card_and_has_no_password(client):
    person = make_person("Петрова", email="petrova@school.example")

    answer = sent(client, person, act="create", username="Petrova", email="petrova@school.example")

    user = User.objects.get(username="petrova")
    assert answer.url == reverse("users:detail", args=[user.pk])
    assert (user.display_name, user.email, user.has_usable_password()) == (
        "Петрова Мария Сергеевна",
        "petrova@school.example",
        False,
    )
    assert person_of(user) == person


def test_a_name_that_is_taken_leaves_the_card_without_an_account(client):
    make_user("petrova")
    person = make_person("Петрова")

    answer = sent(client, person, act="create", username="petrova", email="")

    assert answer.status_code == 200
    assert "уже" in str(answer.context["new"].errors)
    assert Person.objects.get(pk=person.pk).user is None
    assert User.objects.filter(display_name=person.full_name).count() == 0


def test_an_account_without_a_card_can_be_chosen(client):
    user, person = make_user("petrova"), make_person("Петрова")

    sent(client, person, act="link", user=user.pk)

    assert person_of(user) == person


def test_accounts_of_other_cards_are_not_offered(client):
    other, person = make_teacher("sidorova"), make_person("Петрова")

    answer = sent(client, person, act="link", user=other.user.pk)

    assert answer.context["link"].errors == {
        "user": ["Эта учётная запись уже связана с другой карточкой. Выберите снова."]
    }
    assert Person.objects.get(pk=person.pk).user is None


def test_a_second_account_is_refused_in_words(client):
    person = make_teacher("petrova")

    answer = sent(client, person, act="create", username="petrova2", email="")

    assert answer.context["new"].non_field_errors() == [
        "У этого человека уже есть учётная запись. Сначала снимите прежнюю связь."
    ]
    assert not User.objects.filter(username="petrova2").exists()


def test_the_link_can_be_taken_away(client):
    person = make_teacher("petrova")
    client.force_login(make_administrator())

    answer = client.post(reverse("people:unlink_account", args=[person.pk]), follow=True)

    assert Person.objects.get(pk=person.pk).user is None
    assert User.objects.filter(username="petrova").exists()
    assert "Новая учётная запись" in answer.content.decode()


def test_the_administrator_lets_people_in_and_sees_no_card(client):
    client.force_login(make_administrator())
    url = reverse("people:accounts")
    assert "Вход есть у всех" in client.get(url).text
    teacher, gone, pupil = make_teacher("petrova"), make_person("Ушедшая"), make_pupil()
    dismiss_person(gone, by=make_curator(), on=date(2026, 8, 1))
    person = make_person("Канарейкина", phone="+7 900 000-00-01", note="заметка")
    page = client.get(url)
    assert [row.pk for row in page.context["page"]] == [person.pk]
    assert reverse("people:account", args=[person.pk]) in page.text
    assert ("900" in page.text, "заметка" in page.text) == (False, False)
    assert "никого не нашлось" in client.get(url, {"q": "Петрова"}).text
    asked = client.get(reverse("people:account", args=[person.pk])).text
    assert ("900" in asked, "заметка" in asked, person.get_absolute_url() in asked) == (False, False, False)
    statuses = [
        client.get(reverse(name, args=[row.pk])).status_code
        for name, row in (
            ("people:detail", person), ("people:detail", teacher), ("people:account", pupil), ("people:account", gone),
        )
    ]  # fmt: skip
    assert statuses == [404, 404, 404, 200]


def test_the_list_costs_the_same_for_one_and_for_fifty(client, django_assert_num_queries):
    client.force_login(make_administrator())
    for count in (1, 49):
        for _ in range(count):
            make_person()
        with django_assert_num_queries(QUERIES):
            page = client.get(reverse("people:accounts"))
    assert 'href="?q=&amp;page=2"' in page.text
    assert len(client.get(reverse("people:accounts"), {"q": "", "page": "2"}).context["page"]) == 25


@pytest.mark.parametrize("maker", [make_curator, make_director])
def test_others_may_neither_look_nor_link(client, maker):
    person = make_teacher("petrova")
    client.force_login(maker())

    assert client.get(reverse("people:accounts")).status_code == 403
    assert client.get(reverse("people:account", args=[person.pk])).status_code == 403
    assert client.post(reverse("people:unlink_account", args=[person.pk])).status_code == 403
    assert "Учётная запись" not in client.get(person.get_absolute_url()).content.decode()
