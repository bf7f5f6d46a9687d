"""What every test stands on. The database itself comes from bin/test (DATABASE_URL)."""

import gc

import pytest
from django.db import connection, transaction
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.test import override_settings
from hypothesis import HealthCheck, settings
from playwright.sync_api import sync_playwright

from mentoring.documents import presses, turns
from tests import network
from tests.browser import launch
from tests.database import LONG_QUEUE, PATIENCE, empty_by_rows, has_test_database, migrated_database
from tests.papers import SHEETS, each_paper_once

# A busy machine is not a fault of the code under test.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


def pytest_collection_modifyitems(config, items):
    """Each worker begins with slow tests: none of them is left for the end, when the others have nothing to do.

    The modules that hold them are dealt out in turn; `--dist worksteal` gives each worker an equal part of the row.
    While the first worker prepares the database, the others begin with what needs none. A module stays whole, and so
    does a package: what it has made for all its tests is made once.
    """
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    with_slow = {whole_of(item) for item in items if item.get_closest_marker("slow")}
    slow = [item for item in items if whole_of(item) in with_slow]
    quick = [item for item in items if whole_of(item) not in with_slow]
    waiting = dict.fromkeys(whole_of(item) for item in slow if needs_database(item))
    others = dict.fromkeys(whole_of(item) for item in slow if whole_of(item) not in waiting)
    modules = [*list(waiting)[:1], *others, *list(waiting)[1:]]
    row = []
    for number in range(workers):
        mine = dealt_to(number, modules, workers)
        first = sorted(
            (item for item in slow if whole_of(item) in mine), key=lambda item: mine.index(whole_of(item))
        )
        share = len(items) * (number + 1) // workers - len(row) - len(first)
        row += [*first, *quick[: max(share, 0)]]
        del quick[: max(share, 0)]
    items[:] = [*row, *quick]


def dealt_to(number, modules, workers):
    """What this worker gets when everything is dealt out in turn, there and back: who was first is last next time."""
    there, back = modules[number :: 2 * workers], modules[2 * workers - 1 - number :: 2 * workers]
    return sorted(there + back, key=modules.index)


def whole_of(item):
    """The package of a test, or else its module."""
    package = item.getparent(pytest.Package)
    return package.path if package else item.path


def needs_database(item):
    """Does the test begin with the database that all tests share?"""
    asked = {"db", "transactional_db", "django_db_setup", "live_server"}.intersection(item.fixturenames)
    return bool(asked) or item.get_closest_marker("django_db") is not None


def pytest_collection_finish():
    """What was imported stays to the end: a collection of garbage need not go through all of it each time.

    A request leaves more than the usual seven hundred objects, and most of them go without a collection.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(autouse=True)
def nobody_outside_is_spoken_to():
    """Even where the code under test has swallowed the refusal."""
    network.refused.clear()
    yield
    assert network.refused == []


@pytest.fixture(scope="session", autouse=True)
def quick_settings():
    """Set once: each change of a setting is told to everybody who listens.

    Real hashing of a password takes a quarter of a second for each account. Every test client loads the middleware
    anew, and WhiteNoise would read all static files each time instead of looking one up when it is asked for.
    """
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"], WHITENOISE_AUTOREFRESH=True
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def lists_need_no_rest():
    """A list rests for others' pages twice as long as it is written; a test has no others."""
    usual, turns.REST = turns.REST, 0
    yield
    turns.REST = usual


@pytest.fixture(scope="module")
def papers_once():
    """For walks that come to the same papers with one person after another: each is laid out once."""
    with each_paper_once():
        yield


@pytest.fixture
def marked_sheets(monkeypatch):
    """For tests that need papers to exist and never read them: to lay one out takes longer than all the rest."""
    monkeypatch.setattr(presses, "_presses", SHEETS)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_keepdb, django_db_createdb, django_db_blocker
):
    """A test database begins as a copy of a migrated one; in it alone the logs may be emptied.

    Between transactional tests all tables are emptied, the logs as well. A busy machine may take its time over a
    statement; for a row that somebody else holds a test waits as long as the site does.
    """
    connection.settings_dict["OPTIONS"]["options"] += f" -c mentoring.may_empty_logs=yes {PATIENCE}"
    empty_by_rows()
    with django_db_blocker.unblock():
        if django_db_createdb or not django_db_keepdb or not has_test_database():
            connection.settings_dict["TEST"]["TEMPLATE"] = migrated_database()


@pytest.fixture
def long_queues():
    """For races: whoever comes last to a row waits until all the others, who make papers meanwhile, are done with it.

    On a busy machine that is more than the five seconds after which the site asks a person to try again.
    """
    options = connection.settings_dict["OPTIONS"]
    usual = options["options"]
    options["options"] = f"{usual} {LONG_QUEUE}"
    connection.close()
    yield
    connection.close()
    options["options"] = usual


@pytest.fixture(scope="module")
def lasting_database(django_db_setup, django_db_blocker):
    """What fixtures of a module put into the database is there for all its tests; nothing of it stays afterwards.

    A test that is marked for the database takes back what it does itself, and only that.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def play():
    """Playwright for a module's tests that look at pages.

    It keeps an event loop running in this thread: two of them do not go together, and a test of another module that
    needs a loop of its own would find this one. So it ends with its module.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as started:
        # Django would refuse every query beside that loop.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield started


@pytest.fixture(scope="module")
def chromium(play):
    """A browser for hands and eyes."""
    browser = launch(play)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def measuring_chromium(play):
    """A browser for pages that are measured only."""
    browser = launch(play, draws=False)
    yield browser
    browser.close()


@receiver(post_migrate)
def empty_queue(sender, **kwargs):
    """Django's flush leaves tables that it does not manage: a test's jobs would wait for the next test."""
    is_test_database = connection.settings_dict["NAME"].startswith("test")
    if sender.label == "procrastinate" and is_test_database:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers CASCADE")
