"""The log as JSON: one line a request with its name, and no personal value in any line."""

import io
import json
import logging
from urllib.parse import quote

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from mentoring.log_lines import JsonFormatter
from mentoring.request_ids import RequestIdFilter
from tests.factories.people import make_curator, make_person, make_user

pytestmark = pytest.mark.django_db
CANARY = "Канарейкина"


@pytest.fixture
def log():
    """Everything the root logger gets, as the production formatter writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(RequestIdFilter())
    root, requests = logging.getLogger(), logging.getLogger("mentoring.requests")
    before = root.level, requests.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    requests.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before[0])
    requests.setLevel(before[1])


def lines(log):
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_request_is_one_line_with_its_name(client, log):
    person, curator = make_person(), make_curator()
    client.force_login(curator)
    log.truncate(0)
    log.seek(0)
    answer = client.get(reverse("people:detail", args=[person.pk]))
    (line,) = [line for line in lines(log) if line["logger"] == "mentoring.requests"]
    assert line["request"] == answer["X-Request-ID"]
    assert {key: line[key] for key in ("method", "route", "ids", "status", "user")} == {
        "method": "GET",
        "route": "people/<int:pk>/",
        "ids": {"pk": person.pk},
        "status": 200,
        "user": curator.pk,
    }
    assert line["message"].startswith("GET people/<int:pk>/ 200 ")
    assert line["ms"] >= 0


def test_no_line_holds_a_personal_value(log):
    """A search by name, a name in the address, a wrong sign-in, an error of the database that quotes a row."""
    make_person(CANARY)
    client = Client(raise_request_exception=False)
    client.get(f"/{CANARY}/?q={CANARY}")
    client.post(reverse("account_login"), {"login": CANARY, "password": CANARY})
    client.force_login(make_curator())
    client.get(reverse("people:list"), {"q": CANARY})
    client.get(reverse("home:search"), {"q": CANARY})
    client.get("/set-password/" + CANARY + "/")
    make_user("taken")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE mentoring_user SET username = 'taken', display_name = %s", [CANARY])
    except IntegrityError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/people/")
    written = log.getvalue()
    assert len(lines(log)) >= 6
    assert CANARY not in written
    assert CANARY.encode("unicode_escape").decode() not in written.replace("\\\\", "\\")
    assert quote(CANARY) not in written
    assert "Not Found: (адрес)" in [line["message"] for line in lines(log)]
    assert "taken" not in written
    broken = next(line for line in lines(log) if "error" in line)
    assert [error["kind"] for error in broken["error"]] == ["IntegrityError", "UniqueViolation"]
    assert "test_log_lines.py" in broken["error"][0]["places"][0]


def test_an_ordinary_error_keeps_its_words(log):
    try:
        {}["absent"]
    except KeyError:
        logging.getLogger("mentoring").exception("Broken")
    assert lines(log)[0]["error"][0]["words"] == "'absent'"


def test_a_refused_page_is_one_line_without_a_way_through_the_code(client, log):
    client.force_login(make_user("stranger"))
    log.truncate(0)
    log.seek(0)
    assert client.get(reverse("people:list")).status_code == 403
    (refused,) = [line for line in lines(log) if line["logger"] == "django.request"]
    assert refused["message"].startswith("Forbidden") and "error" not in refused
