"""One-time links: the first one from the hands of the curator, and the one of a letter.

| row | test |
| --- | --- |
| B15 | test_a_first_link_works_once, test_a_first_link_lives_three_days, test_a_first_link_leaves_the_address |
| B16 | test_a_letters_link_lives_an_hour, test_a_letters_link_works_once, test_a_letter_names_our_own_site |
"""

import datetime
import re

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.test import Client
from django.urls import reverse

from mentoring.accounts.links import first_link
from mentoring.accounts.models import User
from mentoring.accounts.services import set_active
from tests.factories.people import make_administrator, make_user
from tests.mentoring.accounts.doors import (
    PASSWORD,
    catch_letters,
    is_let_in,
    later,
    signed_in_browser,
    type_in,
    with_password,
)

pytestmark = pytest.mark.django_db
NEW = {"password1": "новая-зелёная-калитка", "password2": "новая-зелёная-калитка"}
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def pavlova():
    user = make_user("pavlova", email="pavlova@school.example")
    user.set_unusable_password()
    user.save()
    return user


def path_of(link):
    assert link.startswith(SITE + "/users/first/")
    return link.removeprefix(SITE)


def test_a_first_link_works_once(client, pavlova):
    path = path_of(first_link(pavlova))
    client.get(path, follow=True)
    assert client.post(reverse("users:set-first"), NEW)["Location"] == reverse("account_login")
    assert is_let_in(type_in("pavlova", NEW["password1"]))
    again = Client().get(path)
    assert again.status_code == 410
    assert "По этой ссылке уже задали пароль" in again.content.decode()
    assert client.get(reverse("users:set-first")).status_code == 410


def test_looking_at_a_first_link_does_not_use_it_up(pavlova):
    path = path_of(first_link(pavlova))
    assert [Client().get(path).status_code for _ in range(3)] == [302, 302, 302]


def test_a_first_link_lives_three_days(pavlova, monkeypatch):
    path = path_of(first_link(pavlova))
    with later(monkeypatch, hours=71, minutes=59):
        assert Client().get(path).status_code == 302
    with later(monkeypatch, hours=72, minutes=1):
        answer = Client().get(path)
        assert answer.status_code == 410
        assert "Срок ссылки истёк" in answer.content.decode()


def test_a_first_link_leaves_the_address(client, pavlova):
    answer = client.get(path_of(first_link(pavlova)))
    assert answer["Location"] == reverse("users:set-first")
    page = client.get(answer["Location"])
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"


def test_a_forged_or_foreign_link_opens_nothing(client, pavlova):
    token = path_of(first_link(pavlova)).split("/")[-2]
    assert client.get(reverse("users:first", args=[token[:-1] + "x"])).status_code == 404
    assert client.get(reverse("users:set-first")).status_code == 410
    assert client.post(reverse("users:set-first"), NEW).status_code == 410


def test_a_link_of_a_closed_account_opens_nothing(client, pavlova):
    path = path_of(first_link(pavlova))
    set_active(pavlova, False, by=make_administrator())
    assert client.get(path).status_code == 410


def test_a_newer_link_ends_with_the_older_one(client, pavlova):
    old, new = path_of(first_link(pavlova)), path_of(first_link(pavlova))
    client.get(new, follow=True)
    client.post(reverse("users:set-first"), NEW)
    assert Client().get(old).status_code == 410


def test_a_bad_password_stays_on_the_page_with_its_reason(client, pavlova):
    client.get(path_of(first_link(pavlova)))
    answer = client.post(reverse("users:set-first"), {"password1": "короткий", "password2": "короткий"})
    assert "слишком короткий" in answer.content.decode()
    assert User.objects.get(pk=pavlova.pk).has_usable_password() is False


def ask_for_a_letter(monkeypatch, email, **extra):
    letters = catch_letters(monkeypatch)
    Client().post(reverse("account_reset_password"), {"email": email}, **extra)
    return letters[0]["body"]


def test_a_letters_link_works_once(pavlova, monkeypatch):
    body = ask_for_a_letter(monkeypatch, "pavlova@school.example")
    path = re.search(rf"{SITE}(\S+)", body)[1]
    browser = Client()
    page = browser.get(path, follow=True)
    assert browser.post(page.request["PATH_INFO"], NEW).status_code == 302
    assert is_let_in(type_in("pavlova", NEW["password1"]))
    assert Client().get(path).status_code == 410


def test_a_letters_link_lives_an_hour(pavlova, monkeypatch):
    path = re.search(rf"{SITE}(\S+)", ask_for_a_letter(monkeypatch, "pavlova@school.example"))[1]
    now = PasswordResetTokenGenerator()._now()
    for minutes, status in ((59, 302), (61, 410)):
        moment = now + datetime.timedelta(minutes=minutes)
        monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self, moment=moment: moment)
        assert Client().get(path).status_code == status


def test_a_letter_names_our_own_site(pavlova, monkeypatch, settings):
    settings.ALLOWED_HOSTS = ["*"]
    body = ask_for_a_letter(
        monkeypatch,
        "pavlova@school.example",
        HTTP_HOST="evil.example",
        HTTP_X_FORWARDED_HOST="evil.example",
    )
    assert "evil" not in body
    assert f"{SITE}/accounts/password/reset/key/" in body
    assert "pavlova" in body


def test_who_is_in_is_out_after_a_first_link(pavlova, client):
    with_password(pavlova)
    inside = signed_in_browser("pavlova", PASSWORD)
    pavlova.refresh_from_db()
    client.get(path_of(first_link(pavlova)))
    client.post(reverse("users:set-first"), NEW)
    assert inside.get("/").status_code == 302
