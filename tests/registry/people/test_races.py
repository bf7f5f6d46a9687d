from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from mentoring.workflow.verdicts import StaleState
from registry.people.enums import PersonKind
from registry.people.models import Person
from registry.people.services import create_person, update_person
from tests.factories.people import make_curator, make_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("long_queues")]


def at_once(act, times):
    """Run the act in so many threads at one moment; tells how many went through and how many were stale."""
    barrier = Barrier(times)

    def run(number):
        try:
            barrier.wait()
            act(number)
        except StaleState:
            return "stale"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(run, range(times)))


def test_a_double_click_on_a_new_card_leaves_one_card():
    curator = make_curator()
    fields = {"last_name": "Петрова", "first_name": "Мария", "patronymic": "Сергеевна"}

    outcomes = at_once(
        lambda _: create_person(by=curator, kind=PersonKind.TEACHER, is_namesake=False, **fields), 6
    )

    assert outcomes == ["done", *["stale"] * 5]
    assert Person.objects.count() == 1


def test_of_two_people_saving_one_card_the_second_is_told():
    person = make_person("Петрова")
    curator = make_curator()

    outcomes = at_once(lambda number: update_person(person, by=curator, version=0, phone=str(number)), 6)

    assert outcomes == ["done", *["stale"] * 5]
    assert Person.objects.get().version == 1
