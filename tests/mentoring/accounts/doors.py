"""What the tests of signing in share: a browser that types, a clock that can be moved, letters that are caught."""

import datetime
import time
from contextlib import contextmanager

from django.test import Client
from django.utils import timezone

from mentoring.accounts.models import User
from mentoring.letters.tasks import send_letter

PASSWORD = "синие-лодки-на-озере"
LOGIN = "/accounts/login/"


def with_password(user: User, password=PASSWORD) -> User:
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def type_in(name, password=PASSWORD, *, client=None, **extra):
    """What the sign-in page answers to this name and password."""
    return (client or Client()).post(LOGIN, {"login": name, "password": password}, **extra)


def is_let_in(answer) -> bool:
    return answer.status_code == 302 and answer["Location"] == "/"


def signed_in_browser(name, password=PASSWORD) -> Client:
    client = Client()
    assert is_let_in(type_in(name, password, client=client))
    return client


@contextmanager
def later(monkeypatch, **by):
    """The same world some `minutes` or `hours` later: both clocks that the product looks at."""
    shift = datetime.timedelta(**by)
    now, seconds = timezone.now, time.time
    with monkeypatch.context() as clock:
        clock.setattr(timezone, "now", lambda: now() + shift)
        clock.setattr(time, "time", lambda: seconds() + shift.total_seconds())
        yield


def catch_letters(monkeypatch) -> list[dict]:
    letters: list[dict] = []
    monkeypatch.setattr(send_letter, "defer", lambda **letter: letters.append(letter))
    return letters
