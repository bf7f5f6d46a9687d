"""Orders that change or cancel another one: by their day, once, and for everybody who read the first."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from mentoring.workflow.verdicts import Refused, StaleState
from registry.people.models import Person
from roadmap.orders.checks import registration_problems
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.models import Order
from roadmap.orders.paper import order_paper
from roadmap.orders.services import register_order
from tests.factories.kinds import TODAY, make_kind
from tests.factories.people import make_curator, make_director

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]


def registered(order):
    return register_order(order, by=make_curator(), on=TODAY)


def test_an_order_is_cancelled_only_once_and_everybody_sees_by_which():
    order = make_kind(K.CANCELLATION, "approved")
    target = order.target
    order = registered(order)

    target.refresh_from_db()
    assert (target.status, target.document.is_valid, target.document.cancelled_on) == (
        "registered",
        False,
        TODAY,
    )
    client = Client()
    client.force_login(make_curator())
    card = client.get(target.get_absolute_url()).content.decode()
    assert f"Отменён приказом № {order.number}" in card
    assert f"отменён приказом №\xa0{order.number}" in client.get(reverse("orders:list")).content.decode()
    check = Client().get(target.document.get_check_url()).content.decode()
    assert "Отменён" in check and f"с&nbsp;{TODAY:%d.%m.%Y}" in check
    for gone in (target, order):
        with pytest.raises(Refused, match="уже отменён, сам отменяет другой"):
            make_kind(K.CANCELLATION, subject={"target": gone})
    second = Order.objects.get(pk=order.pk)
    second.pk, second.number, second.sequence, second.document_id = None, "77", 77, target.document_id
    with pytest.raises(IntegrityError, match="order_cancelled_once|document_id"), transaction.atomic():
        second.save(force_insert=True)


def test_an_order_ahead_of_its_end_still_holds():
    end = TODAY + timedelta(days=9)
    order = make_kind(K.CANCELLATION, "approved", facts={"on": end})
    with pytest.raises(StaleState, match="уже готовится"):
        make_kind(K.CANCELLATION, subject={"target": order.target})
    second = Order.objects.get(pk=order.pk)
    second.pk = None
    with pytest.raises(IntegrityError, match="order_one_draft_about_target"), transaction.atomic():
        second.save(force_insert=True)
    target = registered(order).target
    check = Client().get(target.document.get_check_url()).content.decode()
    assert "Пока действует." in check
    client = Client()
    client.force_login(make_curator())
    card = client.get(target.get_absolute_url()).content.decode()
    assert f"Будет отменён приказом № {order.number or target.later_orders.get().number}" in card
    assert "будет отменён приказом" in client.get(reverse("orders:list")).content.decode()

    change = make_kind(K.AMENDMENT, subject={"target": target}, facts={"on": end - timedelta(days=1)})
    assert registration_problems(change, TODAY) == []
    Order.objects.filter(pk=change.pk).update(facts=change.facts | {"on": end.isoformat()})
    change.refresh_from_db()
    assert "уже отменён" in registration_problems(change, TODAY)[0]


def test_what_cancels_an_order_is_not_cancelled_itself():
    order = registered(make_kind(K.CANCELLATION, "approved"))
    other = make_kind(K.CANCELLATION)
    Order.objects.filter(pk=other.pk).update(target=order)
    assert any(
        "Приказ об отмене не отменяют" in sentence
        for sentence in registration_problems(Order.objects.get(pk=other.pk), TODAY)
    )


def test_an_amended_order_stays_in_force_and_names_its_amendment():
    order = registered(make_kind(K.AMENDMENT, "approved"))
    target = order.target
    assert target.document.is_valid
    client = Client()
    client.force_login(make_director())
    assert f"Изменён: {order}" in client.get(target.get_absolute_url()).content.decode()


@pytest.mark.parametrize("kind", [K.AMENDMENT, K.CANCELLATION])
def test_who_read_an_order_reads_what_changes_it(kind):
    order = make_kind(kind, "approved")
    stays, leaves = list(order.target.acquaintances.select_related("person"))[:2]
    Person.objects.filter(pk=leaves.person_id).update(left_on=TODAY)
    printed = [row.name for row in order_paper(order).acquaintance]
    on_sheet = [row.person for row in registered(order).acquaintances.select_related("person")]
    assert stays.person in on_sheet
    assert leaves.person not in on_sheet
    assert printed == [person.full_name for person in on_sheet]
