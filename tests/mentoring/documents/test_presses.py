"""A paper that would eat the machine ends as a plain sentence, and the site goes on meanwhile."""

import subprocess
import threading
import time
from pathlib import Path
from statistics import median

import pytest
from django.test import Client

from mentoring.documents import pdf
from mentoring.documents.layout import WORKING
from mentoring.documents.presses import TOO_LARGE, PaperNotMade, Press, Presses, PressGone
from tests.mentoring.documents import samples

# A paragraph is laid out in time that grows with the square of its length.
BOMB = "<p>" + "слово " * 60_000
HEAVY = "<!--" + "ы" * 8_000_000
NESTED = "<table><tr><td>" * 500 + "слово"


@pytest.fixture
def presses():
    own = Presses()
    yield own
    own.end()


def test_a_paper_over_its_memory_is_refused(presses, settings):
    settings.PDF_MEMORY_MB = 64
    with pytest.raises(PaperNotMade, match="слишком велик"):
        presses.lay_out(HEAVY, [])


def test_a_paper_nested_beyond_measure_is_refused(presses):
    with pytest.raises(PaperNotMade, match="слишком велик"):
        presses.lay_out(NESTED, [])


@pytest.mark.django_db
def test_pages_answer_while_a_bomb_runs_out_of_its_time_and_the_next_paper_is_made(presses, settings):
    settings.PDF_CPU_SECONDS = 1
    ends = []
    bomb = threading.Thread(target=lambda: ends.append(refusal_of(presses, BOMB)))
    bomb.start()
    seconds = []
    while bomb.is_alive():
        started = time.monotonic()
        assert Client().get("/check/").status_code == 200
        seconds.append(time.monotonic() - started)

    assert ends == [TOO_LARGE]
    assert median(seconds) < 1
    assert presses.lay_out("<p>приказ", []).startswith(b"%PDF-")


def refusal_of(presses, html):
    with pytest.raises(PaperNotMade) as caught:
        presses.lay_out(html, [])
    return caught.value.reason


def test_a_press_knows_neither_the_key_nor_the_database():
    press = Press()
    press.lay_out(b'{"html": "<p>1", "styles": []}')
    known = Path(f"/proc/{press.process.pid}/environ").read_bytes()
    press.end()

    assert b"SECRET" not in known and b"DATABASE" not in known


def test_a_press_that_left_or_was_left_in_the_middle_is_replaced(presses):
    quiet = Press(quiet_seconds=0)
    assert quiet.process.wait() == 0
    with pytest.raises(PressGone):
        quiet.lay_out(b'{"html": "<p>1", "styles": []}')
    quiet.end()

    presses.lay_out("<p>1", [])
    (press,) = presses._idle
    # As if the answer had never been read.
    press.owes = True
    assert presses.lay_out("<p>1", []).startswith(b"%PDF-")
    assert press.process.poll() is not None


def test_an_error_of_ours_is_an_error_not_a_long_paper():
    press = Press()
    with pytest.raises(RuntimeError, match="KeyError"):
        press.lay_out(b"{}")
    assert press.is_ready
    press.end()


def test_too_long_a_text_does_not_even_reach_the_press(monkeypatch):
    monkeypatch.setattr(pdf, "LARGEST_HTML", 100)
    consent = samples.mentoring_consent()

    with pytest.raises(PaperNotMade) as caught:
        pdf.render_pdf(consent.template_name, {"paper": consent}, layout=WORKING)

    assert caught.value.messages == [TOO_LARGE]
    assert caught.value.status == 422


def test_a_press_of_a_large_process_serves_on(presses):
    """What the process that starts it holds is not the memory of the press."""
    held = b"x" * (300 * 1024 * 1024)
    presses.lay_out("<p>1", [])
    (first,) = presses._idle
    presses.lay_out("<p>2", [])
    # A worn-out press leaves as soon as its answer is read.
    with pytest.raises(subprocess.TimeoutExpired):
        first.process.wait(0.3)
    assert presses._idle == [first]
    assert len(held) == 300 * 1024 * 1024
