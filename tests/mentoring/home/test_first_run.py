"""An empty school: three questions, then one-time links for the curator and the director."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from mentoring.accounts.enums import Role
from mentoring.accounts.models import User
from mentoring.home.first_run import start_address
from mentoring.school.models import Direction, Organisation, SchoolYear
from registry.people.models import Person
from tests.factories.people import make_curator
from tests.factories.school import CARD

pytestmark = pytest.mark.django_db
CURATOR = {
    "last_name": "Лугинина",
    "first_name": "Наталья",
    "patronymic": "Сергеевна",
    "position": "заместитель директора",
    "username": "curator",
    "email": "",
}


@pytest.fixture
def start():
    return start_address().removeprefix("http://127.0.0.1:8000")


def test_a_fresh_database_has_nobody_in_it():
    assert User.objects.count() == 0


def test_three_questions_open_a_school(client, start):
    assert client.get(start).context["heading"] == "Ваша школа"
    assert client.post(start, CARD | {"version": 0}).status_code == 302
    assert client.get(start).context["heading"] == "Директор"
    client.post(start, {"username": "director", "email": "d@school.example"})
    page = client.get(start)
    assert (page.context["heading"], page.context["number"]) == ("Куратор", 3)
    done = client.post(start, CURATOR)
    people = {user.username: (str(user), user.current_roles) for _, user, _ in done.context["people"]}
    assert people == {
        "curator": ("Лугинина Наталья Сергеевна", {Role.CURATOR, Role.ADMINISTRATOR}),
        "director": ("Берестова Галина Аркадьевна", {Role.DIRECTOR}),
    }
    assert Person.objects.get(user__username="director").position_title == "директор"
    assert (Direction.objects.count(), SchoolYear.objects.count()) == (5, 1)
    assert client.get(start)["Location"] == reverse("account_login")
    link = done.context["people"][0][2].removeprefix("http://127.0.0.1:8000")
    assert client.get(link, follow=True).status_code == 200


def test_a_bad_answer_keeps_what_was_typed_and_saves_nothing(client, start):
    client.post(start, CARD | {"version": 0})
    client.post(start, {"username": "boss", "email": ""})
    answer = client.post(start, CURATOR | {"username": "boss"})
    assert "уже занято" in answer.content.decode()
    assert "Лугинина" in answer.content.decode()
    assert Person.objects.count() == 0


def test_one_may_go_back_and_mend_an_answer(client, start):
    client.post(start, CARD | {"version": 0})
    client.post(start, {"username": "director", "email": ""})
    assert f"{start}?step=2" in client.get(start).content.decode()
    again = client.get(f"{start}?step=2")
    assert (again.context["number"], again.context["form"]["username"].value()) == (2, "director")
    assert (
        client.post(f"{start}?step=2", {"username": "berestova", "email": "b@school.example"}).status_code
        == 302
    )
    card = client.get(f"{start}?step=1")
    assert card.context["form"]["town"].value() == CARD["town"]
    version = card.context["form"]["version"].value()
    client.post(f"{start}?step=1", CARD | {"version": version, "head_first_name": "Мария"})
    director = User.objects.get()
    assert (director.username, director.email) == ("berestova", "b@school.example")
    assert str(director) == "Берестова Мария Аркадьевна"
    assert client.get(start).context["heading"] == "Куратор"


def test_nobody_jumps_over_a_question_or_renames_an_account_in_use(client, start):
    assert client.get(f"{start}?step=3").context["number"] == 1
    client.post(start, CARD | {"version": 0})
    assert client.get(f"{start}?step=3").context["number"] == 2
    client.post(start, {"username": "director", "email": ""})
    director = User.objects.get()
    director.set_password("Берёзовая-роща-2026")
    director.save()
    answer = client.post(f"{start}?step=2", {"username": "other", "email": ""})
    assert "Этим именем уже пользуются" in answer.content.decode()
    assert User.objects.get().username == "director"
    stale = client.post(f"{start}?step=1", CARD | {"version": 0, "town": "г. Другой"})
    assert stale.status_code == 200
    assert Organisation.objects.get().town == CARD["town"]


def test_the_sign_in_page_of_an_empty_school_says_where_to_begin(client):
    page = client.get(reverse("account_login")).content.decode()
    assert "Школа ещё не настроена" in page
    make_curator()
    assert "Школа ещё не настроена" not in client.get(reverse("account_login")).content.decode()


def test_the_page_opens_by_its_token_only_and_closes_for_good(client, start):
    assert client.get(reverse("home:start", args=["wrong"])).status_code == 404
    make_curator()
    assert client.get(start).status_code == 302
    with pytest.raises(CommandError):
        call_command("first_run_link")
