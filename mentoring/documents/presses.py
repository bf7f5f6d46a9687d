"""The presses of this process: started when a paper is wanted, ended when a paper is too much for them."""

import atexit
import json
import os
import subprocess  # noqa: S404 - only fixed programs, no shell
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError

from mentoring.documents.wire import DONE, FAILED, receive, send
from mentoring.workflow.verdicts import Refused

# Seconds on the clock: the processor's seconds come first unless the machine is very busy.
LONGEST_WAIT = 50
LONGEST_QUEUE = 40
MOST_PRESSES = min(os.cpu_count() or 1, 4)
# A press that nobody needs gives its memory back.
QUIET_SECONDS = 600
# The press needs its libraries and fonts, none of our keys and addresses.
KEPT_ENVIRONMENT = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "PYTHONHOME",
    "XDG_CACHE_HOME",
)
TOO_LARGE = (
    "Документ слишком велик, чтобы собрать его в PDF. "
    "Сократите текст или разделите список на несколько документов."
)
TOO_BUSY = "Сейчас собирается сразу несколько больших документов. Подождите минуту и попробуйте снова."


class PaperNotMade(Refused, ValidationError):
    """No PDF can be made of this text, or not at this moment; the sentence says what to do."""

    status = 422


class PressGone(Exception):
    """The press had left before the paper came, because it had been quiet for long."""


class Press:
    """One process that lays out papers, one at a time."""

    def __init__(self, quiet_seconds: int = QUIET_SECONDS) -> None:
        limits = (settings.PDF_MEMORY_MB * 1024 * 1024, settings.PDF_CPU_SECONDS, quiet_seconds)
        kept = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
        self.process = subprocess.Popen(  # noqa: S603 - our own module and three numbers
            [sys.executable, "-m", "mentoring.documents.press", *map(str, limits)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=settings.BASE_DIR,
            env={**kept, "PYTHONUTF8": "1"},
        )
        self.requests, self.answers = _pipes_of(self.process)
        # Set while an answer is owed: a press left in the middle of one is of no more use.
        self.owes = False

    def lay_out(self, request: bytes) -> bytes:
        """Return the PDF; raises PaperNotMade when the press did not bear it."""
        alarm = threading.Timer(LONGEST_WAIT, self.process.kill)
        alarm.start()
        self.owes = True
        try:
            send(self.requests, request)
            answer = receive(self.answers)
        except BrokenPipeError:
            answer = None
        finally:
            alarm.cancel()
        if answer is None:
            if self.process.wait() == 0:
                raise PressGone
            raise PaperNotMade(TOO_LARGE)
        self.owes = False
        status, body = answer[:1], answer[1:]
        if status == FAILED:
            raise RuntimeError(f"the press failed:\n{body.decode(errors='replace')}")
        if status != DONE:
            raise PaperNotMade(TOO_LARGE)
        return body

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        with suppress(BrokenPipeError):
            self.requests.close()
        self.answers.close()

    @property
    def is_ready(self) -> bool:
        return not self.owes and self.process.poll() is None


def _pipes_of(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("a press was started without its pipes")
    return process.stdin, process.stdout


class Presses:
    """As many presses as there are processors; a press that ended is replaced when it is wanted."""

    def __init__(self) -> None:
        self._room = threading.Semaphore(MOST_PRESSES)
        self._idle: list[Press] = []

    def lay_out(self, html: str, styles: Sequence[str]) -> bytes:
        """Return the PDF of the HTML; raises PaperNotMade when it takes too much, or too many are being made."""
        request = json.dumps({"html": html, "styles": list(styles)}).encode()
        if not self._room.acquire(timeout=LONGEST_QUEUE):
            raise PaperNotMade(TOO_BUSY)
        try:
            return self._on_some_press(request)
        finally:
            self._room.release()

    def _on_some_press(self, request: bytes) -> bytes:
        while True:
            press = self._take()
            try:
                return press.lay_out(request)
            except PressGone:
                continue
            finally:
                self._put_back(press)

    def _take(self) -> Press:
        while self._idle:
            press = self._idle.pop()
            if press.is_ready:
                return press
            press.end()
        return Press()

    def _put_back(self, press: Press) -> None:
        if press.is_ready:
            self._idle.append(press)
        else:
            press.end()

    def end(self) -> None:
        """End the presses that stand idle."""
        while self._idle:
            self._idle.pop().end()


_presses = Presses()


def lay_out(html: str, styles: Sequence[str]) -> bytes:
    """Return the PDF of the HTML under these styles; the same input gives the same bytes.

    Raises PaperNotMade when it needs more time or memory than a paper may take.
    """
    return _presses.lay_out(html, styles)


def _start_anew() -> None:
    # The presses of the process that this one was forked from are not ours.
    global _presses
    _presses = Presses()


os.register_at_fork(after_in_child=_start_anew)
atexit.register(lambda: _presses.end())
