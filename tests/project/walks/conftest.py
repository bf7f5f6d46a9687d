"""One school for all walks; each test goes back to it."""

import logging

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.test import override_settings

from mentoring.accounts.models import AccessRecord
from tests.papers import each_paper_once
from tests.project.walks.answers import Readings
from tests.project.world import make_world


@pytest.fixture(scope="package")
def school(django_db_setup, django_db_blocker, tmp_path_factory):
    """A school with every kind of thing; nothing of it stays."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")),
        each_paper_once(),
        transaction.atomic(),
    ):
        world = make_world(settings, settings.MEDIA_ROOT)
        world.last_record = AccessRecord.objects.aggregate(last=Max("pk", default=0))["last"]
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def readings(school):
    """What each address answers to each actor who reads it in this school: asked once, looked at by many."""
    return Readings(school)


@pytest.fixture
def unlogged():
    """Each refusal would be written down with its way through the code."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
