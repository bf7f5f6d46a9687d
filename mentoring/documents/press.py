"""The press: a process apart that lays out one paper after another, with limits of its own.

A paper of a few typed pages may cost minutes of time or gigabytes of memory when somebody wants it to. The press
may use so much processor time a paper and so much memory in all; beyond that the system ends it, not the site. It
knows neither the settings nor the database, and nothing is fetched for it from anywhere.

Run as `python -m mentoring.documents.press MEMORY_BYTES CPU_SECONDS QUIET_SECONDS`; it ends when its input ends or
has been quiet for so long.
"""

import json
import logging
import os
import resource
import select
import signal
import sys
import traceback
from collections.abc import Mapping
from functools import lru_cache
from typing import NoReturn

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from mentoring.documents.wire import DONE, FAILED, TOO_MUCH, receive, send

# What one paper has grown to is not given back to the system; a fresh press costs a second.
WORN_OUT_KB = 256 * 1024
# A third of the processor time that a page gets beside it.
POLITENESS = 5
PAGE_KB = resource.getpagesize() // 1024


class NothingFetched(URLFetcher):
    """Refuses every address: a typed text must not bring a server's file or an outside page into a paper."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> NoReturn:
        raise ValueError("papers are made of our own templates only")


def lay_out(html: str, styles: list[str], fonts: FontConfiguration) -> bytes:
    """Return the PDF; the same input gives the same bytes."""
    document = HTML(string=html, url_fetcher=NothingFetched())
    return document.write_pdf(stylesheets=[_style(text) for text in styles], font_config=fonts, pdf_tags=True)


@lru_cache(maxsize=32)
def _style(text: str) -> CSS:
    return CSS(string=text, url_fetcher=NothingFetched())


def main(memory_bytes: int, cpu_seconds: int, quiet_seconds: int) -> None:
    """Serve requests from the standard input until it ends."""
    # Pages come first when processors are short.
    os.nice(POLITENESS)
    # Ctrl-C in the terminal is for the site, which then closes our input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whatever a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = sys.stdin.buffer
    # Typed text would stand in its warnings.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    fonts = FontConfiguration()
    # Nothing waits in the buffer: who asks waits for the answer before asking again.
    while select.select([requests], [], [], quiet_seconds)[0]:
        request = receive(requests)
        if request is None:
            return
        _limit_cpu(cpu_seconds)
        status, body = _answer(request, fonts)
        send(answers, status, body)
        if status == TOO_MUCH or resident_kb() > WORN_OUT_KB:
            return


def _answer(request: bytes, fonts: FontConfiguration) -> tuple[bytes, bytes]:
    try:
        wanted = json.loads(request)
        return DONE, lay_out(wanted["html"], wanted["styles"], fonts)
    except (MemoryError, RecursionError):
        return TOO_MUCH, b""
    except Exception:
        return FAILED, traceback.format_exc().encode(errors="replace")


def resident_kb() -> int:
    """The memory that this process holds now. Its `ru_maxrss` would begin with that of the process that started it."""
    with open("/proc/self/statm", encoding="ascii") as numbers:  # noqa: PTH123 - the quickest way, once a paper
        return int(numbers.read().split()[1]) * PAGE_KB


def _limit_cpu(seconds: int) -> None:
    """Give the next paper its seconds; past them the system ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + 1 + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
