import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentoring.school.services import ensure_school_year
from registry.pairs.models import Mentorship
from tests.factories.bank import first_of_september, make_mentee, make_mentor
from tests.factories.pairs import make_mentorship, the_direction
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_person,
    make_psychologist,
    make_teacher,
)

pytestmark = pytest.mark.django_db
today = timezone.localdate
STATES = ["draft", "proposed", "agreed", "in_order", "active", "ended", "declined"]


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["list", "unpaired", "create", "registers"])
def test_an_empty_school_has_every_page(client, name):
    client.force_login(make_curator())
    assert client.get(reverse(f"pairs:{name}")).status_code == 200


def test_the_empty_list_says_why_and_what_to_do(client):
    client.force_login(make_curator())
    html = client.get(reverse("pairs:list")).content.decode()
    assert html.count("Пар и групп ещё нет.") == 1
    client.force_login(make_director())
    assert "куратор пока никого не предложил" in client.get(reverse("pairs:list")).content.decode()


def test_one_row_and_fifty_cost_the_same_queries(client):
    mentor, mentees = make_mentor().person, [make_mentee().person, make_mentee().person]
    make_mentorship(mentor=mentor, mentees=mentees)
    client.force_login(make_curator())
    client.get(reverse("pairs:list"))
    one = queries_of(client, reverse("pairs:list"))
    for _ in range(49):
        make_mentorship(mentor=mentor, mentees=mentees)
    assert (one, queries_of(client, reverse("pairs:list"))) == (13, 13)


def test_the_tick_list_costs_the_same_for_one_and_for_many(client):
    client.force_login(make_curator())
    make_mentee()
    client.get(reverse("pairs:create"))
    one = queries_of(client, reverse("pairs:create"))
    for _ in range(20):
        make_mentee(directions=[the_direction()])
    assert queries_of(client, reverse("pairs:create")) == one <= 15


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=active", ["active"]),
        ("?state=proposed", ["proposed"]),
        ("?q=жаров", ["active"]),
        ("?state=nonsense", ["active", "proposed"]),
        ("?q=никого", []),
    ],
)
def test_the_list_is_filtered(client, query, found):
    make_mentorship("proposed")
    make_mentorship("active", mentor=make_mentor(make_person("Жарова")).person)
    client.force_login(make_curator())
    rows = client.get(reverse("pairs:list") + query).context["table"].rows
    assert sorted(row.record.status for row in rows) == found


def test_filters_by_mentor_direction_and_year_are_chips(client):
    year = ensure_school_year(first_of_september())
    mentorship = make_mentorship("active")
    make_mentorship("active", directions=[the_direction(1)])
    query = f"?mentor={mentorship.mentor.pk}&direction={the_direction().pk}&year={year.pk}"
    client.force_login(make_director())
    page = client.get(reverse("pairs:list") + query)
    assert [row.record for row in page.context["table"].rows] == [mentorship]
    assert [chip["label"] for chip in page.context["chips"]] == [
        f"Наставник: {mentorship.mentor.short_name}",
        "Направление: предметное содержание",
        f"Учебный год: {year.label}",
    ]


@pytest.mark.parametrize("state", STATES)
def test_the_card_opens_in_every_state(client, state):
    mentorship = make_mentorship(state, size=2)
    for make_actor in (make_curator, make_director, make_council_member):
        client.force_login(make_actor())
        page = client.get(mentorship.get_absolute_url())
        assert page.context["heading"] == mentorship.title
        assert queries_of(client, mentorship.get_absolute_url()) <= 25
        assert client.get(reverse("pairs:history", args=[mentorship.pk])).status_code == 200


@pytest.mark.parametrize(
    ("state", "make_actor", "label"),
    [
        ("draft", make_curator, "Предложить сторонам"),
        ("agreed", make_curator, "Подготовить приказ"),
        ("agreed", make_council_member, "Внести мнение"),
        ("proposed", make_council_member, "Внести мнение"),
        ("agreed", make_director, "Подготовить приказ"),
    ],
)
def test_the_card_says_what_is_wanted_from_the_reader(client, state, make_actor, label):
    client.force_login(make_actor())
    page = client.get(make_mentorship(state).get_absolute_url())
    assert page.context["attention"].label == label


@pytest.mark.parametrize("state", ["in_order", "active", "ended", "declined"])
def test_nothing_waits_no_panel(client, state):
    client.force_login(make_curator())
    assert client.get(make_mentorship(state).get_absolute_url()).context["attention"] is None


def test_people_without_the_right_do_not_see_other_peoples_pairs(client):
    mentorship = make_mentorship("active", reason="канарейка")
    seen = {}
    for user in (make_teacher("other").user, make_psychologist(), make_administrator()):
        client.force_login(user)
        page = client.get(mentorship.get_absolute_url())
        seen[user.username] = (page.status_code, "канарейка" in page.content.decode())
    assert seen == dict.fromkeys(["other", "psychologist", "administrator"], (404, False))


def test_a_participant_sees_the_own_pair_without_the_inner_notes(client):
    teacher = make_teacher("mentor1")
    make_mentor(teacher)
    mentorship = make_mentorship("active", mentor=teacher, reason="канарейка")
    client.force_login(teacher.user)
    page = client.get(mentorship.get_absolute_url())
    assert (page.status_code, "канарейка" in page.content.decode()) == (200, False)
    assert client.get(reverse("pairs:history", args=[mentorship.pk])).status_code == 403
    assert client.get(reverse("pairs:list")).status_code == 403


def test_withdrawing_is_confirmed_with_a_reason(client):
    mentorship = make_mentorship("proposed")
    client.force_login(make_curator())
    address = reverse("pairs:withdraw", args=[mentorship.pk])
    page = client.post(address, {"comment": ""})
    assert page.context["form"].errors == {"comment": ["Напишите, почему отзываете предложение."]}
    assert client.post(address, {"comment": "Передумали"}).url == mentorship.get_absolute_url()
    mentorship.refresh_from_db()
    assert mentorship.status == "declined"


def test_an_act_that_came_too_late_is_told(client):
    mentorship = make_mentorship("active")
    client.force_login(make_curator())
    statuses = [
        client.get(reverse("pairs:withdraw", args=[mentorship.pk])).status_code,
        client.post(reverse("pairs:propose", args=[mentorship.pk])).status_code,
        client.get(reverse("pairs:delete", args=[mentorship.pk])).status_code,
        client.get(reverse("pairs:council", args=[mentorship.pk])).status_code,
    ]
    assert statuses == [409, 409, 403, 403]


def test_a_draft_is_deleted_after_a_question(client):
    mentorship = make_mentorship("draft")
    client.force_login(make_curator())
    address = reverse("pairs:delete", args=[mentorship.pk])
    assert (client.get(address).status_code, Mentorship.objects.count()) == (200, 1)
    client.post(address)
    assert Mentorship.objects.count() == 0


def test_the_council_writes_its_opinion(client):
    mentorship = make_mentorship("agreed")
    client.force_login(make_council_member())
    data = {"opinion": "supports", "on": f"{today():%d.%m.%Y}", "protocol": "№ 2", "note": "Хорошая пара"}
    client.post(reverse("pairs:council", args=[mentorship.pk]), data)
    mentorship.refresh_from_db()
    assert (mentorship.council_opinion, mentorship.council_protocol) == ("supports", "№ 2")


def test_an_active_pair_is_ended_on_a_ground(client):
    mentorship = make_mentorship("active")
    client.force_login(make_curator())
    address = reverse("pairs:end", args=[mentorship.pk])
    data = {"on": f"{today():%d.%m.%Y}", "ground": "sides", "note": ""}
    assert client.post(address, data).context["form"].errors == {
        "note": ["Напишите, почему пара завершается раньше."]
    }
    client.post(address, {**data, "note": "Переезд"})
    mentorship.refresh_from_db()
    assert (mentorship.status, mentorship.end_ground) == ("ended", "sides")


def test_unpaired_are_mentees_without_an_open_mentorship(client):
    free = make_mentee(entered_on=first_of_september()).person
    make_mentorship("proposed")
    make_mentee(consents=())
    after = make_mentorship("ended").mentees[0]
    client.force_login(make_psychologist())
    page = client.get(reverse("pairs:unpaired"))
    rows = [(row.record.person, row.record.searching_since) for row in page.context["table"].rows]
    assert rows == [(free, first_of_september()), (after, today())]
    assert reverse("pairs:create") not in page.content.decode()
