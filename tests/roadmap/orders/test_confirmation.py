"""A11: who approves and registers gives the password anew, once, and loses nothing on the way.

| row | test |
| --- | --- |
| A11 | test_an_old_session_is_asked_for_the_password_and_the_act_goes_on, test_a_fresh_sign_in_is_not_asked, test_a_wrong_password_decides_nothing, test_others_are_refused_and_not_asked, test_the_page_says_who_made_the_draft_does_not_approve; tests/roadmap/orders/test_transitions.py::test_who_made_the_draft_does_not_approve_it |
"""

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.accounts.enums import Role
from roadmap.orders.enums import OrderStatus as S
from roadmap.orders.models import Order
from tests.factories.orders import make_order
from tests.factories.people import make_director, make_user
from tests.mentoring.accounts.doors import PASSWORD, later, signed_in_browser, with_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready")]
AGAIN = "/accounts/reauthenticate/"


def state_of(order):
    return Order.objects.get(pk=order.pk).status


def url(name, order):
    return reverse(f"orders:{name}", args=[order.pk])


def send(browser, name, order, **data):
    return browser.post(url(name, order), {"version": order.version, **data})


def test_a_fresh_sign_in_is_not_asked():
    order = make_order("submitted")
    with_password(make_director())
    answer = send(signed_in_browser("director"), "approve", order)
    assert (answer["Location"], state_of(order)) == (order.get_absolute_url(), S.APPROVED)


@pytest.mark.parametrize(
    ("act", "before", "after"), [("approve", "submitted", S.APPROVED), ("register", "approved", S.REGISTERED)]
)
def test_an_old_session_is_asked_for_the_password_and_the_act_goes_on(monkeypatch, act, before, after):
    order = make_order(before)
    with_password(make_director())
    browser = signed_in_browser("director")
    with later(monkeypatch, minutes=16):
        assert browser.get(url(act, order)).status_code == 200
        asked = send(browser, act, order, on="01.09.2026")
        assert asked["Location"].startswith(AGAIN)
        assert state_of(order) == before
        page = browser.get(asked["Location"]).content.decode()
        assert "Подтвердите, что это вы" in page
        assert "всё продолжится с того же места" in page
        done = browser.post(AGAIN, {"password": PASSWORD, "next": url(act, order)})
        assert (done["Location"], state_of(order)) == (order.get_absolute_url(), after)
        # The second act within the quarter of an hour asks nothing.
        other = make_order("submitted")
        assert send(browser, "approve", other)["Location"] == other.get_absolute_url()


def test_a_wrong_password_decides_nothing(monkeypatch):
    order = make_order("submitted")
    with_password(make_director())
    browser = signed_in_browser("director")
    with later(monkeypatch, minutes=16):
        send(browser, "approve", order)
        answer = browser.post(AGAIN, {"password": "не-тот-пароль", "next": url("approve", order)})
    assert (answer.status_code, state_of(order)) == (200, S.SUBMITTED)


def test_another_address_beside_the_password_does_nothing_else(monkeypatch):
    """What was kept goes only to where it was sent; another `next` is only a way to look at a page."""
    order = make_order("submitted")
    with_password(make_director())
    browser = signed_in_browser("director")
    with later(monkeypatch, minutes=16):
        send(browser, "approve", order)
        answer = browser.post(AGAIN, {"password": PASSWORD, "next": url("register", order)})
    assert (answer.status_code, state_of(order)) == (302, S.SUBMITTED)


@pytest.mark.parametrize("role", [None, Role.CURATOR, Role.COUNCIL, Role.PSYCHOLOGIST, Role.ADMINISTRATOR])
def test_others_are_refused_and_not_asked(monkeypatch, role):
    order = make_order("submitted")
    with_password(make_user("other", *([role] if role else [])))
    browser = signed_in_browser("other")
    with later(monkeypatch, minutes=16):
        assert send(browser, "approve", order).status_code == 403
    assert state_of(order) == S.SUBMITTED


def test_the_page_says_who_made_the_draft_does_not_approve():
    order = make_order("submitted", by=make_user("director", Role.DIRECTOR))
    browser = Client()
    browser.force_login(make_director())
    assert "подготовили вы сами" in browser.get(url("approve", order)).content.decode()
    refused = send(browser, "approve", order)
    assert refused.status_code == 403
    assert "подготовили вы сами" in refused.content.decode()
    assert state_of(order) == S.SUBMITTED


def test_a_role_that_has_gone_is_refused_after_the_password_too(monkeypatch):
    order, director = make_order("submitted"), with_password(make_director())
    browser = signed_in_browser("director")
    with later(monkeypatch, minutes=16):
        send(browser, "approve", order)
        director.role_assignments.all().delete()
        answer = browser.post(AGAIN, {"password": PASSWORD, "next": url("approve", order)})
    assert (answer.status_code, state_of(order)) == (403, S.SUBMITTED)
