"""Papers for walks that ask for the same ones again and again, once for every person."""

from contextlib import contextmanager
from hashlib import sha256

import pytest

from mentoring.documents import presses
from mentoring.documents.presses import Presses


class PapersOnce(Presses):
    """Lays a paper out once: the same HTML gives the same bytes (tests/mentoring/documents/test_pdf.py shows it)."""

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[tuple, bytes] = {}

    def lay_out(self, html, styles):
        paper = (html, *styles)
        if paper not in self._made:
            self._made[paper] = super().lay_out(html, styles)
        return self._made[paper]


class OneSheet(Presses):
    """For races that count numbers: every order is printed on the sheet of the first one, which is laid out in earnest.

    A paper takes twice as long as all the rest of a registration, and says nothing about who gets which number.
    """

    def __init__(self) -> None:
        super().__init__()
        self._sheet = b""

    def lay_out(self, html, styles):
        self._sheet = self._sheet or super().lay_out(html, styles)
        return self._sheet


class MarkedSheet(OneSheet):
    """For tests that read no paper: on the first sheet stands, unseen, the hash of what each one says.

    The same words give the same bytes and other words give others, as from a real press.
    """

    def lay_out(self, html, styles):
        sheet = super().lay_out(html, styles)
        self.end()
        mark = sha256(repr((html, *styles)).encode()).hexdigest()
        return b"%s\n%%%s\n" % (sheet, mark.encode())


# One for all the walks of this process: they visit the same demo school.
PAPERS = PapersOnce()
# One for all the tests of this process that read no paper.
SHEETS = MarkedSheet()


@contextmanager
def each_paper_once():
    """Whatever is printed meanwhile is laid out once, however often it is asked for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(presses, "_presses", PAPERS)
        # A busy machine needs longer than anybody would wait at a page; the seconds of the processor stay counted.
        patch.setattr(presses, "LONGEST_WAIT", 600)
        yield
    PAPERS.end()
