"""What arrives at gunicorn itself, past nginx: requests that two readers would take for different ones."""

import os
import re
import secrets
import socket
import subprocess
import sys
import time
from contextlib import closing

import pytest

from tests.database import database_of_its_own, migrated_database
from tests.project.test_two_machines import ROOT, free_port, url_of

LONGEST_START = 120
NAME = "mentoring.school.example"
PAGE = "/accounts/login/"
GET, POST = f"GET {PAGE} HTTP/1.1", f"POST {PAGE} HTTP/1.1"
# A whole request that hides in the body of another: answered with 200 when it is taken for one.
HIDDEN = f"{GET}\r\nHost: {NAME}\r\nX-Forwarded-Proto: https\r\n\r\n".encode()
CHUNKED, LENGTH = "Transfer-Encoding: chunked", "Content-Length: 5"


@pytest.fixture(scope="module")
def port(django_db_setup, django_db_blocker, tmp_path_factory):
    """The site as a server runs it, with the settings of one; its database is dropped at the end."""
    folder, port = tmp_path_factory.mktemp("raw"), free_port()
    not_of_a_server = {"SECRET_KEY_FILE", "DJANGO_SETTINGS_MODULE", "DEBUG", "USE_HTTPS"}
    inherited = {key: value for key, value in os.environ.items() if key not in not_of_a_server}
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "mentoring.wsgi"]
    with (
        django_db_blocker.unblock(),
        database_of_its_own(migrated_database()) as database,
        (folder / "log").open("w") as log,
    ):
        environment = inherited | {
            "DATABASE_URL": url_of(database), "DATA_DIR": str(folder), "HOME": str(folder), "SECRET_KEY": secrets.token_urlsafe(64),
            "PUBLIC_BASE_URL": f"https://{NAME}", "ALLOWED_HOSTS": NAME, "BEHIND_PROXY": "true",
            "SERVE_STATIC_FROM_SOURCE": "true", "GUNICORN_BIND": f"127.0.0.1:{port}", "GUNICORN_WORKERS": "1",
            "DATABASE_MAY_LOSE_DATA": "true",
        }  # fmt: skip
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            until = time.monotonic() + LONGEST_START
            while not listens(port):
                assert server.poll() is None and time.monotonic() < until, (folder / "log").read_text()[
                    -2000:
                ]
                time.sleep(0.1)
            yield port
            assert list(folder.rglob("*.ctl")) == []
        finally:
            server.terminate()
            server.wait(LONGEST_START)


def listens(port):
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ask(port, first, *lines, body=b"", proto="X-Forwarded-Proto: https"):
    """All that comes back until the server hangs up."""
    head = [first, f"Host: {NAME}", proto, *lines, "", ""]
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall("\r\n".join(head).encode() + body)
        line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65536), b"")).decode(errors="replace")


def statuses(answer):
    return re.findall(r"^HTTP/1\.1 (\d+)", answer, re.MULTILINE)


AMBIGUOUS = {
    "length and chunks": (LENGTH, CHUNKED),
    "chunks and length": (CHUNKED, LENGTH),
    "chunks twice": (CHUNKED, CHUNKED),
    "chunks not last": (f"{CHUNKED}, identity",),
    "chunks after a control character": ("Transfer-Encoding: \x0bchunked",),
    "two lengths": (LENGTH, "Content-Length: 6"),
    "a list of lengths": ("Content-Length: 5, 5",),
    "a length with a sign": ("Content-Length: +5",),
    "a negative length": ("Content-Length: -5",),
    "a length of another base": ("Content-Length: 0x5",),
    "a folded line": (LENGTH, "X-A: a", f" {CHUNKED}"),
    "a space before the colon": ("Content-Length : 5",),
    "a zero in a value": ("X-A: a\0b", LENGTH),
    "half an end of line": (f"X-A: a\n{CHUNKED}", LENGTH),
    "the other half": (f"X-A: a\r{CHUNKED}", LENGTH),
    "two hosts": ("Host: evil.example", LENGTH),
    "both schemes": ("X-Forwarded-Ssl: off", LENGTH),
}


@pytest.mark.parametrize("lines", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_what_can_be_read_in_two_ways_is_refused_and_the_line_is_closed(port, lines):
    assert statuses(ask(port, POST, *lines, body=b"0\r\n\r\n" + HIDDEN)) == ["400"]


@pytest.mark.parametrize(
    ("first", "lines", "status"),
    [
        (f"POST {PAGE} HTTP/1.0", [CHUNKED], "400"),
        (f"{POST} x", [LENGTH], "400"),
        (f"POST {PAGE} HTTP/9.9", [LENGTH], "400"),
        (POST, ["Transfer-Encoding: xchunked"], "501"),
        (f"GET /{'a' * 5000} HTTP/1.1", [], "414"),
        (GET, [f"X-{number}: 1" for number in range(70)], "431"),
        (GET, [f"X-A: {'a' * 9000}"], "431"),
    ],
    ids=[
        "old version",
        "more words",
        "no version",
        "unknown coding",
        "long address",
        "many lines",
        "long line",
    ],
)
def test_what_is_no_request_of_ours_is_refused_and_the_line_is_closed(port, first, lines, status):
    assert statuses(ask(port, first, *lines, body=HIDDEN)) == [status]


@pytest.mark.parametrize("size", [b"zz", b"0x5", b"-1", b"+5", b"5_0", b"3", b"7", b"5;" + b"a" * 20000])
def test_nothing_behind_a_bad_chunk_is_answered(port, size):
    bad = size + b"\r\nhello\r\n0\r\n\r\n"
    first, *others = statuses(ask(port, POST, CHUNKED, body=bad + HIDDEN))
    # The form is refused for want of its token, what follows is not read as a request.
    assert (first, set(others) - {"400"}) == ("403", set())


def test_a_whole_request_behind_a_good_chunk_would_have_been_noticed(port):
    good = b"5\r\nhello\r\n0\r\n\r\n"
    assert statuses(ask(port, POST, CHUNKED, body=good + HIDDEN)) == ["403", "200"]


def test_a_header_written_with_an_underscore_is_no_header(port):
    answer = ask(port, GET, "X-Forwarded-Host: evil.example", proto="X_Forwarded_Proto: https")
    assert statuses(answer) == ["301"]
    assert f"\nLocation: https://{NAME}{PAGE}\r\n" in answer


def test_nobody_moves_the_site_to_another_path(port):
    """`SCRIPT_NAME` from the proxy's address would cut the beginning of the address off."""
    assert statuses(ask(port, GET, "SCRIPT_NAME: /accounts")) == ["200"]
