"""Heavy work of a request comes one after another on this machine, with rests: everybody's pages go on meanwhile."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings

from mentoring.workflow.verdicts import Refused

# Seconds: a list of a whole school takes half a second, nobody waits longer than for a dozen of them.
LONGEST_WAIT = 20
PAUSE = 0.02
# Seconds of rest for each second of work: lists take a third of one processor, however slow it is. Not for ever.
REST, LONGEST_REST = 2, 2


class TooBusy(Refused):
    """Others keep the machine busy with work of the same kind (429)."""

    status = 429


@contextmanager
def turn(kind: str, busy: str) -> Iterator[None]:
    """Wait until nobody else on this machine does work of this kind, do it, let the next one in after a rest.

    kind is a word in Latin letters, busy the sentence for who has waited in vain. Processes share the turn through a
    lock on a file: the system gives it back when a process is killed. Raises TooBusy after LONGEST_WAIT seconds.
    """
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    last = time.monotonic() + LONGEST_WAIT
    with (settings.DATA_DIR / f"{kind}.lock").open("a+") as lock:
        while not _is_ours(lock) or _rests(lock):
            if time.monotonic() > last:
                raise TooBusy(busy)
            time.sleep(PAUSE)
        start = time.monotonic()
        try:
            yield
        finally:
            _let_rest(lock, time.monotonic() - start)


def _rests(lock: IO[str]) -> bool:
    lock.seek(0)
    until = float(lock.read() or 0)
    # A clock set back does not make a rest longer.
    return 0 < until - time.time() <= LONGEST_REST


def _let_rest(lock: IO[str], worked: float) -> None:
    lock.truncate(0)
    lock.write(f"{time.time() + min(REST * worked, LONGEST_REST)}")
    lock.flush()


def _is_ours(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
