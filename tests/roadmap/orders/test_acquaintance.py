"""Signature and acquaintance: dates, who may enter what, a person's own «Ознакомлен(а)»."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring.workflow.verdicts import Refused, StaleState
from registry.people.services import dismiss_person
from roadmap.orders.models import Order
from roadmap.orders.queries import orders_visible_to, orders_with_work, registered_orders
from roadmap.orders.services import (
    acknowledge_order,
    attach_scan,
    clear_acquaintance,
    mark_acquainted,
    sign_order,
)
from roadmap.registers.documents import journal_paper
from roadmap.registers.queries import orders_with_unread
from tests.factories.bank import make_mentee
from tests.factories.orders import make_order
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_council_member, make_curator, make_person, make_teacher, make_user
from tests.mentoring.documents.zoo import pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready", "marked_sheets")]
TODAY = timezone.localdate()


def readers(order):
    return [row.person for row in order.acquaintances.all()]


def dates(order):
    return [row.acquainted_on for row in order.acquaintances.all()]


def test_people_are_marked_one_by_one_and_several_at_once():
    order = make_order("signed", on=TODAY - timedelta(days=3))
    first, second = readers(order)

    mark_acquainted(order, by=make_curator(), people_dates={first: TODAY - timedelta(days=1)})
    assert dates(order) == [TODAY - timedelta(days=1), None]

    again = mark_acquainted(order, by=make_curator(), people_dates={first: TODAY, second: TODAY})
    assert [row.person for row in again] == [second]
    assert dates(order) == [TODAY - timedelta(days=1), TODAY]


@pytest.mark.parametrize("days", [-4, 1])
def test_a_date_before_the_order_or_in_the_future_marks_nobody(days):
    order = make_order("registered", on=TODAY - timedelta(days=3))
    first, second = readers(order)

    with pytest.raises(Refused):
        mark_acquainted(
            order, by=make_curator(), people_dates={first: TODAY, second: TODAY + timedelta(days=days)}
        )

    assert dates(order) == [None, None]


def test_only_people_of_the_sheet_are_marked_and_only_by_those_who_keep_orders():
    order = make_order("registered")

    with pytest.raises(Refused):
        mark_acquainted(order, by=make_curator(), people_dates={make_person(): TODAY})
    with pytest.raises(Refused):
        mark_acquainted(order, by=make_council_member(), people_dates={readers(order)[0]: TODAY})
    with pytest.raises(Refused):
        mark_acquainted(make_order("approved"), by=make_curator(), people_dates={})


def test_a_teacher_confirms_only_for_oneself_and_once():
    teacher = make_teacher("teacher")
    order = make_order("registered", pairs=[make_mentorship("agreed", mentees=[make_mentee(teacher).person])])
    assert list(orders_visible_to(teacher.user)) == [order]

    acknowledge_order(order, by=teacher.user)
    acknowledge_order(order, by=teacher.user)

    row = order.acquaintances.get(person=teacher)
    assert (row.acquainted_on, row.entered_by) == (TODAY, teacher.user)
    assert order.acquaintances.filter(acquainted_on__isnull=True).count() == 1
    with pytest.raises(Refused):
        acknowledge_order(order, by=make_user("stranger"))


def test_who_has_left_without_reading_is_waited_for_nowhere(client):
    order, curator = make_order("signed"), make_curator()
    first, second = readers(order)
    dismiss_person(second, by=curator, on=TODAY)
    client.force_login(curator)

    def seen():
        names = ("orders:list", "registers:unread", "orders:detail")
        pages = [client.get(reverse(name, args=[order.pk] if "detail" in name else [])) for name in names]
        [line] = registered_orders(Order.objects.all())
        counts = (line.read_count, line.missing_count, [row.pk for row in orders_with_work()])
        return *(page.content.decode() for page in pages), counts

    listed, unread, card, counts = seen()
    assert "осталось 1\xa0человек" in listed and "Осталось ознакомить: 1\xa0человек из 1" in card
    assert "С приказом ещё не ознакомлены: 1\xa0человек." in card
    assert (first.full_name in unread, second.full_name in unread) == (True, False)
    assert counts == (0, 1, [order.pk])

    mark_acquainted(order, by=curator, people_dates={first: TODAY})

    listed, unread, card, counts = seen()
    assert "все ознакомлены" in listed and "все ознакомлены" in unread
    assert "Все ознакомлены: 1\xa0человек" in card and second.full_name in card and "не работает" in card
    assert not orders_with_unread(curator).exists()
    assert counts == (1, 0, [])
    assert (
        journal_paper(registered_orders(Order.objects.all()), TODAY, "").table.groups[0].rows[0][6]
        == "1 из 1"
    )


def test_a_mark_is_taken_back_only_with_a_reason():
    order = make_order("signed")
    mark_acquainted(order, by=make_curator(), people_dates={readers(order)[0]: TODAY})
    row = order.acquaintances.first()

    with pytest.raises(Refused):
        clear_acquaintance(row, by=make_curator(), reason=" ")
    clear_acquaintance(row, by=make_curator(), reason="Отмечен не тот человек")

    assert dates(order) == [None, None]
    with pytest.raises(StaleState):
        clear_acquaintance(row, by=make_curator(), reason="Ещё раз")


def test_the_signature_is_not_before_the_order():
    order = make_order("registered")

    with pytest.raises(Refused) as refusal:
        sign_order(order, by=make_curator(), on=TODAY - timedelta(days=1))

    assert refusal.value.reason == f"Дата подписания раньше даты приказа ({TODAY:%d.%m.%Y}). Проверьте дату."


def test_the_scan_may_come_later_but_only_once():
    order = make_order("signed")
    attach_scan(order, by=make_curator(), scan=upload("приказ.pdf", pdf()))

    order.refresh_from_db()
    assert order.scan.original_name == "приказ.pdf"
    with pytest.raises(StaleState):
        attach_scan(order, by=make_curator(), scan=upload("приказ.pdf", pdf()))
