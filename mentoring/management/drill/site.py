"""The site's own processes, and killing them: a web server, a worker of jobs, a PostgreSQL."""

import os
import signal
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError, URLError

from django.db import connections

from mentoring import embedded
from mentoring.serve import Site as WebServer
from mentoring.serve import keep_jobs_running

SECONDS_TO_COME_BACK = 30
WEB_PROCESSES = 2
# The unsafe mode: what has been answered may still wait in memory for so long.
UNSAFE = {"synchronous_commit": "off", "wal_writer_delay": "10s", "wal_writer_flush_after": "1GB"}


class Site:
    """Everything runs in children of this process: they die with it. Start it before any thread."""

    def __init__(self, data: Path, port: int, *, is_unsafe: bool):
        self.data, self.port = data, port
        self.database_settings = UNSAFE if is_unsafe else {}
        self.faults: list[str] = []
        self.longest_absence = 0.0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        connections.close_all()
        self.web = _fork(lambda: WebServer(self.port, [], workers=WEB_PROCESSES).run())
        self.jobs = _fork(lambda: keep_jobs_running(pause=0.2))
        if not self.wait_until_well():
            raise SystemExit("The site does not start.")

    def stop(self) -> None:
        for process in (self.web, self.jobs):
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(process, signal.SIGTERM)
                os.waitpid(process, 0)

    # Killing ---------------------------------------------------------------------------------

    def kill_web(self) -> None:
        """All processes that answer pages; their master makes new ones."""
        _kill(_children(self.web))

    def kill_worker(self) -> None:
        _kill(_children(self.jobs))

    def kill_postgres(self) -> None:
        """The whole server at once; while it is away pages say so, and afterwards they are back by themselves."""
        postmaster = embedded.postmaster_pid(self.data)
        if postmaster is None:
            self.faults.append("PostgreSQL was not running.")
            return
        os.kill(postmaster, signal.SIGSTOP)
        _kill([*_children(postmaster), postmaster])
        begun = time.monotonic()
        self._check_absence()
        embedded.start(self.data, settings=self.database_settings)
        if not self.wait_until_well():
            self.faults.append(f"No page {SECONDS_TO_COME_BACK} seconds after PostgreSQL came back.")
        self.longest_absence = max(self.longest_absence, time.monotonic() - begun)

    def _check_absence(self) -> None:
        status, page = self.fetch("/accounts/login/?next=/orders/1/", cookie="sessionid=" + "a" * 32)
        if status not in (0, 503) or (status == 503 and "Система ненадолго недоступна" not in page):
            self.faults.append(f"Without PostgreSQL a page answered {status}.")
        status, _ = self.fetch("/static/css/app.css")
        if status not in (0, 200):
            self.faults.append(f"Without PostgreSQL the style sheet answered {status}.")

    # Looking ---------------------------------------------------------------------------------

    def fetch(self, path: str, cookie: str = "") -> tuple[int, str]:
        """(status, body); status 0 when nobody answers."""
        headers = {"Cookie": cookie} if cookie else {}
        request = urllib.request.Request(self.address + path, headers=headers)  # noqa: S310 - our own loopback
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - the same
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode(errors="replace")
        except (URLError, OSError):
            return 0, ""

    def wait_until_well(self) -> bool:
        """Does a page that needs the database open within the time allowed?"""
        deadline = time.monotonic() + SECONDS_TO_COME_BACK
        while time.monotonic() < deadline:
            if self.fetch("/check/0000-0000-0000/")[0] in (200, 404):
                return True
            time.sleep(0.1)
        return False


def _fork(work) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
    except SystemExit:
        pass
    except BaseException as problem:  # noqa: BLE001 - a forked child must not return into the drill
        sys.stderr.write(f"drill child: {problem!r}\n")
    os._exit(1)


def _children(parent: int) -> list[int]:
    """Processes whose parent this is."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            after_name = stat.read_text().rpartition(")")[2].split()
            if int(after_name[1]) == parent:
                found.append(int(stat.parent.name))
    return found


def _kill(processes: list[int]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
