"""The probe of an installed server finds what it looks for: here are the servers that do what it forbids.

What needs systemd and nginx themselves, it shows on a server only: the way out, and the page while the site is away.
"""

import socket
from contextlib import closing
from threading import Event, Thread

import pytest

from deploy import probe

GOOD, BAD = b"HTTP/1.1 404 Not Found\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\nroot:x:0:0"
HEALTH = b"HTTP/1.1 200 OK\r\n\r\nok"
PATIENCE = 0.5


class Server:
    """Answers with the same words to everything but /health/; `patience` is how long it bears half a request."""

    def __init__(self, answer, patience=PATIENCE):
        self.answer, self.patience, self.stop = answer, patience, Event()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.place = probe.Place("school.example", self.socket.getsockname()[1], is_encrypted=False)
        Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while not self.stop.is_set():
            try:
                line, _ = self.socket.accept()
            except OSError:
                return
            Thread(target=self.serve, args=(line,), daemon=True).start()

    def serve(self, line):
        if self.patience is not None:
            Thread(target=self.show_out, args=(line,), daemon=True).start()
        request = b""
        with closing(line):
            try:
                while b"\r\n\r\n" not in request:
                    piece = line.recv(1000)
                    if not piece:
                        return
                    request += piece
                is_foreign = b"Host: school.example" not in request and self.answer == GOOD
                line.sendall(b"" if is_foreign else HEALTH if b" /health/ " in request else self.answer)
            except OSError:
                return

    def show_out(self, line):
        self.stop.wait(self.patience)
        try:
            line.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


@pytest.fixture
def server():
    made = []

    def make(*words, **options):
        made.append(Server(*words, **options))
        return made[-1].place

    yield make
    for one in made:
        one.stop.set()
        one.socket.close()


def test_a_server_that_opens_files_and_answers_anybody_is_told(server):
    place = server(BAD)
    assert probe.foreign_paths(place) == [f"{path} – ответ 200" for path in probe.PATHS]
    assert probe.foreign_name(place) == ["на чужое имя сайта ответ 200"]


def test_a_good_server_is_praised(server, capsys):
    place = server(GOOD)
    assert probe.tell(place, {"файлы": probe.foreign_paths, "имя": probe.foreign_name}) == 0
    assert capsys.readouterr().out == "хорошо: файлы\nхорошо: имя\n"


def test_a_server_that_bears_slow_visitors_for_ever_is_told(server):
    slow = {"visitors": 5, "seconds": PATIENCE}
    assert probe.slow_visitors(server(GOOD, patience=None), **slow) == ["медленных посетителей ещё держат: 5"]
    assert probe.slow_visitors(server(GOOD), **slow) == []


def test_nobody_at_the_door_is_no_good_server(capsys):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    place = probe.Place("school.example", port, is_encrypted=False)
    assert probe.tell(place, {"файлы": probe.foreign_paths}) == 1
    assert capsys.readouterr().out.startswith("ПЛОХО: файлы: /.env – ответ 0; ")
