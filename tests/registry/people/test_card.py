from datetime import date

import pytest
from django.urls import reverse

from mentoring.accounts.enums import AccessKind, Role
from mentoring.accounts.models import AccessRecord
from registry.people.enums import PersonKind
from registry.people.services import confirm_all_forms, dismiss_person, update_person
from tests.factories.people import make_curator, make_person, make_pupil, make_teacher, make_user

pytestmark = pytest.mark.django_db

CANARY = "канарейка"


def open_card(client, person, user=None, page="detail"):
    client.force_login(user or make_curator())
    return client.get(reverse(f"people:{page}", args=[person.pk]))


def test_the_card_of_a_teacher_shows_work_and_contacts(client):
    person = make_person(
        "Петрова", positions=["учитель", "методист"], category="highest", category_note="до 20.12.2026",
        teaching_years=21, total_years=24, subjects="алгебра", education="высшее", phone="+7 900 000-00-00",
        email="p@school.example", birth_date=date(1980, 5, 6), hired_on=date(2005, 9, 1),
        personnel_number="017", note="заметка",
    )  # fmt: skip

    context = open_card(client, person).context

    assert context["work_facts"] == [
        ("Должности", "учитель;\nметодист"),
        ("Квалификационная категория", "высшая (до 20.12.2026)"),
        ("Педагогический стаж", "21\xa0год"),
        ("Общий стаж", "24\xa0года"),
        ("Предметы, направления", "алгебра"),
        ("Образование", "высшее"),
        ("Дата приёма", "01.09.2005"),
    ]
    assert context["personal_facts"] == [
        ("Телефон", "+7 900 000-00-00"),
        ("Электронная почта", "p@school.example"),
        ("Дата рождения", "06.05.1980"),
        ("Табельный номер", "017"),
        ("Пол", "женский"),
        ("Примечание", "заметка"),
    ]


def test_the_card_shows_every_form_beside_its_question(client):
    context = open_card(client, make_person("Петрова", positions=["учитель"])).context

    assert context["phrases"] == [
        ("Нет кого?", [("Имя", "Петровой Марии Сергеевны"), ("Должность", "учителя")]),
        ("Поручить кому?", [("Имя", "Петровой Марии Сергеевне"), ("Должность", "учителю")]),
        ("Назначить кого?", [("Имя", "Петрову Марию Сергеевну"), ("Должность", "учителя")]),
        ("Закрепить за кем?", [("Имя", "Петровой Марией Сергеевной"), ("Должность", "учителем")]),
    ]


def test_doubtful_forms_stand_first_on_the_card_with_their_button(client):
    person = make_person("Заяц", first_name="Пётр", patronymic="Львович")

    text = open_card(client, person).text
    director = open_card(client, person, make_user("director", Role.DIRECTOR)).text

    assert '<section class="attention attention-warning" aria-label="Ждёт проверки">' in text
    assert "совпадает с обычным словом" in text
    assert "attention-warning" not in director


def test_forms_that_are_in_order_ask_for_nothing(client):
    person = make_person("Петрова")

    assert "attention-warning" not in open_card(client, person).text
    assert reverse("people:accept_forms", args=[person.pk]) in open_card(client, person).text
    confirm_all_forms(person, by=make_curator(), version=0)
    assert reverse("people:accept_forms", args=[person.pk]) not in open_card(client, person).text


def test_the_card_of_somebody_from_another_organisation(client):
    person = make_person("Орлова", kind=PersonKind.EXTERNAL, organisation_name="МБОУ «Школа № 7»")

    assert open_card(client, person).context["work_facts"][:2] == [
        ("Кто это", "человек из другой организации"),
        ("Организация", "МБОУ «Школа № 7»"),
    ]


def test_the_card_of_a_pupil_shows_the_representative_or_asks_for_one(client):
    pupil = make_pupil("Орлова")
    alone = make_person("Сорокина", kind=PersonKind.PUPIL)

    assert open_card(client, pupil).context["representative"][:2] == [
        ("Фамилия, имя, отчество", "Орлова Олег Петрович"),
        ("Кем приходится", "отец"),
    ]
    assert "не указан законный представитель" in open_card(client, alone).text


def test_a_dismissed_person_is_marked_and_can_be_taken_back(client):
    person = dismiss_person(make_person("Белова"), by=make_curator(), on=date(2026, 6, 30))

    text = open_card(client, person).text

    assert "Не работает с 30.06.2026." in text
    assert reverse("people:reinstate", args=[person.pk]) in text


def test_every_look_at_a_card_is_written_down(client):
    person = make_person("Петрова")
    curator = make_curator()

    open_card(client, person, curator)
    open_card(client, person, curator, page="history")
    open_card(client, person, curator, page="edit")
    open_card(client, person, curator, page="forms")

    rows = AccessRecord.objects.order_by("pk").values_list("user", "kind", "people", "subject")
    assert list(rows) == [
        (curator.pk, AccessKind.VIEW, [person.pk], "Карточка человека"),
        (curator.pk, AccessKind.VIEW, [person.pk], "История карточки"),
        (curator.pk, AccessKind.VIEW, [person.pk], "Карточка человека: изменение"),
        (curator.pk, AccessKind.VIEW, [person.pk], "Склонение имени и должности"),
    ]


def test_the_history_tells_in_russian_what_was_changed(client):
    person = make_person("Петрова")
    update_person(person, by=make_curator(), version=0, phone="111")
    confirm_all_forms(person, by=make_curator(), version=1)

    entries = {line.what for line in open_card(client, person, page="history").context["entries"]}

    assert {
        "запись создана",
        "добавлено: должность «учитель математики»",
        "изменено: «телефон»: было пусто, стало «111»",
        "изменено: «падежные формы»: было «предложено программой», стало «проверено»",
        "проверено склонение имени",
        "проверено склонение должности «учитель математики»",
    } == entries


PAGES = ["detail", "history", "edit", "edit_own", "forms", "dismiss"]


@pytest.mark.parametrize("page", PAGES)
def test_another_teachers_card_does_not_exist_for_a_teacher(client, page):
    teacher = make_teacher("petrova", "Петрова")
    other = make_teacher("orlova", "Орлова", note=CANARY, phone=CANARY, subjects=CANARY)

    response = open_card(client, other, teacher.user, page=page)

    assert response.status_code in (403, 404)
    assert response.status_code == 404 or page not in ("detail", "edit_own")
    assert CANARY not in response.text
    assert "Орлова" not in response.text


def test_a_teacher_sees_the_own_card_without_the_office_buttons(client):
    teacher = make_teacher("petrova", "Петрова")

    client.force_login(teacher.user)
    answer = client.get(reverse("people:me"))
    text = open_card(client, teacher, teacher.user).text

    assert answer["Location"] == f"/people/{teacher.pk}/"
    assert f'href="/people/{teacher.pk}/edit-own/"' in text
    assert f"/people/{teacher.pk}/edit/" not in text
    assert f"/people/{teacher.pk}/forms/" not in text
    assert f"/people/{teacher.pk}/dismiss/" not in text


def test_an_account_without_a_card_is_told_whom_to_ask(client):
    client.force_login(make_user("newcomer"))

    assert "ещё не связана с карточкой" in client.get(reverse("people:me")).text


@pytest.mark.parametrize(
    ("role", "rooms"),
    [
        (
            Role.CURATOR,
            [
                "Согласия",
                "Банк наставников",
                "Банк наставляемых",
                "Пары и группы",
                "Программы",
                "Приказы",
                "Персональные данные",
            ],
        ),
        (Role.COUNCIL, ["Банк наставников", "Банк наставляемых", "Пары и группы", "Программы", "Приказы"]),
        (Role.KEEPER, ["Банк наставников", "Банк наставляемых"]),
    ],
)
def test_ways_to_other_rooms_are_those_of_the_role(client, role, rooms):
    person = make_person("Петрова")

    ways = open_card(client, person, make_user("somebody", role)).context["ways"]

    assert [label for label, _ in ways] == rooms


def test_every_way_to_another_room_opens_there(client):
    person = make_person("Петрова")
    ways = open_card(client, person).context["ways"]

    assert [(label, client.get(url).status_code) for label, url in ways] == [
        ("Согласия", 200),
        ("Банк наставников", 200),
        ("Банк наставляемых", 200),
        ("Пары и группы", 200),
        ("Программы", 200),
        ("Приказы", 200),
        ("Персональные данные", 200),
    ]


def test_the_card_costs_few_queries(client, django_assert_max_num_queries):
    person = make_person("Петрова", positions=["учитель", "методист", "педагог-психолог"])
    client.force_login(make_curator())

    with django_assert_max_num_queries(15):
        open_card(client, person)
