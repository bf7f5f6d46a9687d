"""Two people, two clicks: real connections, real waiting."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from mentoring.workflow.verdicts import StaleState
from registry.people.imports.services import Applied, apply_import, preview_import, start_import
from registry.people.models import Person, StaffImport
from tests.factories.people import make_curator
from tests.registry.people.imports import books
from tests.registry.people.imports.lists import person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("long_queues")]


def previewed(*people):
    curator = make_curator()
    staff_import = start_import(by=curator, data=books.staff_book(*people), filename="a.xlsx")
    return preview_import(staff_import, by=curator)


def in_thread(work, *arguments):
    try:
        return work(*arguments)
    finally:
        connection.close()


def test_five_clicks_on_one_list_apply_it_once():
    staff_import, curator = previewed(person(), person("Цой Лев Ильич")), make_curator()
    start = Barrier(5)

    def click():
        start.wait()
        return apply_import(StaffImport.objects.get(pk=staff_import.pk), by=curator)

    with ThreadPoolExecutor(5) as pool:
        results = list(pool.map(lambda _: in_thread(click), range(5)))
    assert sorted(result.value for result in results) == ["already"] * 4 + ["now"]
    assert Person.objects.count() == 2


def test_the_second_of_two_lists_is_told_to_wait():
    first, second, curator = previewed(person()), previewed(person("Цой Лев Ильич")), make_curator()
    is_applied, may_commit = Event(), Event()

    def hold():
        with transaction.atomic():
            result = apply_import(first, by=curator)
            is_applied.set()
            may_commit.wait(60)
            return result

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(in_thread, hold)
        assert is_applied.wait(60)
        with pytest.raises(StaleState, match="вносится другой список"):
            apply_import(second, by=curator)
        may_commit.set()
        assert holding.result() is Applied.NOW
    assert apply_import(second, by=curator) is Applied.NOW
    assert Person.objects.count() == 2
