"""What an address answers to an actor: asked once, then looked at by every check that it concerns."""

from dataclasses import dataclass
from functools import cached_property

from django.db import connection, transaction
from django.urls import URLPattern, reverse

from tests.project.canaries import patterns, rows_written, text_of
from tests.project.world import VISITS


@dataclass
class Answer:
    """All of an answer that may be looked at; what it did was taken back."""

    name: str
    row: URLPattern
    address: str
    status: int
    headers: dict[str, str]
    content: bytes
    # The names of the templates that it was made of.
    templates: list[str]
    # How the log of access calls what was done, once for each line it keeps of it.
    left: list[str]
    # The tables that it wrote to beside what a visit itself writes.
    wrote: list[str]
    # What the server fell over, in words.
    fell: str = ""

    @property
    def kind(self) -> str:
        return self.headers.get("Content-Type", "")

    @property
    def is_page(self) -> bool:
        return "html" in self.kind

    @cached_property
    def text(self) -> str:
        """Everything that a person could read in it."""
        return text_of(self.headers, self.content)


def content_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def address_of(school, name, row) -> str:
    """The address with the numbers of an ordinary thing of its room."""
    return reverse(name, kwargs=school.kwargs_of(name, row.pattern.regex.groupindex))


def ask(school, actor, name, row, method="GET") -> Answer:
    """One request in the name of the actor; everything is rolled back."""
    address = address_of(school, name, row)
    with transaction.atomic():
        response = getattr(school.client(actor), method.lower())(address)
        content = content_of(response)
        left = kinds_logged(school.last_record)
        transaction.set_rollback(True)
    templates = [template.name for template in response.templates]
    headers, fell = dict(response.headers), response.fell
    return Answer(name, row, address, response.status_code, headers, content, templates, left, [], fell)


def kinds_logged(since: int) -> list[str]:
    """How the log of access calls everything that it keeps behind the line of this number."""
    with connection.cursor() as cursor:
        # Asked after each request: the ORM would take longer than the database.
        cursor.execute("SELECT kind FROM mentoring_accessrecord WHERE id > %s ORDER BY id", [since])
        return [kind for (kind,) in cursor.fetchall()]


class Readings:
    """Every address as each actor reads it in the school as it was built.

    An actor's round is made when it is first asked for: a test that changes the school asks before that.
    """

    def __init__(self, school):
        self.school = school
        self._rounds: dict[str, dict[str, Answer]] = {}

    def of(self, actor: str) -> dict[str, Answer]:
        """{name of the address: answer}"""
        if actor not in self._rounds:
            self._rounds[actor] = self._round(actor)
        return self._rounds[actor]

    def _round(self, actor):
        assert kinds_logged(self.school.last_record) == [], "the school is not what it was when it was built"
        answers, before = {}, rows_written()
        for name, row in patterns():
            answers[name] = answer = ask(self.school, actor, name, row)
            # What was rolled back stays in the count: the next answer begins with it.
            after = rows_written()
            answer.wrote = sorted(
                table for table in after.keys() - VISITS if after[table] != before.get(table)
            )
            before = after
        return answers
