"""Every page of the demo school for every role: whole, accessible, narrow enough for a phone, legible at 200 %."""

import pytest

from registry.people.models import Person
from tests.browser import bring_axe
from tests.journeys import keyboard_task
from tests.journeys.conftest import DEMO_PASSWORD
from tests.journeys.keyboard import Hands
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

# The day, a list, a card, a form, a page with many small forms.
KINDS_OF_PAGES = ("/", "/people/", "/people/{card}/", "/people/{card}/edit/", "/users/permissions/")


@pytest.fixture(scope="module")
def looked_at():
    """What the walks of all roles have looked at together: hearts of pages, frames, and how words were seen."""
    return set(), set(), set()


@pytest.mark.parametrize(("login", "of_a_kind", "least"), ROLES)
def test_every_page_of_a_role_is_whole_and_accessible(
    measuring_chromium, demo_site, looked_at, login, of_a_kind, least
):
    visitor = Visitor(measuring_chromium, demo_site)
    bring_axe(visitor.context)
    visitor.sign_in(login, DEMO_PASSWORD, by_key=True)
    walk = Walk(visitor, of_a_kind, *looked_at).run()
    visitor.context.close()
    assert visitor.complaints == []
    assert walk.violations == []
    assert walk.too_wide == []
    assert walk.cramped == []
    assert walk.missed == []
    assert len(walk.kinds) >= least, sorted(walk.kinds)


def test_a_task_is_done_by_the_keyboard_alone(chromium, demo_site):
    visitor = Visitor(chromium, demo_site)
    hands = Hands(visitor)
    keyboard_task.sign_in(hands, DEMO_PASSWORD)
    # The number that a card gets depends on what the database has held before.
    card = Person.objects.get(last_name=keyboard_task.PERSON.partition(" ")[0]).pk
    for page in (kind.format(card=card) for kind in KINDS_OF_PAGES):
        visitor.open(page)
        hands.look()
        assert hands.round() == hands.all_places(), page
    visitor.open("/")
    hands.look()
    keyboard_task.do(hands)
    visitor.context.close()
    assert hands.faults == []
    assert visitor.complaints == []
