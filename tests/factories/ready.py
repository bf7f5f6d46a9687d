"""Pairs that a module of tests keeps ready: people, consents and answers are most of the work of a small world.

The pair is made once in the module's lasting database (tests/conftest.py) by the usual services. The first thing of a
test that needs a pair takes it; whatever the test does to it is taken back.
"""

from contextlib import contextmanager

from registry.pairs.models import Mentorship
from registry.people.models import Person

_ready: list[int] = []


@contextmanager
def kept_ready(mentorship):
    _ready.append(mentorship.pk)
    try:
        yield mentorship
    finally:
        _ready.remove(mentorship.pk)


def ready_pair(state) -> Mentorship | None:
    """The ready pair while it is in this state and has no programme yet; None when nothing is kept ready."""
    if not _ready:
        return None
    return Mentorship.objects.filter(pk__in=_ready, status=state, programmes=None).first()


def lend_accounts(usernames) -> None:
    """Let a test make another pair of people with these accounts than the one that is kept ready."""
    if _ready:
        Person.objects.filter(user__username__in=usernames).update(user=None)
