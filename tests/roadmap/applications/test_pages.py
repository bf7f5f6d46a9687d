"""Pages of applications: who sees which, the way from the pair to the answer, lines on «Сегодня», queries."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roadmap.applications.models import Application
from roadmap.applications.today import today
from roadmap.privacy.collecting import sections_about
from tests.factories.applications import make_application
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.orders import make_school
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_council_member, make_curator, make_director, make_teacher

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]
CANARY = "канарейка"


@pytest.fixture
def pair():
    make_school()
    mentor, mentee = make_teacher("mentor", "Соколова"), make_teacher("mentee", "Егорова")
    return make_mentorship("active", mentor=make_mentor(mentor).person, mentees=[make_mentee(mentee).person])


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def get(user, name, *args):
    return signed_in(user).get(reverse(f"applications:{name}", args=args))


def text_of(response):
    return response.content.decode()


def statuses(user, application):
    pages = [get(user, name, application.pk).status_code for name in ("detail", "pdf")]
    found = application.get_absolute_url() in text_of(get(user, "list"))
    card = signed_in(user).get(application.mentorship.get_absolute_url())
    return [*pages, found, application.get_absolute_url() in text_of(card)]


def test_a_representation_is_read_by_the_director_and_its_author_only(pair):
    mentor, mentee = pair.mentor, pair.mentees[0]
    row = make_application("representation", pair=pair, by=mentor.user, text=CANARY)

    for user in (mentor.user, make_director()):
        assert statuses(user, row) == [200, 200, True, True]
    for user in (mentee.user, make_curator(), make_council_member()):
        assert statuses(user, row) == [404, 404, False, False]
        act = reverse("applications:act", args=[row.pk, "review"])
        assert signed_in(user).post(act, {"answer": "да"}).status_code == 404
    assert statuses(make_teacher("stranger").user, row) == [404, 404, False, False]
    assert CANARY not in str(sections_about(mentee)) and CANARY in str(sections_about(mentor))
    assert "Представление" in str(today(make_director())) and today(make_curator()) == []


def test_a_mentees_wish_for_another_mentor_is_not_shown_to_the_mentor(pair):
    row = make_application("replacement", pair=pair, by=pair.mentees[0].user, text=CANARY)

    for user in (pair.mentees[0].user, make_curator(), make_director()):
        assert statuses(user, row) == [200, 200, True, True]
    assert statuses(pair.mentor.user, row) == [404, 404, False, False]


def test_the_way_from_the_own_page_to_the_refusal_and_back(pair):
    mentor, director = signed_in(pair.mentor.user), signed_in(make_director())
    choose = reverse("applications:choose", args=[pair.pk])
    assert choose in text_of(mentor.get(pair.get_absolute_url()))
    page = text_of(mentor.get(choose))
    assert "Ходатайство о замене" not in page and "Заявление о сложении" in page
    create = reverse("applications:create", args=[pair.pk, "duty"])
    data = {
        "person": pair.mentor.pk,
        "event": "открытый урок",
        "event_date": "12.10.2026",
        "time_from": "11:00",
    }
    wrong = mentor.post(create, {**data, "time_to": "09:00", "lessons": "2-й урок"})
    assert wrong.status_code == 200
    assert "Окончание должно быть позже начала." in text_of(wrong) and "открытый урок" in text_of(wrong)
    substitute = make_teacher("substitute", "Заменина")
    data |= {"time_to": "12:00", "lessons": "2-й урок", "substitute": substitute.pk}
    response = mentor.post(create, data)
    row = Application.objects.get()
    assert (response["Location"], row.channel) == (row.get_absolute_url(), "screen")

    refuse = reverse("applications:act", args=[row.pk, "refuse"])
    assert mentor.post(refuse, {"answer": "нет"}).status_code == 403
    assert "Напишите ответ" in text_of(director.post(refuse, {}))
    assert director.post(refuse, {"answer": "В этот день контрольная"}).status_code == 302
    assert "В этот день контрольная" in text_of(mentor.get(row.get_absolute_url()))
    assert get(substitute.user, "detail", row.pk).status_code == 200


def test_today_asks_the_side_then_the_director_then_the_curator(pair):
    row = make_application("extension", pair=pair)
    mentor, director, curator = pair.mentor.user, make_director(), make_curator()
    assert [section.title for section in today(mentor)] == ["Нужно ваше согласие"]
    agree = reverse("applications:agree", args=[row.consents.get().pk])
    assert signed_in(pair.mentees[0].user).post(agree).status_code == 403
    assert signed_in(mentor).post(agree).status_code == 302
    assert today(mentor) == []
    assert [section.title for section in today(director)] == ["Заявления ждут решения"]
    accept = reverse("applications:act", args=[row.pk, "accept"])
    assert signed_in(director).post(accept).status_code == 302
    assert [section.title for section in today(curator)] == ["Заявления ждут приказа"]


def test_the_list_costs_the_same_with_one_and_with_fifty(pair, django_assert_num_queries):
    first = make_application("proposal", pair=pair)
    client = signed_in(make_curator())
    with django_assert_num_queries(7):
        client.get(reverse("applications:list"))
    Application.objects.bulk_create(
        Application(
            mentorship=pair, person=first.person, kind="proposal", text="-", filed_on=timezone.localdate(),
            channel="paper", entered_by=first.entered_by,
        )
        for _ in range(49)
    )  # fmt: skip
    with django_assert_num_queries(7):
        response = client.get(reverse("applications:list"))

    assert "Найдено: 50\xa0заявлений" in text_of(response)
