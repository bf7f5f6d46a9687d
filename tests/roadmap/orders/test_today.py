"""What the room says on «Сегодня» to whom."""

import pytest

from roadmap.orders.card import TURNS, attention, turn
from roadmap.orders.queries import waiting_for_user
from roadmap.orders.services import acknowledge_order
from roadmap.orders.today import today
from tests.factories.bank import make_mentee
from tests.factories.orders import make_order
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_council_member, make_curator, make_director, make_teacher

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready", "marked_sheets")]


def said(user):
    return [(section.title, line.label, line.url) for section in today(user) for line in section.lines]


def test_each_state_waits_for_the_right_person():
    orders = {
        name: make_order(name)
        for name in ("draft", "submitted", "returned", "approved", "registered", "signed")
    }
    ids = {name: order.pk for name, order in orders.items()}

    assert said(make_director()) == [
        ("Приказы на утверждение", "Прочитать и решить", f"/orders/{ids['submitted']}/approve/"),
        ("Приказы", "Зарегистрировать", f"/orders/{ids['approved']}/register/"),
    ]
    assert said(make_curator()) == [
        ("Приказы", "Открыть текст", f"/orders/{ids['draft']}/text/"),
        ("Приказы", "Исправить", f"/orders/{ids['returned']}/text/"),
        ("Приказы", "Зарегистрировать", f"/orders/{ids['approved']}/register/"),
        ("Приказы", "Отметить подписание", f"/orders/{ids['registered']}/sign/"),
        ("Приказы", "Отметить", f"/orders/{ids['signed']}/acquaint/"),
    ]
    assert said(make_council_member()) == []


def test_the_curator_reads_the_comment_of_the_director():
    make_order("returned")

    [section] = today(make_curator())

    assert section.lines[0].about == "Уточните срок программ"


def test_a_teacher_is_asked_to_read_until_it_is_done():
    teacher = make_teacher("teacher")
    order = make_order("registered", pairs=[make_mentorship("agreed", mentees=[make_mentee(teacher).person])])

    assert said(teacher.user) == [("Ознакомьтесь с приказом", "Прочитать и отметить", f"/orders/{order.pk}/")]
    acknowledge_order(order, by=teacher.user)
    assert said(teacher.user) == []


def test_the_room_costs_few_queries(django_assert_max_num_queries):
    make_order("returned")
    curator = make_curator()
    curator.current_permissions  # noqa: B018 - read once before counting

    with django_assert_max_num_queries(4):
        today(curator)


def test_the_card_calls_upon_the_one_whose_turn_it_is():
    orders = {name: make_order(name) for name in ("draft", "submitted", "returned", "registered")}
    curator, director = make_curator(), make_director()

    def called(user, name):
        order = orders[name]
        rows = list(order.acquaintances.select_related("person"))
        panel = attention(order, user, rows)
        return panel.label if panel else turn(order, user, rows)

    assert {name: called(curator, name) for name in orders} == {
        "draft": "Открыть текст",
        "submitted": "Приказ у директора: ждём его решения.",
        "returned": "Исправить текст",
        "registered": "Отметить подписание",
    }
    assert {name: called(director, name) for name in orders} == {
        "draft": TURNS["draft"],
        "submitted": "Прочитать и решить",
        "returned": "Приказ у куратора: он исправляет текст по комментарию директора и отправит его снова.",
        "registered": TURNS["registered"],
    }
    assert called(make_council_member(), "submitted") == "Приказ у директора: ждём его решения."


def test_a_draft_of_the_directors_own_hand_waits_for_the_director():
    director = make_director()
    order = make_order("draft", by=director)

    assert attention(order, director, []).label == "Открыть текст"
    assert said(director) == [("Приказы", "Открыть текст", f"/orders/{order.pk}/text/")]
    assert list(waiting_for_user(director)) == [order]
