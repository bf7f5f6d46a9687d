"""Heavy work of a request comes one after another on this machine: the pages of everybody else go on meanwhile."""

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


class TooBusy(Refused):
    """Others keep the machine busy with work of the same kind (429)."""

    status = 429


@contextmanager
def turn(kind: str, busy: str) -> Iterator[None]:
    """Wait until nobody else on this machine does work of this kind, do it, let the next one in.

    kind is a word in Latin letters, busy the sentence for who has waited in vain. Processes share the turn through a
    lock on a file: the system gives it back when a process is killed. Raises TooBusy after LONGEST_WAIT seconds.
    """
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    last = time.monotonic() + LONGEST_WAIT
    with (settings.DATA_DIR / f"{kind}.lock").open("w") as lock:
        while not _is_ours(lock):
            if time.monotonic() > last:
                raise TooBusy(busy)
            time.sleep(PAUSE)
        yield


def _is_ours(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
