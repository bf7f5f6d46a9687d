"""What the room says on «Сегодня» to whom."""

import pytest

from roadmap.orders.services import acknowledge_order
from roadmap.orders.today import today
from tests.factories.bank import make_mentee
from tests.factories.orders import make_order
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_council_member, make_curator, make_director, make_teacher

pytestmark = pytest.mark.django_db


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
