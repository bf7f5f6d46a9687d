"""The account of a card: made, linked, taken away by an administrator, closed to everybody else."""

import pytest
from django.urls import reverse

from mentoring.accounts.models import User
from registry.people.models import Person
from registry.people.queries import person_of
from tests.factories.people import (
    make_administrator,
    make_curator,
    make_director,
    make_person,
    make_teacher,
    make_user,
)

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("maker", [make_curator, make_director])
def test_others_may_neither_look_nor_link(client, maker):
    person = make_teacher("petrova")
    client.force_login(maker())

    assert client.get(reverse("people:account", args=[person.pk])).status_code == 403
    assert client.post(reverse("people:unlink_account", args=[person.pk])).status_code == 403
    assert "Учётная запись" not in client.get(person.get_absolute_url()).content.decode()
