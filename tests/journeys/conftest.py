"""Real persons in a real Chromium on the running site."""

import asyncio
from io import StringIO
from threading import Thread

import pytest
from django.core.management import call_command
from django.test import override_settings
from procrastinate.contrib.django import app as jobs

from tests.journeys import server
from tests.journeys.busy_school import make_busy
from tests.journeys.visitor import Visitor

DEMO_PASSWORD = "Берёзовая-роща-2026"


@pytest.fixture
def site(live_server, settings, tmp_path):
    """The address of an empty school; its files live as long as the test."""
    settings.MEDIA_ROOT = tmp_path
    settings.PUBLIC_BASE_URL = live_server.url
    return live_server.url


@pytest.fixture
def people(chromium, site):
    """Make a visitor: `people(viewport=PHONE)`. At the end nobody's browser has complained."""
    visitors = []

    def come(**kind):
        visitors.append(Visitor(chromium, site, **kind))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.context.close()
    assert [line for visitor in visitors for line in visitor.complaints] == []


@pytest.fixture
def run_jobs():
    """Do the queued work as the worker would, in a thread of its own."""

    async def work():
        with jobs.replace_connector(jobs.connector.get_worker_connector()) as queue:
            async with queue.open_async():
                await queue.run_worker_async(wait=False, install_signal_handlers=False)

    def run():
        thread = Thread(target=asyncio.run, args=(work(),))
        thread.start()
        thread.join(300)
        assert not thread.is_alive(), "the jobs did not end within five minutes"

    return run


@pytest.fixture(scope="module")
def demo_site(django_db_setup, django_db_blocker, tmp_path_factory, papers_once):
    """The address of the demo school, made once for a module; its tables are emptied afterwards."""
    data = tmp_path_factory.mktemp("demo")
    with (
        django_db_blocker.unblock(),
        override_settings(
            DATA_DIR=data,
            BACKUP_DIR=data / "backups",
            MEDIA_ROOT=data / "files",
            # A walk takes every list there is within a minute; nobody at work does.
            EXPORTS_PER_HOUR=100,
        ),
    ):
        call_command("demo", password=DEMO_PASSWORD, stdout=StringIO())
        make_busy()
        running = server.start()
        yield running.url
        running.stop()
        call_command("flush", interactive=False, verbosity=0)
