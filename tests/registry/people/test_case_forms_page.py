import pytest
from django.urls import reverse

from mentoring.accounts.enums import Role
from registry.people.enums import FormsState
from registry.people.models import Person
from registry.people.services import update_person
from tests.factories.people import make_curator, make_person, make_user

pytestmark = pytest.mark.django_db

NAME = {
    "name-genitive": "Заяц Петра Львовича",
    "name-dative": "Заяц Петру Львовичу",
    "name-accusative": "Заяц Петра Львовича",
    "name-instrumental": "Заяц Петром Львовичем",
}
TITLES = {
    "genitive": "учителя математики",
    "dative": "учителю математики",
    "accusative": "учителя математики",
    "instrumental": "учителем математики",
}


def hare():
    return make_person("Заяц", first_name="Пётр", patronymic="Львович")


def typed(person, **extra):
    prefix = f"position-{person.main_position.pk}"
    titles = {f"{prefix}-{case}": form for case, form in TITLES.items()}
    return {**NAME, **titles, "version": person.version, **extra}


def address(person, name="forms"):
    return reverse(f"people:{name}", args=[person.pk])


def test_the_page_offers_the_stored_forms_with_the_reason_of_doubt(client):
    person = hare()
    client.force_login(make_curator())

    response = client.get(address(person))

    assert 'value="Зайца Петра Львовича"' in response.text
    assert "мужская фамилия «Заяц» совпадает с обычным словом" in response.text
    assert response.context["waiting"] == 1
    assert response.context["following"] is None


def test_saved_forms_are_checked_and_used(client):
    person = hare()
    client.force_login(make_curator())

    response = client.post(address(person), typed(person))
    person.refresh_from_db()

    assert response["Location"] == f"/people/{person.pk}/"
    assert (person.forms_state, person.forms_review) == (FormsState.CHECKED, "")
    assert person.dative == "Заяц Петру Львовичу"
    assert person.main_position.forms_state == FormsState.CHECKED


def test_the_queue_leads_from_one_doubtful_person_to_the_next(client):
    first = hare()
    second = make_person("Медведь", first_name="Олег", patronymic="Ильич")
    client.force_login(make_curator())

    start = client.get(reverse("people:review"))
    step = client.post(address(first), typed(first, then="next"))

    assert start["Location"] == address(first)
    assert step["Location"] == address(second)


def test_an_empty_queue_leads_to_the_list(client):
    make_person("Петрова")
    client.force_login(make_curator())

    assert client.get(reverse("people:review"))["Location"] == reverse("people:list")


def test_a_wrong_number_of_words_is_told_beside_the_field_and_nothing_is_saved(client):
    person = hare()
    client.force_login(make_curator())

    response = client.post(address(person), typed(person, **{"name-dative": "Заяц Петру"}))
    name_form = response.context["parts"][0][1]

    assert response.status_code == 200
    assert name_form.errors == {"dative": ["Нужно столько же слов, сколько в имени «Заяц Пётр Львович»."]}
    assert 'value="Заяц Петру"' in response.text
    assert Person.objects.get().forms_state == FormsState.REVIEW


def test_an_empty_form_is_refused(client):
    person = hare()
    client.force_login(make_curator())

    response = client.post(address(person), typed(person, **{"name-genitive": ""}))

    assert response.context["parts"][0][1].errors["genitive"][0] == "Обязательное поле."


def test_a_stale_page_shows_both_texts(client):
    person = hare()
    update_person(person, by=make_curator(), version=0, last_name="Петров")
    client.force_login(make_curator())

    response = client.post(address(person), typed(person))

    assert response.status_code == 409
    assert "данные изменил другой человек" in response.context["problem"]
    assert "Петрову Петру Львовичу" in response.text
    assert 'value="Заяц Петру Львовичу"' in response.text
    assert Person.objects.get().dative == "Петрову Петру Львовичу"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40])
def test_a_forged_version_is_stale(client, version):
    person = hare()
    client.force_login(make_curator())

    assert client.post(address(person), typed(person, version=version)).status_code == 409


def test_one_click_accepts_the_forms_as_they_are(client):
    person = hare()
    client.force_login(make_curator())

    response = client.post(address(person, "accept_forms"), {"version": 0})
    again = client.post(address(person, "accept_forms"), {"version": 0})
    person.refresh_from_db()

    assert response["Location"] == f"/people/{person.pk}/"
    assert again.status_code == 409
    assert (person.forms_state, person.dative) == (FormsState.CHECKED, "Зайцу Петру Львовичу")


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.COUNCIL, Role.PSYCHOLOGIST, None])
def test_forms_are_checked_by_those_who_keep_the_cards(client, role):
    person = hare()
    client.force_login(make_user("somebody", *([role] if role else [])))

    assert client.get(address(person)).status_code == 403
    assert client.post(address(person), typed(person)).status_code == 403
    assert client.post(address(person, "accept_forms"), {"version": 0}).status_code == 403
    assert Person.objects.get().forms_state == FormsState.REVIEW
