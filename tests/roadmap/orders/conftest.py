import pytest

from mentoring.documents import presses
from tests.factories.orders import check_forms, make_school
from tests.factories.pairs import make_mentorship
from tests.factories.ready import kept_ready
from tests.papers import OneSheet


@pytest.fixture
def one_sheet(monkeypatch):
    """A race that counts numbers: its papers are one."""
    sheet = OneSheet()
    monkeypatch.setattr(presses, "_presses", sheet)
    yield
    sheet.end()


@pytest.fixture(scope="module")
def ready(lasting_database):
    """An agreed pair for the first order of each test."""
    make_school()
    pair = make_mentorship("agreed")
    check_forms(*[row.person for row in pair.participants.select_related("person")])
    with kept_ready(pair):
        yield
