"""A working day at once: many people at gunicorn on this machine's loopback. `bin/load` runs it.

    bin/load [--people 60] [--seconds 60]

Prints p50, p95 and p99 of pages and forms, of a storm of sign-ins, and of pages while exports run.
"""

import argparse
import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - they need Django's applications
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402

from mentoring.accounts.models import User  # noqa: E402
from registry.people.models import Person  # noqa: E402
from tests.bench import school  # noqa: E402
from tests.factories.orders import make_school  # noqa: E402
from tests.factories.people import make_curator, make_user  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
PASSWORD = "a long enough password"  # noqa: S105 - of accounts that live for a minute
PAGES = ("/", "/people/", "/people/?page=3", "/pairs/", "/orders/", "/programmes/", "/people/{pk}/")
# Seconds that 95 of 100 may take; beside exports a page may take half as long again as without them.
PAGES_BOUND, FORMS_BOUND, SIGN_INS_BOUND, EXPORTS_BOUND = 0.5, 0.7, 3.0, 20.0
STORM_BOUND = 1.0
SLOWER = 1.5
THINKING = (1.0, 3.0)
FORM_SHARE = 0.15
# The server closes a connection that rests for five seconds: like a browser, open a new one.
KEPT_OPEN = 4.0
HEADERS = {
    "Host": HOST,
    "X-Forwarded-Proto": "https",
    "Referer": f"https://{HOST}/",
    "Origin": f"https://{HOST}",
}
FIELD = re.compile(r'name="(\w+)"[^>]*?value="([^"]*)"')


class Visitor:
    """One person with a browser: a connection that stays open, cookies, a list of what each act took."""

    def __init__(self, port: int, session: str = ""):
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.cookies = {"__Host-sessionid": session} if session else {}
        self.taken: dict[str, list[float]] = {"pages": [], "forms": [], "sign-ins": [], "exports": []}
        self.errors: list[str] = []
        self.last = 0.0

    def ask(self, kind: str, method: str, address: str, data: dict | None = None) -> str:
        if time.monotonic() - self.last > KEPT_OPEN:
            self.connection.close()
        self.last = time.monotonic()
        body = urlencode(data) if data else None
        headers = {**HEADERS, "Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start = time.perf_counter()
        try:
            self.connection.request(method, address, body, headers)
            answer = self.connection.getresponse()
            content = answer.read()
        except OSError as problem:
            self.errors.append(f"{address}: {problem!r}")
            self.connection.close()
            return ""
        self.taken[kind].append(time.perf_counter() - start)
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            key, _, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[key] = value
        if answer.status >= 400 or (method == "GET" and answer.status != 200):
            self.errors.append(f"{method} {address}: {answer.status}")
        return content.decode(errors="replace")

    def work(self, people: list[int], own: int, goes_on: Callable[[], bool]) -> None:
        """Open pages and, now and then, change the own card: two at one card would be refused, rightly."""
        chance = random.Random(id(self))  # noqa: S311 - which page comes next is no secret
        time.sleep(chance.uniform(0, THINKING[1]))
        while goes_on():
            pk = chance.choice(people)
            if chance.random() < FORM_SHARE:
                self.edit(own)
            else:
                self.ask("pages", "GET", chance.choice(PAGES).format(pk=pk))
            time.sleep(chance.uniform(*THINKING))

    def export(self, times: int) -> None:
        for _ in range(times):
            self.ask("exports", "GET", "/people/export/")

    def forget(self) -> None:
        """What was done so far is not measured."""
        self.taken = {kind: [] for kind in self.taken}

    def edit(self, pk: int) -> None:
        """Open a card, change the note, save: what a curator does all day."""
        page = self.ask("pages", "GET", f"/people/{pk}/edit/")
        fields = dict(FIELD.findall(page.partition("<main")[2]))
        if fields:
            fields |= {"gender": "m", "note": f"note {time.time():.0f}"}
            self.ask("forms", "POST", f"/people/{pk}/edit/", fields)

    def sign_in(self, username: str) -> None:
        page = self.ask("pages", "GET", "/accounts/login/")
        token = dict(FIELD.findall(page)).get("csrfmiddlewaretoken", "")
        self.ask(
            "sign-ins",
            "POST",
            "/accounts/login/",
            {"login": username, "password": PASSWORD, "csrfmiddlewaretoken": token},
        )
        if "__Host-sessionid" not in self.cookies:
            self.errors.append(f"{username} is not signed in")


def found(people: int) -> tuple[list[str], list[int]]:
    """A school of 500, an account for everybody who works; sessions and numbers of cards."""
    make_school()
    first = make_curator()
    first.set_password(PASSWORD)
    school.add_people(0, school.SMALL)
    sessions = []
    for number in range(people):
        user = make_user(f"worker{number}", "curator")
        User.objects.filter(pk=user.pk).update(password=first.password)
        client = Client()
        client.force_login(User.objects.get(pk=user.pk))
        sessions.append(client.session.session_key)
    return sessions, list(Person.objects.order_by("pk").values_list("pk", flat=True)[:200])


def serve(port: int, folder: Path) -> subprocess.Popen:
    """gunicorn as `deploy/` starts it, on the loopback address."""
    environment = {**os.environ, "GUNICORN_BIND": f"{HOST}:{port}", "DATABASE_MAY_LOSE_DATA": "true"}
    with (folder / "web.log").open("w") as log:
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "mentoring.wsgi"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)  # noqa: S603
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=5)
            connection.request("GET", "/accounts/login/", headers=HEADERS)
            connection.getresponse().read()
        except OSError:
            if server.poll() is not None:
                raise SystemExit((folder / "web.log").read_text()) from None
            time.sleep(0.1)
        else:
            return server
    raise SystemExit("gunicorn does not answer")


def begin(acts) -> list[threading.Thread]:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    return threads


def together(acts) -> None:
    for thread in begin(acts):
        thread.join()


def cuts_of(visitors: list[Visitor], kind: str) -> list[float]:
    """The percentiles of all acts of this kind, seconds; nothing for less than two of them."""
    taken = sorted(second for visitor in visitors for second in visitor.taken[kind])
    return statistics.quantiles(taken, n=100, method="inclusive") if len(taken) > 1 else []


def report(title: str, visitors: list[Visitor], **bounds: float) -> bool:
    """Print what acts of each kind in `bounds` took; return whether 95 of 100 kept within so many seconds."""
    good = True
    for kind, bound in bounds.items():
        cuts = cuts_of(visitors, kind)
        if not cuts:
            continue
        count = sum(len(visitor.taken[kind]) for visitor in visitors)
        p50, p95, p99 = (cuts[number - 1] * 1000 for number in (50, 95, 99))
        print(
            f"{title}, {kind}: n {count}, p50 {p50:.0f} ms, p95 {p95:.0f} ms (bound {bound * 1000:.0f}), p99 {p99:.0f} ms"
        )
        good &= p95 <= bound * 1000
    errors = [error for visitor in visitors for error in visitor.errors]
    print(
        f"{title}, errors: {len(errors)} {errors[:5]}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
        flush=True,
    )
    return good and not errors


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/load")
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--port", type=int, default=8790)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    sessions, cards = found(max(options.people, 30))
    connections.close_all()
    with tempfile.TemporaryDirectory() as folder:
        server = serve(options.port, Path(folder))
        try:
            return 0 if Day(options, sessions, cards).is_good() else 1
        finally:
            server.terminate()
            server.wait(40)


class Day:
    """What happens at the school: a usual hour, all sign in at once, lists are taken away meanwhile."""

    def __init__(self, options: argparse.Namespace, sessions: list[str], cards: list[int]):
        self.options, self.sessions, self.cards = options, sessions, cards
        self.title = f"{options.people} people"

    def is_good(self) -> bool:
        usual = self.crowd(self.options.people)
        together(self.work_of(usual, self.options.seconds))
        good = report(self.title, usual, pages=PAGES_BOUND, forms=FORMS_BOUND)
        storm = self.newcomers()
        together(self.sign_ins(storm))
        good &= report("30 at once", storm, **{"sign-ins": SIGN_INS_BOUND})
        good &= self.is_good_while_others_sign_in()
        return good & self.is_good_beside_exports(cuts_of(usual, "pages")[94])

    def is_good_while_others_sign_in(self) -> bool:
        at_work, over = self.crowd(self.options.people), threading.Event()
        threads = begin(self.work_of(at_work, 60, over))
        # By then everybody has come to work.
        time.sleep(THINKING[1])
        for visitor in at_work:
            visitor.forget()
        storm = self.newcomers()
        together(self.sign_ins(storm))
        over.set()
        for thread in threads:
            thread.join()
        report(f"30 at once beside {self.title}", storm, **{"sign-ins": SIGN_INS_BOUND})
        return report(f"{self.title} while 30 sign in", at_work, pages=STORM_BOUND)

    def is_good_beside_exports(self, usual: float) -> bool:
        beside, heavy = self.crowd(self.options.people), self.crowd(5)
        exports = [lambda visitor=visitor: visitor.export(5) for visitor in heavy]
        together(self.work_of(beside, self.options.seconds / 3) + exports)
        report("5 exports", heavy, exports=EXPORTS_BOUND)
        return report(f"{self.title} while 5 exports run", beside, pages=usual * SLOWER)

    def crowd(self, count: int) -> list[Visitor]:
        return [Visitor(self.options.port, session) for session in self.sessions[:count]]

    def newcomers(self) -> list[Visitor]:
        return [Visitor(self.options.port) for _ in range(30)]

    def sign_ins(self, visitors: list[Visitor]) -> list[Callable]:
        return [
            lambda visitor=visitor, n=n: visitor.sign_in(f"worker{n}") for n, visitor in enumerate(visitors)
        ]

    def work_of(
        self, visitors: list[Visitor], seconds: float, over: threading.Event | None = None
    ) -> list[Callable]:
        until = time.monotonic() + seconds

        def goes_on() -> bool:
            return time.monotonic() < until and not (over and over.is_set())

        return [
            lambda visitor=visitor, own=own: visitor.work(self.cards, own, goes_on)
            for visitor, own in zip(visitors, self.cards, strict=False)
        ]


if __name__ == "__main__":
    sys.exit(main())
