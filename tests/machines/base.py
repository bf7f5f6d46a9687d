"""What the state machines stand on: a school built once, steps through the real pages, a rollback per example.

A step is one request of one person. After it the database is read by a single query and compared with what it
was before: `check` of each machine says what must hold, `Machine.step` what holds for all of them. More examples than the suite takes:
MACHINE_EXAMPLES=200 bin/test tests/machines
"""

import json
import logging
import os
import time
from urllib.parse import urlencode

from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler, FakePayload
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "67"))
STEPS = 25
SIGNED_IN_SECONDS = 300
ANSWERED = {200, 302, 403, 404, 409}
SETTINGS = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)


class School:
    """The people and things of a machine; built before the first example, never changed for good."""

    def __init__(self, users):
        self.users = users
        self.sign_in()
        # The whole stack of middleware and views without what a test client keeps for assertions.
        self.handler, self.factory = ClientHandler(enforce_csrf_checks=False), RequestFactory()

    def sign_in(self):
        """Everybody signs in; a long run does it again, before approval asks for the password anew."""
        self.sessions = {name: self._session(user) for name, user in self.users.items()}
        self.signed_in_at = time.monotonic()

    @staticmethod
    def _session(user):
        client = Client()
        client.force_login(user)
        return "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items())

    def post(self, actor, name, *args, **fields):
        """The answer to a form sent by this actor; each request begins with the cookies of the sign-in."""
        request = self.factory._base_environ(HTTP_COOKIE=self.sessions[actor])
        body = urlencode(fields, doseq=True).encode()
        request |= {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": reverse(name, args=args),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": FakePayload(body),
        }
        return self.handler(request)


class Machine(RuleBasedStateMachine):
    """One example: everything it writes is rolled back."""

    school: School
    snapshot_sql: str
    steps = 0
    reached: set

    def __init__(self):
        super().__init__()
        if time.monotonic() - self.school.signed_in_at > SIGNED_IN_SECONDS:
            self.school.sign_in()
        self.point = transaction.savepoint()
        self.now = self.look()

    def teardown(self):
        transaction.savepoint_rollback(self.point)
        transaction.set_rollback(False)

    def look(self):
        """Everything that `check` compares, by one query."""
        with connection.cursor() as cursor:
            cursor.execute(self.snapshot_sql)
            return json.loads(cursor.fetchone()[0])

    def step(self, actor, name, *args, **fields):
        """One request, and what must hold after any request."""
        type(self).steps += 1
        response = self.school.post(actor, name, *args, **fields)
        before, self.now = self.now, self.look()
        assert response.status_code in ANSWERED, response.status_code
        if response.status_code != 302:
            assert self.now == before, f"{response.status_code}, yet something was written"
        if self.now != before and not self.is_gone(before, self.now):
            assert self.now["history"] > before["history"], "a change without a line of history"
        self.check(before, self.now, actor)
        return response

    @staticmethod
    def is_gone(before, after):
        """Was something removed? A row that is no more has a line among the deletions, not a step of its own."""
        tables = [name for name, rows in before.items() if isinstance(rows, dict)]
        return any(before[name].keys() - (after[name] or {}).keys() for name in tables)

    def straight_on(self):
        """One way through the states that chance alone may miss, under the same checks: each machine writes its own."""

    def check(self, before, after, actor):
        """What must hold in this machine's room: each machine writes its own."""


def run(machine, school, examples=EXAMPLES):
    """Run the machine in the present transaction; returns its class, with `steps` made and states `reached`."""
    # Every deferred constraint speaks at once, as it would at the end of the request's own transaction.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    logging.disable(logging.CRITICAL)
    kind = type(machine.__name__, (machine,), {"school": school, "steps": 0, "reached": set()})
    try:
        first = kind()
        try:
            first.straight_on()
        finally:
            first.teardown()
        run_state_machine_as_test(kind, settings=settings(SETTINGS, max_examples=examples))
    finally:
        logging.disable(logging.NOTSET)
    return kind
