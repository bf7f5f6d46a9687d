"""Without the way to the database every address answers 503 in Russian, soon, and recovers by itself (F5, F7)."""

import socket
import time

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.urls import reverse

PAGES = ["/", "/people/", "/orders/1/", "/accounts/login/", "/no-such-page/", "/jobs/1/file/"]


@pytest.fixture
def database_elsewhere(django_db_blocker):
    """Point the connection to another place; the test's own database is back afterwards."""
    usual = dict(connection.settings_dict)

    def move(**changes):
        connection.close()
        connection.settings_dict.update(changes)

    with django_db_blocker.unblock():
        yield move
        connection.close()
    connection.settings_dict.clear()
    connection.settings_dict.update(usual)


@pytest.fixture
def visitor():
    client = Client(raise_request_exception=False)
    client.cookies[django_settings.SESSION_COOKIE_NAME] = "a" * 32
    return client


def test_every_page_says_503_in_russian_and_nothing_about_the_inside(database_elsewhere, visitor, tmp_path):
    database_elsewhere(HOST=str(tmp_path))
    for method in ("get", "post"):
        for url in PAGES:
            response = getattr(visitor, method)(url)
            page = response.content.decode()
            assert (url, response.status_code, response["Retry-After"]) == (url, 503, "10")
            assert "Система ненадолго недоступна" in page
            assert "no-store" in response["Cache-Control"]
            for secret in ("OperationalError", "psycopg", str(tmp_path), "Traceback", "SELECT"):
                assert secret not in page


def test_styles_and_health_do_without_the_database(database_elsewhere, tmp_path):
    database_elsewhere(HOST=str(tmp_path))
    visitor = Client(raise_request_exception=False)
    assert visitor.get("/static/css/app.css").status_code == 200
    health = visitor.get(reverse("upkeep:health"), REMOTE_ADDR="203.0.113.7")
    assert (health.status_code, health.content) == (503, b"fail\n")


def test_a_server_that_accepts_and_keeps_silent_costs_four_seconds_at_most(
    database_elsewhere, visitor, tmp_path
):
    path = tmp_path / ".s.PGSQL.5432"
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(path))
        silent.listen(8)
        database_elsewhere(HOST=str(tmp_path), PORT="5432")
        begun = time.monotonic()
        assert visitor.get("/").status_code == 503
    assert time.monotonic() - begun < 4


def test_an_error_of_ours_is_still_a_500(monkeypatch):
    monkeypatch.setattr("mentoring.upkeep.views.examine", lambda: 1 / 0)
    response = Client(raise_request_exception=False).get(reverse("upkeep:health"))
    assert response.status_code == 500
    assert "Что-то сломалось у нас" in response.content.decode()
