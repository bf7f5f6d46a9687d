from datetime import date

import pytest
from django.urls import reverse

from mentoring.accounts.enums import Role
from registry.people.models import Person
from registry.people.rules import SIGNED_FIRST
from registry.people.services import update_person
from tests.conflicts import both_texts
from tests.factories.people import make_curator, make_person, make_pupil, make_teacher, make_user

pytestmark = pytest.mark.django_db

NEW = {
    "kind": "teacher",
    "version": "0",
    "last_name": "ПЕТРОВА",
    "first_name": "Мария",
    "patronymic": "Сергеевна",
    "positions": "учитель математики\r\nметодист",
}
REPRESENTATIVE = {
    "representative-last_name": "Петров",
    "representative-first_name": "Олег",
    "representative-relation": "отец",
}


def post_new(client, **values):
    client.force_login(make_curator())
    return client.post(reverse("people:create"), {**NEW, **values})


def post_edit(client, person, **values):
    client.force_login(make_curator())
    present = {"version": person.version, "kind": person.kind}
    names = {name: getattr(person, name) for name in ("last_name", "first_name", "patronymic", "gender")}
    return client.post(reverse("people:edit", args=[person.pk]), {**present, **names, **values})


def test_a_new_teacher_is_saved_with_positions_and_proposed_gender(client):
    response = post_new(client, hired_on="01.09.2020", birth_date="1990-02-03")
    person = Person.objects.get()

    assert response["Location"] == f"/people/{person.pk}/"
    assert (person.full_name, person.gender) == ("Петрова Мария Сергеевна", "f")
    assert (person.hired_on, person.birth_date) == (date(2020, 9, 1), date(1990, 2, 3))
    assert [row.title for row in person.positions.all()] == ["учитель математики", "методист"]


def test_a_namesake_is_asked_about_and_then_saved(client):
    make_person("Петрова", positions=["методист"])

    first = post_new(client)
    second = post_new(client, is_namesake="on")

    assert first.context["form"].errors == {
        "is_namesake": [
            "Карточка с таким именем уже есть: Петрова Мария Сергеевна, методист. "
            "Если это другой человек, поставьте отметку."
        ]
    }
    assert 'type="checkbox" name="is_namesake"' in first.text
    assert second.status_code == 302
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"first_name": " "}, {"first_name": ["Обязательное поле."]}),
        (
            {"hired_on": "2000-01-01", "birth_date": "2000-01-01"},
            {"hired_on": ["Дата приёма раньше даты рождения. Проверьте обе даты."]},
        ),
        ({"hired_on": "31.02.2020"}, {"hired_on": ["Такой даты нет. Напишите её так: 12.01.2026."]}),
        ({"gender": "x"}, {"gender": ["Выберите корректный вариант. x нет среди допустимых значений."]}),
        ({"email": "почта"}, {"email": ["Введите правильный адрес электронной почты."]}),
        (
            {"personnel_number": "12"},
            {"__all__": ["Человек с таким табельным номером уже есть."]},
        ),
        ({"positions": "ы" * 251}, {"positions": ["Сократите должность: не больше 250 знаков в строке."]}),
    ],
)
def test_errors_stand_beside_their_fields_and_typed_text_stays(client, values, errors):
    make_person("Орлова", personnel_number="12")

    response = post_new(client, note="набрано", **values)

    assert response.status_code == 200
    assert response.context["form"].errors == errors
    assert 'value="набрано"' in response.text
    assert Person.objects.count() == 1


def test_only_the_fields_of_the_form_can_be_set(client):
    extra = {"left_on": "2020-01-01", "user": make_curator().pk, "forms_state": "checked", "dative": "x"}
    post_new(client, **extra)
    person = Person.objects.get()

    assert (person.left_on, person.user, person.forms_state) == (None, None, "auto")
    assert person.dative == "Петровой Марии Сергеевне"


def test_somebody_of_another_organisation_must_have_one(client):
    refused = post_new(client, kind="external", organisation_name="")
    saved = post_new(client, kind="external", organisation_name="МБОУ «Школа № 7»")

    assert refused.context["form"].errors == {"organisation_name": ["Обязательное поле."]}
    assert saved.status_code == 302
    assert Person.objects.get().organisation_name == "МБОУ «Школа № 7»"


def test_a_pupil_is_entered_only_with_the_representatives_paper(client):
    answers = [post_new(client, kind="pupil", **REPRESENTATIVE), client.get("/people/new/?kind=pupil")]
    assert [answer["Location"] for answer in answers] == [reverse("consents:new-pupil")] * 2
    teacher = make_person("Петрова")
    page = client.get(reverse("people:edit", args=[teacher.pk]))
    assert [tab["label"] for tab in page.context["kinds"]] == [
        "Сотрудник школы",
        "Человек из другой организации",
    ]
    refused = post_edit(client, teacher, kind="pupil", **REPRESENTATIVE)
    assert refused.context["form"].non_field_errors() == [SIGNED_FIRST]
    assert Person.objects.get().kind == "teacher"


def test_the_representative_is_changed_on_the_pupils_page(client):
    pupil = make_pupil("Орлова")

    response = post_edit(client, pupil, **{**REPRESENTATIVE, "representative-relation": "опекун"})

    assert response.status_code == 302
    assert Person.objects.get().representative.relation == "опекун"


@pytest.mark.parametrize("kind", ["teacher", "external"])
def test_the_form_has_the_fields_of_its_kind(client, kind):
    client.force_login(make_curator())

    form = client.get(reverse("people:create"), {"kind": kind}).context["form"]

    assert [name for name in ("organisation_name", "positions", "hired_on") if name in form.fields] == {
        "teacher": ["positions", "hired_on"],
        "external": ["organisation_name", "positions"],
    }[kind]


def test_editing_keeps_what_was_not_touched_and_may_empty_positions(client):
    person = make_person("Петрова", positions=["учитель"], phone="111")

    page = client_page(client, person)
    response = post_edit(client, person, positions="", phone="111", subjects="алгебра")
    saved = Person.objects.get()

    assert 'name="phone" value="111"' in page
    assert response["Location"] == f"/people/{person.pk}/"
    assert (saved.phone, saved.subjects, saved.positions.count()) == ("111", "алгебра", 0)


def client_page(client, person):
    client.force_login(make_curator())
    return client.get(reverse("people:edit", args=[person.pk])).text


def test_a_card_saved_meanwhile_is_shown_with_both_texts_and_can_then_be_saved(client):
    person = make_person("Петрова", positions=["учитель"])
    update_person(person, by=make_curator(), version=0, phone="111")

    stale = post_edit(client, person, positions="учитель", phone="222")
    again = post_edit(
        client, person, positions="учитель", phone="222", version=stale.context["form"].data["version"]
    )

    assert stale.status_code == 409
    assert both_texts(stale.context["form"].conflicts) == [("Телефон", "111", "222")]
    assert 'name="phone" value="222"' in stale.text
    assert again.status_code == 302
    assert Person.objects.get().phone == "222"


def test_a_teacher_mends_the_own_contacts(client):
    teacher = make_teacher("petrova", "Петрова")
    client.force_login(teacher.user)
    url = reverse("people:edit_own", args=[teacher.pk])

    response = client.post(
        url,
        {"version": teacher.version, "phone": "111", "last_name": "Орлова", "note": "x", "left_on": "x"},
    )
    stale = client.post(url, {"version": teacher.version, "phone": "222"})
    saved = Person.objects.get()

    assert response["Location"] == f"/people/{teacher.pk}/"
    assert (saved.phone, saved.last_name, saved.note) == ("111", "Петрова", "")
    assert stale.status_code == 409
    assert both_texts(stale.context["form"].conflicts) == [("Телефон", "111", "222")]


def test_the_curator_uses_the_other_form(client):
    client.force_login(make_curator())

    response = client.get(reverse("people:edit_own", args=[make_person("Петрова").pk]))

    assert response.status_code == 403


def test_dismissal_asks_for_the_date_and_is_done_once(client):
    person = make_person("Петрова", hired_on=date(2020, 9, 1))
    client.force_login(make_curator())
    url = reverse("people:dismiss", args=[person.pk])

    page = client.get(url)
    too_early = client.post(url, {"on": "2020-08-31"})
    done = client.post(url, {"on": "30.06.2026"})
    again = client.post(url, {"on": "30.06.2026"})

    assert page.status_code == 200
    assert too_early.context["form"].errors == {"on": ["Дата увольнения раньше даты приёма."]}
    assert done["Location"] == f"/people/{person.pk}/"
    assert again.status_code == 409
    assert Person.objects.get().left_on == date(2026, 6, 30)


def test_a_dismissal_is_taken_back(client):
    person = make_person("Петрова")
    client.force_login(make_curator())
    client.post(reverse("people:dismiss", args=[person.pk]), {"on": "30.06.2026"})

    client.post(reverse("people:reinstate", args=[person.pk]))
    again = client.post(reverse("people:reinstate", args=[person.pk]))

    assert Person.objects.get().left_on is None
    assert again.status_code == 409


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.COUNCIL, Role.PSYCHOLOGIST, Role.ADMINISTRATOR, None])
@pytest.mark.parametrize("page", ["create", "edit", "dismiss", "reinstate"])
def test_cards_are_kept_by_the_curator_and_the_keeper(client, role, page):
    person = make_person("Петрова")
    client.force_login(make_user("somebody", *([role] if role else [])))
    url = reverse(f"people:{page}", args=[] if page == "create" else [person.pk])

    assert client.post(url, {**NEW, "on": "30.06.2026"}).status_code == 403
    assert Person.objects.get().version == 0
