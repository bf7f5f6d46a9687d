"""I2, I12: what a person sees when something breaks, and how the administrator finds it in the log.

| row | test |
| --- | --- |
| I2 | test_a_fault_shows_nothing_of_the_inside, test_own_pages_for_what_cannot_be_served |
| I12 | test_a_fault_has_the_same_name_on_the_page_and_in_the_log, test_a_name_from_outside_is_not_taken |
"""

import logging
import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from mentoring import urls as house
from mentoring.accounts.access import public
from mentoring.request_ids import RequestIdFilter

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
INSIDE = re.compile(
    r"Traceback|/work|/tmp|site-packages|\.py\b|Django|psycopg|SELECT|ProgrammingError|no_such_table"
)


@public
def fault(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM no_such_table")


@public
def plain(request):
    return HttpResponse("да")


urlpatterns = [path("fault/", fault), path("plain/", plain), *house.urlpatterns]
handler403, handler500 = house.handler403, house.handler500


@pytest.fixture
def browser():
    return Client(raise_request_exception=False)


def test_a_fault_shows_nothing_of_the_inside(browser):
    answer = browser.get("/fault/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Что-то сломалось у нас" in page
    assert INSIDE.search(page) is None
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "Server" not in answer


def test_a_fault_has_the_same_name_on_the_page_and_in_the_log(browser, caplog):
    caplog.handler.addFilter(RequestIdFilter())
    with caplog.at_level(logging.ERROR, logger="django.request"):
        answer = browser.get("/fault/")
    name = answer["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{8}", name)
    assert f"<strong>{name}</strong>" in answer.content.decode()
    line = next(record for record in caplog.records if record.name == "django.request")
    assert line.request_id == name
    assert line.exc_info is not None


def test_a_name_from_outside_is_not_taken(browser):
    answers = [browser.get("/plain/", headers={"X-Request-ID": "forged\nline"}) for _ in range(2)]
    names = {answer["X-Request-ID"] for answer in answers}
    assert len(names) == 2
    assert all(re.fullmatch("[0-9a-f]{8}", name) for name in names)


@pytest.mark.parametrize(
    ("status", "address", "headers", "words"),
    [
        (404, "/no/such/page/", {}, "Такой страницы нет"),
        (400, "/plain/", {"host": "evil.example"}, "Запрос не понят"),
        (403, "/accounts/login/", {"origin": "https://evil.example"}, "Страница устарела"),
    ],
)
def test_own_pages_for_what_cannot_be_served(status, address, headers, words):
    browser = Client(raise_request_exception=False, enforce_csrf_checks=True)
    answer = browser.post(address, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert INSIDE.search(page) is None
    assert "default-src 'self'" in answer["Content-Security-Policy"]
