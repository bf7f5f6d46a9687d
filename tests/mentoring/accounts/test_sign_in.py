"""Guessing, locking out and finding out who is here: nothing of it helps a stranger or harms the school.

| row | test |
| --- | --- |
| B1 | test_after_five_failures_the_account_pauses_whatever_the_address, test_the_pause_is_over_after_a_quarter_of_an_hour |
| B2 | test_thirty_teachers_who_fail_once_do_not_lock_out_the_next, test_an_address_has_a_limit_of_its_own |
| B3 | test_a_locked_name_goes_on_working_where_it_is_open, test_a_new_password_by_letter_ends_the_pause, test_the_administrator_lifts_the_pause |
| B4 | test_of_forty_guesses_at_once_five_are_checked |
| B5 | test_known_and_unknown_names_get_the_same_answer, test_every_guess_costs_one_hashing |
| B6 | test_a_reset_answers_the_same_for_everybody |
| B18 | test_a_fresh_installation_has_no_accounts |
| B19 | test_a_forged_address_is_not_taken |
| B20 | test_nobody_is_sent_away_after_signing_in |
"""

import re
from threading import Barrier, Thread

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse

from mentoring.accounts.models import RoleAssignment, SignInCounter, User
from mentoring.workflow.models import StatusChange
from tests.database import database_of_its_own, migrated_database
from tests.factories.people import make_administrator, make_curator, make_director, make_user
from tests.mentoring.accounts.doors import (
    LOGIN,
    PASSWORD,
    catch_letters,
    is_let_in,
    later,
    signed_in_browser,
    type_in,
    with_password,
)

pytestmark = pytest.mark.django_db
WRONG = "это-не-тот-пароль"


class CountingHasher(MD5PasswordHasher):
    made: list[str] = []

    def encode(self, password, salt):
        self.made.append(password)
        return super().encode(password, salt)


@pytest.fixture
def hashed(settings):
    """Every password that was really hashed, in order."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.made.clear()
    return CountingHasher.made


@pytest.fixture
def director():
    return with_password(make_director())


def fail(name, times=1, **extra):
    return [type_in(name, WRONG, **extra).status_code for _ in range(times)]


def test_after_five_failures_the_account_pauses_whatever_the_address(director, hashed):
    statuses = [
        type_in("director", f"{WRONG}-{number}", REMOTE_ADDR=f"10.0.0.{number}").status_code
        for number in range(25)
    ]
    assert statuses == [200] * 5 + [429] * 20
    assert len(hashed) == 5
    answer = type_in("director")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "900"
    assert re.search(r"после \d\d:\d\d", answer.content.decode())
    assert "Задайте новый по ссылке из письма" in answer.content.decode()


def test_the_pause_is_over_after_a_quarter_of_an_hour(director, monkeypatch):
    fail("director", 5)
    with later(monkeypatch, minutes=14):
        assert type_in("director").status_code == 429
    with later(monkeypatch, minutes=15, seconds=1):
        assert is_let_in(type_in("director"))


def test_guesses_during_the_pause_do_not_lengthen_it(director, monkeypatch):
    fail("director", 5)
    with later(monkeypatch, minutes=14):
        fail("director", 9)
    with later(monkeypatch, minutes=16):
        assert is_let_in(type_in("director"))


def test_old_failures_and_the_right_password_start_the_count_anew(director, monkeypatch):
    fail("director", 4)
    with later(monkeypatch, minutes=16):
        assert fail("director", 4) == [200] * 4
        assert is_let_in(type_in("director"))
        assert fail("director", 4) == [200] * 4
        assert is_let_in(type_in("director"))


def test_one_count_for_every_spelling_of_a_name(director):
    fail("director", 3)
    fail("DIRECTOR", 2)
    assert type_in("direсtоr").status_code == 429  # with Russian «с» and «о»


def test_thirty_teachers_who_fail_once_do_not_lock_out_the_next(director):
    assert [fail(f"teacher{number}") for number in range(30)] == [[200]] * 30
    assert is_let_in(type_in("director"))


def test_an_address_has_a_limit_of_its_own(director, settings):
    assert settings.SIGN_IN_FAILURES_PER_ADDRESS >= 100
    settings.SIGN_IN_FAILURES_PER_ADDRESS = 6
    assert [fail(f"teacher{number}") for number in range(8)] == [[200]] * 6 + [[429]] * 2
    assert type_in("director").status_code == 429
    assert is_let_in(type_in("director", REMOTE_ADDR="10.0.0.2"))
    # The right password from another place has taken nothing away here.
    assert fail("teacher9") == [429]


def test_a_locked_name_goes_on_working_where_it_is_open(director):
    at_work = signed_in_browser("director")
    fail("director", 6)
    assert at_work.get("/").status_code == 200
    confirmed = at_work.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert confirmed.status_code == 302


def test_a_new_password_by_letter_ends_the_pause(director, monkeypatch):
    letters = catch_letters(monkeypatch)
    User.objects.filter(pk=director.pk).update(email="director@school.example")
    fail("director", 6)
    browser = Client()
    browser.post(reverse("account_reset_password"), {"email": "director@school.example"})
    path = re.search(r"http://127\.0\.0\.1:8000(\S+)", letters[0]["body"])[1]
    page = browser.get(path, follow=True)
    fields = {"password1": "другая-тихая-гавань", "password2": "другая-тихая-гавань"}
    assert browser.post(page.request["PATH_INFO"], fields).status_code == 302
    assert is_let_in(type_in("director", "другая-тихая-гавань"))


def test_the_administrator_lifts_the_pause(director, client):
    fail("director", 6)
    client.force_login(make_administrator())
    card = reverse("users:detail", args=[director.pk])
    assert "Вход приостановлен до" in client.get(card).content.decode()
    client.post(reverse("users:lift-pause", args=[director.pk]))
    assert is_let_in(type_in("director"))
    assert "Вход приостановлен" not in client.get(card).content.decode()
    assert StatusChange.objects.get(action="lift_pause").sentence == "пауза входа снята"


def test_an_open_session_has_a_count_of_its_own(director):
    browser = signed_in_browser("director")
    again = reverse("account_reauthenticate")
    statuses = [browser.post(again, {"password": WRONG}).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    assert is_let_in(type_in("director"))


@pytest.mark.usefixtures("long_queues")
@pytest.mark.django_db(transaction=True)
def test_of_forty_guesses_at_once_five_are_checked(hashed):
    with_password(make_user("director"))
    hashed.clear()
    statuses, barrier = [], Barrier(20)

    def guess(number):
        try:
            barrier.wait()
            statuses.extend(type_in("director", f"{WRONG}-{number}-{again}").status_code for again in (1, 2))
        finally:
            connection.close()

    threads = [Thread(target=guess, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] * 5 + [429] * 35
    assert len(hashed) == 5


def same_page(answer, name):
    """The page without what differs in every request: the name typed and the token."""
    return re.sub(r'value="[^"]{64}"', "", answer.content.decode()).replace(name, "")


def test_known_and_unknown_names_get_the_same_answer(director):
    closed = with_password(make_user("closed"))
    User.objects.filter(pk=closed.pk).update(is_active=False)
    names = ("director", "nobodyy", "closed")
    for _ in range(7):
        answers = {name: type_in(name, WRONG) for name in names}
        assert len({(answer.status_code, same_page(answer, name)) for name, answer in answers.items()}) == 1
    assert answers["nobodyy"].status_code == 429


def test_every_guess_costs_one_hashing(director, hashed):
    """Time tells as much as words: unknown, closed and not yet opened accounts take one hashing like the others."""
    make_user("newcomer").set_unusable_password()
    User.objects.filter(pk=with_password(make_user("closed")).pk).update(is_active=False)
    for name in ("director", "nobody", "newcomer", "closed"):
        hashed.clear()
        type_in(name, WRONG)
        assert len(hashed) == 1, name


def test_the_database_keeps_neither_names_nor_addresses(director):
    type_in("тайный-пароль-вместо-имени", WRONG, REMOTE_ADDR="10.1.2.3")
    assert all(re.fullmatch("[0-9a-f]{64}", row.key) for row in SignInCounter.objects.all())
    assert SignInCounter.objects.count() == 2


def test_a_reset_answers_the_same_for_everybody(director, monkeypatch):
    letters = catch_letters(monkeypatch)
    User.objects.filter(pk=director.pk).update(email="director@school.example")
    answers = [
        Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in ("director@school.example", "stranger@elsewhere.example")
    ]
    first, second = [(answer.redirect_chain, same_page(answer, "")) for answer in answers]
    assert first == second
    assert [letter["to"] for letter in letters] == ["director@school.example"]


@pytest.mark.parametrize(
    "away",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "///evil.example", "http:evil.example",
        "javascript:alert(1)", "\t//evil.example", "https://127.0.0.1:8000@evil.example/",
    ],
)  # fmt: skip
def test_nobody_is_sent_away_after_signing_in(director, away):
    answer = Client().post(f"{LOGIN}", {"login": "director", "password": PASSWORD, "next": away})
    assert is_let_in(answer)
    inside = Client().post(LOGIN, {"login": "director", "password": PASSWORD, "next": "/account/"})
    assert inside["Location"] == "/account/"


@pytest.mark.parametrize(("proxies", "expected"), [(0, "10.9.9.9"), (1, "192.0.2.7")])
def test_a_forged_address_is_not_taken(director, settings, proxies, expected):
    """Without a proxy nothing of the header counts; with one, only what the proxy itself has added."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    header = {"HTTP_X_FORWARDED_FOR": "1.2.3.4, 192.0.2.7", "HTTP_X_REAL_IP": "1.2.3.4"}
    type_in("director", REMOTE_ADDR="10.9.9.9", **header)
    assert [session.ip for session in UserSession.objects.all()] == [expected]


@pytest.fixture(scope="module")
def fresh(django_db_setup, django_db_blocker):
    """A database where nothing but the migrations has been: that of the tests has been emptied since."""
    with django_db_blocker.unblock(), database_of_its_own(migrated_database()) as server:
        yield server


def test_a_fresh_installation_has_no_accounts(fresh):
    tables = [
        model._meta.db_table for model in (MigrationRecorder.Migration, User, RoleAssignment, UserSession)
    ]
    with fresh.connect() as connection:
        migrations, *people = (
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables
        )
    assert migrations > 100
    assert people == [0, 0, 0]


def test_a_closed_account_is_told_so_only_with_the_right_password():
    closed = with_password(make_curator())
    User.objects.filter(pk=closed.pk).update(is_active=False)
    assert type_in("curator", WRONG).status_code == 200
    assert type_in("curator")["Location"] == reverse("account_inactive")
