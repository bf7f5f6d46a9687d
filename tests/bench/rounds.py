"""Measuring two things in turn, so that a busy moment of the machine falls on both."""

import gc
import itertools
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mentoring.accounts.models import User
from tests.bench.stopwatch import Stopwatch

Side = Callable[[], float]
Answer = TypeVar("Answer")

# Python keeps frames in chunks of 16 KiB, about 128 of them: where a busy function begins one, each of its calls takes
# and gives back a chunk. How deep a server's thread calls us is nobody's merit, so every side is called from all over one.
DEPTHS = [number * 37 % 128 for number in range(128)]


@dataclass(frozen=True)
class Figure:
    """One line of the report; a bound is the largest ratio that is allowed."""

    name: str
    ours: float
    peer: float
    bound: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.peer

    @property
    def is_kept(self) -> bool:
        return self.bound is None or self.ratio <= self.bound

    def __str__(self):
        line = f"{self.name}: ours {in_words(self.ours)}, peer {in_words(self.peer)}, ratio {self.ratio:.2f}"
        return f"{line} ({self.note})" if self.note else line


def in_words(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def in_turn(rounds: int, *sides: Side) -> list[float]:
    """The median seconds of each side; the first round warms up and is not counted."""
    taken: list[list[float]] = [[] for _ in sides]
    for number in range(rounds + 1):
        for times, side in zip(taken, sides, strict=True):
            gc.collect()
            seconds = side()
            if number:
                times.append(seconds)
    return [statistics.median(times) for times in taken]


def timed(act: Callable[[], object]) -> Side:
    """A side out of anything that is called."""

    def side() -> float:
        start = time.perf_counter()
        act()
        return time.perf_counter() - start

    return side


def signed_in(username: str) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username=username))
    return client


def page(client: Client, address: str, *, times: int = 5) -> Side:
    """A side that opens a page: the median of the server's own time, each time from another depth of the stack."""
    depths = itertools.cycle(DEPTHS)

    def side() -> float:
        seconds = []
        for _ in range(times):
            response = from_depth(next(depths), lambda: client.get(address))
            if response.status_code != 200:
                raise SystemExit(f"{address}: {response.status_code}")
            seconds.append(Stopwatch.seconds)
        return statistics.median(seconds)

    return side


def from_depth(depth: int, act: Callable[[], Answer]) -> Answer:
    """What `act` returns, called with so many frames more on the stack."""
    return from_depth(depth - 1, act) if depth else act()


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)
