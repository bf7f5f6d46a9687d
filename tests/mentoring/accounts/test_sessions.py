"""Sessions: who is in, for how long, and how one gets out.

| row | test |
| --- | --- |
| B8 | test_a_new_password_ends_the_other_sessions_and_sends_a_letter |
| B9 | test_a_planted_session_is_not_the_one_that_signs_in |
| B10 | test_a_copied_cookie_is_dead_after_leaving, test_looking_at_the_way_out_is_not_leaving |
| B11 | tests/mentoring/accounts/test_accounts.py::test_closing_an_account_ends_its_sessions, test_a_closed_account_is_out_in_the_next_request |
| B12 | test_a_forgotten_browser_is_closed, test_no_session_outlives_the_day, test_work_keeps_a_session_open |
| B13 | test_one_sees_and_ends_ones_own_sessions, test_the_administrator_ends_anybodys_sessions |
| B14, C6, C7, C12 | test_cookies_and_headers_of_a_server |
| A13 | tests/mentoring/accounts/test_accounts.py::test_a_role_taken_away_closes_the_page_in_the_next_request |
"""

import json
import os
import subprocess
import sys

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from mentoring.accounts.enums import Role
from mentoring.accounts.models import SignInCounter, User
from mentoring.accounts.tasks import forget_old
from mentoring.workflow.models import StatusChange
from tests.factories.people import make_administrator, make_curator, make_user
from tests.mentoring.accounts.doors import (
    LOGIN,
    PASSWORD,
    catch_letters,
    later,
    signed_in_browser,
    type_in,
    with_password,
)

pytestmark = pytest.mark.django_db
NEW = "новая-зелёная-калитка"


@pytest.fixture
def teacher():
    return with_password(make_user("teacher", email="teacher@school.example"))


def is_in(browser) -> bool:
    return browser.get(reverse("home:account")).status_code == 200


def test_a_new_password_ends_the_other_sessions_and_sends_a_letter(teacher, monkeypatch):
    letters = catch_letters(monkeypatch)
    here, there = signed_in_browser("teacher"), signed_in_browser("teacher")
    address = reverse("account_change_password")
    without_old = here.post(address, {"oldpassword": "не-тот", "password1": NEW, "password2": NEW})
    assert without_old.status_code == 200
    assert is_in(there)
    answer = here.post(address, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    letter = letters[0]
    assert (letter["to"], letter["subject"]) == ("teacher@school.example", "Пароль изменён")
    assert "Если это сделали не вы" in letter["body"]
    assert NEW not in letter["body"]


def test_a_planted_session_is_not_the_one_that_signs_in(teacher):
    browser = Client()
    browser.cookies[django_settings.SESSION_COOKIE_NAME] = "planted0planted0planted0planted0"
    type_in("teacher", client=browser)
    assert browser.cookies[django_settings.SESSION_COOKIE_NAME].value != "planted0planted0planted0planted0"
    assert not Session.objects.filter(session_key="planted0planted0planted0planted0").exists()


def test_an_anonymous_session_gets_a_new_key_at_signing_in(teacher):
    browser = Client()
    session = browser.session
    session["note"] = "до входа"
    session.save()
    before, planter = session.session_key, Client()
    planter.cookies = browser.cookies.copy()
    type_in("teacher", client=browser)
    assert browser.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
    assert (is_in(browser), is_in(planter)) == (True, False)


def test_a_copied_cookie_is_dead_after_leaving(teacher):
    browser, thief = signed_in_browser("teacher"), Client()
    thief.cookies = browser.cookies.copy()
    assert is_in(thief)
    browser.post(reverse("account_logout"))
    assert not is_in(thief)


def test_looking_at_the_way_out_is_not_leaving(teacher):
    browser = signed_in_browser("teacher")
    browser.get(reverse("account_logout"))
    assert is_in(browser)


def test_a_closed_account_is_out_in_the_next_request(teacher):
    browser = signed_in_browser("teacher")
    User.objects.filter(pk=teacher.pk).update(is_active=False)
    assert browser.get(reverse("home:account"))["Location"].startswith(LOGIN)


@pytest.mark.parametrize(
    ("role", "minutes"),
    [(None, 60), (Role.COUNCIL, 60), (Role.DIRECTOR, 30), (Role.CURATOR, 30), (Role.ADMINISTRATOR, 30)],
)
def test_a_forgotten_browser_is_closed(monkeypatch, role, minutes):
    with_password(make_user("someone", *([role] if role else [])))
    with monkeypatch.context():
        browser = signed_in_browser("someone")
        with later(monkeypatch, minutes=minutes, seconds=5):
            answer = browser.get(reverse("home:account"), follow=True)
            assert "Вы долго не работали" in answer.content.decode()
            assert answer.redirect_chain[0][0] == f"{LOGIN}?next=/account/"
    browser = signed_in_browser("someone")
    with later(monkeypatch, minutes=minutes - 1):
        assert is_in(browser)


def test_work_keeps_a_session_open(teacher, monkeypatch):
    browser = signed_in_browser("teacher")
    for minutes in (50, 100, 150):
        with later(monkeypatch, minutes=minutes):
            assert is_in(browser)


def test_no_session_outlives_the_day(teacher, monkeypatch):
    browser = signed_in_browser("teacher")
    for minutes in range(50, 720, 50):
        with later(monkeypatch, minutes=minutes):
            assert is_in(browser)
    with later(monkeypatch, hours=12, seconds=1):
        assert not is_in(browser)


def test_a_page_does_not_write_the_session_every_time(teacher, django_assert_num_queries):
    browser = signed_in_browser("teacher")
    browser.get(reverse("home:account"))
    before = Session.objects.get().session_data
    browser.get(reverse("home:account"))
    assert Session.objects.get().session_data == before


def test_one_sees_and_ends_ones_own_sessions(teacher):
    here, there = signed_in_browser("teacher"), signed_in_browser("teacher")
    page = here.get(reverse("usersessions_list"))
    assert page.content.decode().count('data-label="Начат"') == 2
    assert "Закрыть остальные сеансы" in page.content.decode()
    here.post(reverse("usersessions_list"))
    assert (is_in(here), is_in(there)) == (True, False)


def test_the_administrator_ends_anybodys_sessions(teacher, client):
    browser = signed_in_browser("teacher")
    client.force_login(make_administrator())
    card = client.get(reverse("users:detail", args=[teacher.pk]))
    assert card.content.decode().count('data-label="Начат"') == 1
    client.post(reverse("users:end-sessions", args=[teacher.pk]))
    assert not is_in(browser)
    assert StatusChange.objects.get(action="end_sessions").sentence == "сеансы завершены администратором"


def test_nobody_but_the_administrator_ends_foreign_sessions(teacher, client):
    browser = signed_in_browser("teacher")
    client.force_login(make_curator())
    assert client.post(reverse("users:end-sessions", args=[teacher.pk])).status_code == 403
    assert is_in(browser)


def test_the_night_forgets_what_is_over(teacher, monkeypatch):
    signed_in_browser("teacher")
    type_in("stranger", "неверный-пароль")
    forget_old(timestamp=0)
    assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)
    assert SignInCounter.objects.count() > 0
    with later(monkeypatch, hours=25):
        forget_old(timestamp=0)
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)
    assert SignInCounter.objects.count() == 0


def test_cookies_and_headers_of_a_server(settings):
    """With an https address in the settings: cookies that neither scripts nor other hosts get, and HSTS."""
    names = [
        "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
        "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY", "CSRF_COOKIE_SAMESITE",
        "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    ]  # fmt: skip
    program = (
        f"import json, mentoring.settings as s; print(json.dumps({{n: getattr(s, n) for n in {names!r}}}))"
    )
    environment = {
        **os.environ,
        "PUBLIC_BASE_URL": "https://school.example",
        "ALLOWED_HOSTS": "school.example",
    }
    run = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, check=True, text=True
    )
    for name, value in json.loads(run.stdout).items():
        setattr(settings, name, value)
    settings.ALLOWED_HOSTS = ["school.example"]
    plain = Client().get(LOGIN, headers={"host": "school.example"})
    assert (plain.status_code, plain["Location"]) == (301, "https://school.example/accounts/login/")
    with_password(make_user("teacher"))
    browser = Client()
    answer = type_in("teacher", client=browser, secure=True, headers={"host": "school.example"})
    cookies = {
        name: (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"])
        for name, cookie in answer.cookies.items()
    }
    assert cookies == {
        "__Host-sessionid": (True, True, "Lax", "/", ""),
        "__Host-csrftoken": (True, True, "Lax", "/", ""),
    }
    assert int(answer["Strict-Transport-Security"].split("=")[1].split(";")[0]) >= 31_536_000
    headers = ("X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "X-Frame-Options")
    assert [answer[name] for name in headers] == ["nosniff", "same-origin", "same-origin", "DENY"]
