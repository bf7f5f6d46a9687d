import pytest

from tests.factories.orders import check_forms, make_school
from tests.factories.pairs import make_mentorship
from tests.factories.ready import kept_ready


@pytest.fixture(scope="module")
def ready(lasting_database):
    """An agreed pair for the first order of each test."""
    make_school()
    pair = make_mentorship("agreed")
    check_forms(*[row.person for row in pair.participants.select_related("person")])
    with kept_ready(pair):
        yield
