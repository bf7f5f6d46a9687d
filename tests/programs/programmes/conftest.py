import pytest

from tests.factories.programmes import make_pair
from tests.factories.ready import kept_ready


@pytest.fixture(scope="module")
def ready(lasting_database):
    """The active pair of «mentor» and «mentee» for the first programme of each test."""
    with kept_ready(make_pair()):
        yield
