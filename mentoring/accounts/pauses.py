"""Guessing passwords: five failures of one account in a quarter of an hour, then a pause of a quarter of an hour.

The whole school sits behind one address, so the account pauses and not the address; the address has a wide
limit of its own. Every attempt is counted before the password is looked at and taken back when it was right:
however many guesses come at once, no more than the limit are checked.
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from mentoring.accounts.models import SignInCounter, User
from mentoring.accounts.names import look_of
from mentoring.workflow.services import add_history


class Paused(Exception):
    """No password is checked until the moment `until`."""

    def __init__(self, until):
        super().__init__(until)
        self.until = until


@dataclass(frozen=True)
class Attempt:
    """One guess that has been counted and may be checked."""

    account: str
    address: str
    at: datetime.datetime


def begin_attempt(name: str, address: str, *, purpose="sign-in") -> Attempt:
    """Count a guess; raises Paused, for a name that nobody has like for any other.

    `purpose` keeps apart the sign-in and the confirmation inside an open session: strangers who fail at
    the door do not disturb who is in already.
    """
    now = timezone.now()
    attempt = Attempt(_key(purpose, look_of(name)), _key("address", address), now)
    with transaction.atomic():
        account = _locked(attempt.account, now)
        if account.paused_until:
            raise Paused(account.paused_until)
        place = _locked(attempt.address, now)
        if len(place.failures) >= settings.SIGN_IN_FAILURES_PER_ADDRESS:
            raise Paused(place.failures[0] + _window())
        account.failures.append(now)
        place.failures.append(now)
        if len(account.failures) >= settings.SIGN_IN_FAILURES:
            account.paused_until = now + _window()
        account.save(update_fields=["failures", "paused_until", "last_change"])
        place.save(update_fields=["failures", "last_change"])
    return attempt


@transaction.atomic
def take_back(attempt: Attempt) -> None:
    """The password was right: the account starts anew, and the address has one failure less."""
    SignInCounter.objects.filter(key=attempt.account).update(failures=[], paused_until=None)
    place = _locked(attempt.address, timezone.now())
    if attempt.at in place.failures:
        place.failures.remove(attempt.at)
        place.save(update_fields=["failures", "last_change"])


def pause_of(user: User):
    """Until when the account waits, or None."""
    row = SignInCounter.objects.filter(key=_key("sign-in", look_of(user.username))).first()
    return row.paused_until if row and row.paused_until and row.paused_until > timezone.now() else None


def forget_failures(user: User) -> None:
    """The account may be tried again at once, e.g. with the password that a letter's link has just set."""
    keys = [_key(purpose, look_of(user.username)) for purpose in ("sign-in", "confirmation")]
    SignInCounter.objects.filter(key__in=keys).update(failures=[], paused_until=None)


@transaction.atomic
def lift_pause(user: User, *, by: User) -> None:
    """The administrator lets the owner try again at once."""
    forget_failures(user)
    add_history(user, by=by, action="lift_pause", sentence="пауза входа снята")


def forget_old_counters() -> None:
    """Names that were tried once would stay for ever otherwise."""
    SignInCounter.objects.filter(last_change__lt=timezone.now() - datetime.timedelta(days=1)).delete()


def _locked(key, now):
    """The counter's row, locked, without what is older than the window."""
    SignInCounter.objects.bulk_create([SignInCounter(key=key)], ignore_conflicts=True)
    row = SignInCounter.objects.select_for_update().get(key=key)
    row.failures = [at for at in row.failures if at > now - _window()]
    if row.paused_until and row.paused_until <= now:
        row.failures, row.paused_until = [], None
    row.last_change = now
    return row


def _window():
    return datetime.timedelta(minutes=settings.SIGN_IN_PAUSE_MINUTES)


def _key(kind, value):
    """Nobody's name and nobody's address: people type passwords into the wrong field."""
    return salted_hmac("mentoring.sign-in", f"{kind}:{value}", algorithm="sha256").hexdigest()
