"""Every address × every actor × GET and POST against two tables that people can read.

tests/project/url_table.txt says who is let in. Its cells: «login» – asked to sign in, «+» – let in, «rule» – let in,
but a rule of the object refuses the act with a sentence, «403», «404», «405» – as the server answers.
tests/project/log_table.txt says what the log of access calls the act of a person whom the page lets in («–»: the page
touches nobody's data, «closed»: nobody is let in).

| row | test |
| --- | --- |
| C2, C5, C8, C9 | test_every_address_answers_every_actor_as_the_tables_say |
"""

import re
from pathlib import Path

import pytest

from mentoring.accounts.routes import SUBJECTS
from tests.project.canaries import patterns
from tests.project.walks.answers import ask
from tests.project.world import ACTORS

TABLES = Path(__file__).parents[1]
TABLE, LOG_TABLE = TABLES / "url_table.txt", TABLES / "log_table.txt"
# Open to everybody without signing in; each stands here by hand.
PUBLIC = {
    "home:start",
    "upkeep:health",
    "consents:policy",
    "documents:find",
    "documents:check",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "users:first",
    "users:set-first",
}


def read_table():
    """{(name, method): {actor: cell}}"""
    lines = [line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return {(name, method): dict(zip(ACTORS, cells, strict=True)) for name, method, *cells in lines}


def read_log_table():
    """{(name, method): kind}"""
    lines = [line.split() for line in LOG_TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return {(name, method): kind for name, method, kind in lines}


FOREIGN = re.compile(
    r"""(?:src|href|action|content)\s*=\s*["'](?:https?:)?//(?!127\.0\.0\.1|testserver|localhost)"""
)


def kind_left(answers):
    """How the log calls the act of the first actor let in; whoever was refused before stands in the log as well."""
    for actor in reversed(ACTORS[1:]):
        answer = answers[actor]
        if len(answer.left) > 1:
            return f"{actor}-stands-{len(answer.left)}-times"
        if answer.status < 400:
            return answer.left[0] if answer.left else "–"
        if not answer.left:
            return f"{actor}-is-refused-and-nobody-knows"
    return "closed"


def cell(answer):
    status = answer.status
    if status == 302 and answer.headers["Location"].startswith("/accounts/login/"):
        return "login"
    if status == 403:
        return "rule" if "refused.html" in answer.templates else "403"
    return "+" if status < 400 or status in (400, 409, 410, 422, 429) else str(status)


def test_every_address_stands_in_the_tables():
    named = [name for name, _ in patterns()]
    assert len(named) == len(set(named))
    assert {name for name, _ in read_table()} == set(named)
    assert {name for name, _ in read_log_table()} == {name for name in named if is_ours(name)}


def test_every_address_has_words_in_the_log():
    bare = [
        name for name, _ in patterns() if is_ours(name) and not {name, name.split(":")[0]} & set(SUBJECTS)
    ]
    assert bare == []


def test_every_view_of_ours_says_who_may_open_it():
    bare = [name for name, row in patterns() if is_ours(name) and not hasattr(row.callback, "access_policy")]
    assert bare == []


def test_only_the_listed_addresses_are_open_without_signing_in():
    opened = {name for (name, _), cells in read_table().items() if cells["anonymous"] not in ("login", "405")}
    assert opened - PUBLIC == set()


@pytest.mark.slow
@pytest.mark.django_db
def test_every_address_answers_every_actor_as_the_tables_say(school, readings, unlogged):
    """One walk over one school: who is let in, what is logged, what a reading leaves behind, what caches may keep."""
    table, log_table = read_table(), read_log_table()
    wrong = []
    for name, row in patterns():
        read = {actor: readings.of(actor)[name] for actor in ACTORS}
        sent = {actor: ask(school, actor, name, row, "POST") for actor in ACTORS}
        for method, answers in (("GET", read), ("POST", sent)):
            cells = {actor: cell(answer) for actor, answer in answers.items()}
            if cells != table.get((name, method)):
                wrong.append(" ".join([name, method, *cells.values()]))
                wrong += [answer.fell for answer in answers.values() if answer.fell]
            if is_ours(name) and kind_left(answers) != log_table.get((name, method)):
                wrong.append(f"log: {name} {method} {kind_left(answers)}")
            if name != "account_logout":
                wrong += [f"{name} {method}: {fault}" for fault in faults_of_headers(answers["curator"])]
            if method == "GET":
                for actor, answer in answers.items():
                    wrong += [f"{name} for {actor}: {fault}" for fault in faults_of_reading(name, answer)]
    assert wrong == []


def is_ours(name):
    return not name.startswith(("account_", "mfa_", "usersessions_"))


def faults_of_headers(answer):
    """No cache, no sniffing, no foreign scripts: on every answer, the refusals included."""
    headers = answer.headers
    if "no-store" not in headers.get("Cache-Control", ""):
        yield "a cache may keep it"
    if headers.get("X-Content-Type-Options") != "nosniff":
        yield "sniffing is not forbidden"
    policy = headers.get("Content-Security-Policy", "")
    if answer.is_page and ("default-src 'self'" not in policy or "unsafe" in policy):
        yield f"the content policy is {policy!r}"


def faults_of_reading(name, answer):
    """A page, a paper or an export changes no table but the log, names no other site and does not break."""
    if answer.wrote:
        yield f"reading has written to {', '.join(answer.wrote)}"
    if answer.is_page and FOREIGN.search(answer.content.decode()):
        yield "another site is named"
    if answer.status >= 500 and name != "upkeep:health":
        yield f"broke with {answer.status}"
