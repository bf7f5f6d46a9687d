from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.models import AccessRecord
from mentoring.school.models import Direction
from registry.bank.enums import MenteeCategory
from registry.bank.models import MenteeEntry, MentorEntry
from registry.bank.services import leave_bank, update_mentor
from registry.bank.today import today as bank_today
from registry.consents.enums import ConsentKind
from tests.conflicts import both_texts
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.people import (
    make_council_member,
    make_curator,
    make_keeper,
    make_person,
    make_psychologist,
    make_pupil,
    make_teacher,
)

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


@pytest.mark.parametrize(
    ("name", "make", "expected"), [("bank:mentors", make_mentor, 14), ("bank:mentees", make_mentee, 10)]
)
def test_lists_cost_the_same_with_one_person_and_with_fifty(client, name, make, expected):
    curator = make_curator()
    client.force_login(curator)
    counts = []
    for size in (1, 49):
        for _ in range(size):
            make(by=curator)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name)).status_code == 200
        counts.append(len(queries))
    assert counts == [expected, expected]


def test_a_waiting_entry_shows_only_name_and_position(client):
    direction = Direction.objects.create(name="Канарейка: работа с родителями")
    entry = make_mentee(consents=(), directions=[direction], category=MenteeCategory.DIFFICULTY)
    client.force_login(make_curator())
    pages = [
        client.get(reverse("bank:mentees"), {"state": "waiting"}).text.split("<tbody>")[1],
        client.get(entry.get_absolute_url()).text,
    ]
    assert [entry.person.full_name in page for page in pages] == [True, True]
    assert [word in page for page in pages for word in ("Канарейка", "затруднения")] == [False] * 4


def test_a_card_says_which_consents_are_missing_and_how_to_get_them(client):
    entry = make_mentor(consents=())
    record = reverse("consents:record", args=[entry.person_id, "processing"])
    client.force_login(make_curator())
    page = client.get(entry.get_absolute_url())
    assert [str(kind) for kind in page.context["missing"]] == ["processing", "mentoring"]
    assert f'href="{record}"' in page.text
    client.force_login(make_keeper())
    other = client.get(entry.get_absolute_url()).text
    assert (record in other, "Согласия вносит куратор." in other) == (False, True)
    assert AccessRecord.objects.filter(people=[entry.person_id], kind="view").count() == 2


def test_a_teacher_sees_only_the_own_entry(client):
    own, strange = make_mentor(make_teacher("own")), make_mentor(make_person("Канарейкина"))
    client.force_login(own.person.user)
    assert client.get(own.get_absolute_url()).status_code == 200
    response = client.get(strange.get_absolute_url())
    assert (response.status_code, "Канарейкина" in response.text) == (404, False)
    assert [entry for _, entry, _ in client.get(reverse("bank:mine")).context["entries"]] == [own]
    assert client.get(reverse("bank:mentors")).status_code == 403


def test_the_council_sees_and_the_psychologist_does_not(client):
    entry = make_mentor()
    client.force_login(make_council_member())
    assert client.get(entry.get_absolute_url()).status_code == 200
    assert client.get(reverse("bank:edit", args=["mentor", entry.pk])).status_code == 403
    client.force_login(make_psychologist())
    assert client.get(entry.get_absolute_url()).status_code == 404


def test_filters_stand_as_removable_chips(client):
    direction = Direction.objects.create(name="Работа с родителями")
    entry = make_mentor(directions=[direction])
    make_mentor()
    client.force_login(make_curator())
    context = client.get(
        reverse("bank:mentors"), {"direction": direction.pk, "state": "active", "form": "999999"}
    ).context
    assert [row[0] for row in context["rows"]] == [entry]
    assert context["chips"] == [
        {"label": "Состояние: в банке", "remove_url": f"/bank/?direction={direction.pk}&"},
        {"label": "Направление: Работа с родителями", "remove_url": "/bank/?state=active&"},
    ]


def test_several_people_are_entered_from_a_tick_list(client):
    people = [make_person(teaching_years=1), make_person(teaching_years=30), make_person()]
    present = make_mentee().person
    client.force_login(make_curator())
    url = reverse("bank:add-many", args=["mentee"])
    offered = set(client.get(url).context["form"].fields["people"].queryset)
    nobody = client.post(url, {"category": MenteeCategory.DIFFICULTY}).context["form"].errors
    stale = client.post(url, {"category": MenteeCategory.DIFFICULTY, "people": [present.pk]})
    done = client.post(
        url, {"category": MenteeCategory.DIFFICULTY, "people": [people[0].pk, people[1].pk]}, follow=True
    )
    entered = MenteeEntry.objects.filter(person__in=people).values_list("person", "category")
    assert (offered, nobody["people"]) == (set(people), ["Отметьте хотя бы одного человека."])
    assert stale.context["form"].errors["people"] == [
        "Кто-то из отмеченных уже в банке. Откройте страницу заново."
    ]
    assert set(entered) == {
        (people[0].pk, MenteeCategory.YOUNG),
        (people[1].pk, MenteeCategory.DIFFICULTY),
    }
    assert [str(message) for message in done.context["messages"]] == [
        "Включено в банк: 2\xa0человека. Кто без согласия на обработку данных, ждёт его в банке."
    ]


def test_entering_one_person_proposes_the_category_and_hides_anketa_fields(client):
    person = make_person(teaching_years=1)
    client.force_login(make_curator())
    url = reverse("bank:add", args=["mentee", person.pk])
    page = client.get(url)
    assert page.context["proposed"] == MenteeCategory.YOUNG
    assert "request" not in page.context["form"].fields
    response = client.post(url, {"category": MenteeCategory.YOUNG, "mode": "online"})
    entry = MenteeEntry.objects.get()
    assert (response.url, entry.mode) == (entry.get_absolute_url(), "online")
    assert client.get(url).url == entry.get_absolute_url()


def test_a_pupil_is_refused_as_a_mentor_before_the_form(client):
    pupil = make_pupil()
    client.force_login(make_curator())
    page = client.get(reverse("bank:add", args=["mentor", pupil.pk])).text
    assert "Обучающийся не может быть наставником педагогического работника." in page
    assert "Включить в банк</button>" not in page


def mentor_data(entry, **changes):
    return {"version": entry.version, "max_mentees": entry.max_mentees, "mode": "", **changes}


def test_bad_numbers_are_named_beside_the_field(client):
    entry = make_mentor()
    client.force_login(make_curator())
    url = reverse("bank:edit", args=["mentor", entry.pk])
    errors = [
        client.post(url, mentor_data(entry, max_mentees=typed)).context["form"].errors["max_mentees"]
        for typed in ("0", "31", "много")
    ]
    assert errors == [
        ["У наставника может быть от 1 до 30 наставляемых."],
        ["У наставника может быть от 1 до 30 наставляемых."],
        ["Напишите целое число."],
    ]


def test_a_stale_page_shows_both_texts_and_the_next_press_saves(client):
    entry, curator = make_mentor(), make_curator()
    client.force_login(curator)
    url = reverse("bank:edit", args=["mentor", entry.pk])
    update_mentor(entry, by=curator, version=0, competencies="Чужой текст")
    response = client.post(url, mentor_data(entry, competencies="Мой текст", max_mentees=5))
    assert response.status_code == 409
    assert ("Компетенции, опыт", "Чужой текст", "Мой текст") in both_texts(response.context["form"].conflicts)
    version = response.context["form"]["version"].value()
    again = client.post(url, mentor_data(entry, version=version, competencies="Мой текст"))
    assert (again.status_code, MentorEntry.objects.get().competencies) == (302, "Мой текст")


def test_a_switched_off_direction_stays_where_it_was_chosen(client):
    old = Direction.objects.create(name="Прежнее", is_active=False)
    chosen, other = make_mentor(directions=[old]), make_mentor()
    client.force_login(make_curator())
    offered = [
        set(
            client.get(reverse("bank:edit", args=["mentor", entry.pk]))
            .context["form"]
            .fields["directions"]
            .queryset
        )
        for entry in (chosen, other)
    ]
    assert offered == [{old}, set()]


def test_review_leave_and_return_by_buttons(client):
    entry = make_mentor(entered_on=today() - timedelta(days=400))
    client.force_login(make_curator())

    def press(name, **data):
        return client.post(reverse(f"bank:{name}", args=["mentor", entry.pk]), data)

    assert client.get(entry.get_absolute_url()).context["needs_review"] is True
    assert press("review").url == entry.get_absolute_url()
    missing = press("leave", on=f"{today():%d.%m.%Y}", reason="").context["form"].errors["reason"]
    assert missing == ["Напишите, почему запись исключается: причина останется в истории."]
    assert press("leave", on=f"{today():%d.%m.%Y}", reason="Отпуск").status_code == 302
    assert press("review").status_code == 409
    assert press("return").status_code == 302
    assert press("return").status_code == 409
    entry.refresh_from_db()
    assert (entry.left_on, entry.reviewed_on) == (None, today())


def test_today_leads_from_the_staff_list_to_an_empty_bank():
    curator = make_curator()
    assert bank_today(curator) == []
    make_person()
    (section,) = bank_today(curator)
    assert [(line.sentence, line.url) for line in section.lines] == [
        ("В банке пока никого нет", "/bank/mentor/add/")
    ]
    make_mentee()
    assert bank_today(curator) == []


def test_today_tells_who_waits_and_what_is_old():
    curator = make_curator()
    make_mentor(consents=())
    make_mentee(entered_on=today() - timedelta(days=365))
    left = make_mentee(consents=())
    leave_bank(left, by=curator, on=today(), reason="Отказ")
    (section,) = bank_today(curator)
    assert [(line.sentence, line.url) for line in section.lines] == [
        (
            "Банк наставников: 1\xa0запись без согласия на обработку персональных данных.",
            "/bank/?state=waiting",
        ),
        ("Банк наставляемых: 1\xa0запись не актуализировали больше года.", "/bank/mentees/?review=1"),
    ]
    assert bank_today(make_council_member()) == []


def test_today_tells_whose_consent_to_the_part_is_missing(client):
    mentor = make_mentor(consents=(ConsentKind.PROCESSING,))
    make_mentee(consents=(ConsentKind.PROCESSING,))
    make_mentor(), make_mentee(), make_mentee(consents=())
    curator = make_curator()
    (section,) = bank_today(curator)
    told = {line.sentence: line.url for line in section.lines}
    assert list(told) == [
        "Банк наставников: 1\xa0запись без согласия быть наставником.",
        "Банк наставляемых: 1\xa0запись без согласия на обработку персональных данных.",
        "Банк наставляемых: 1\xa0запись без согласия на участие в программе.",
    ]
    client.force_login(curator)
    listed = client.get(told["Банк наставников: 1\xa0запись без согласия быть наставником."])
    assert [row.person for row in listed.context["rows"]] == [mentor.person]
    (section,) = bank_today(make_keeper())
    assert len(section.lines) == 1


def test_an_unknown_bank_is_not_found(client):
    client.force_login(make_curator())
    assert client.get("/bank/teacher/add/").status_code == 404


def test_a_search_that_finds_nobody_offers_to_enter_the_person(client):
    person = make_person("Петрова")
    client.force_login(make_curator())
    page = client.get(reverse("bank:mentors"), {"q": "Петрова"}).text
    url = "/bank/mentor/add/?q=%D0%9F%D0%B5%D1%82%D1%80%D0%BE%D0%B2%D0%B0"
    assert f'href="{url}"' in page
    response = client.post(url, {"people": [person.pk]})
    assert response.url == MentorEntry.objects.get(person=person).get_absolute_url()
