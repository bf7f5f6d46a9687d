"""Lists that keep a processor busy are written one after another, whatever process their writer lives in."""

import subprocess
import sys
import threading

import pytest
from django.urls import reverse

from mentoring.documents import turns
from mentoring.documents.turns import TooBusy, turn
from tests.factories.people import make_curator, make_person

HOLDER = """
import fcntl, sys, time
lock = open(sys.argv[1], "w")
fcntl.flock(lock, fcntl.LOCK_EX)
print("mine", flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path / "data"
    # Elsewhere in the tests lists come without rests: nobody else works beside them.
    monkeypatch.setattr(turns, "REST", 2)


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.1)


@pytest.mark.django_db
def test_a_list_waits_for_its_turn_and_says_so_when_it_does_not_come(client, impatient, monkeypatch):
    monkeypatch.setattr(turns, "REST", 0)
    make_person()
    client.force_login(make_curator())
    with turn("exports", ""):
        refused = client.get(reverse("people:export"))
    assert refused.status_code == 429
    assert "Подождите минуту и попробуйте снова" in refused.content.decode()
    assert client.get(reverse("people:export")).status_code == 200


def test_work_of_one_kind_is_never_done_twice_at_once():
    at_once, most = [], []

    def work():
        with turn("exports", ""):
            at_once.append(1)
            most.append(len(at_once))
            turns.time.sleep(0.01)
            at_once.pop()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8


def test_after_work_comes_twice_as_long_a_rest(impatient):
    with turn("exports", ""):
        turns.time.sleep(0.2)
    with pytest.raises(TooBusy), turn("exports", ""):
        pass
    turns.time.sleep(0.35)
    with turn("exports", ""):
        pass


def test_a_rest_after_long_work_ends_and_a_clock_set_back_does_not_lengthen_it(
    settings, monkeypatch, impatient
):
    monkeypatch.setattr(turns, "LONGEST_REST", 0.05)
    with turn("exports", ""):
        turns.time.sleep(0.2)
    turns.time.sleep(0.06)
    with turn("exports", ""):
        pass
    (settings.DATA_DIR / "exports.lock").write_text("99999999999")
    with turn("exports", ""):
        pass


def test_work_of_another_kind_goes_on_meanwhile(impatient):
    with turn("exports", ""), turn("books", ""):
        pass


def test_a_killed_process_gives_its_turn_back(settings, impatient):
    settings.DATA_DIR.mkdir()
    command = [sys.executable, "-c", HOLDER, str(settings.DATA_DIR / "exports.lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:  # noqa: S603 - our own few lines
        assert holder.stdout.readline() == b"mine\n"
        with pytest.raises(TooBusy, match="все заняты"), turn("exports", "все заняты"):
            pass
        holder.kill()
    with turn("exports", ""):
        pass
