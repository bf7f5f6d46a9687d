"""Every page of the demo school for every role: whole, accessible, narrow enough for a phone."""

import pytest

from tests.journeys.conftest import DEMO_PASSWORD
from tests.journeys.visitor import Visitor
from tests.journeys.walk import Walk

# Without the mark pytest-django would make no test database, and the demo school would go to the real one.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]

# Login, how many pages of a kind are opened, how many kinds of pages the links must lead to at least.
ROLES = [
    ("curator", 2, 85),
    ("director", 1, 45),
    ("mentor", 2, 25),
    ("council", 1, 25),
    ("psychologist", 1, 15),
    ("admin", 1, 30),
]


@pytest.mark.parametrize(("login", "of_a_kind", "least"), ROLES)
def test_every_page_of_a_role_is_whole_and_accessible(chromium, demo_site, login, of_a_kind, least):
    visitor = Visitor(chromium, demo_site)
    visitor.sign_in(login, DEMO_PASSWORD)
    walk = Walk(visitor, of_a_kind).run()
    visitor.context.close()
    assert visitor.complaints == []
    assert walk.violations == []
    assert walk.too_wide == []
    assert len(walk.kinds) >= least, sorted(walk.kinds)
