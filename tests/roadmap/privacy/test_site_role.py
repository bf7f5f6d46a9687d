"""Destroying data and sealing the log work with the restricted role of the running site."""

import pytest
from django.db import connection
from psycopg import sql

from mentoring.accounts.seals import faults, seal_log
from mentoring.upkeep.roles import grant_to_site
from roadmap.privacy.destruction import erase_people
from tests.factories.people import make_curator
from tests.roadmap.privacy.canary import MARK, make_canary, tables_with

SITE = "mentoring_site_that_erases"


@pytest.fixture
def as_the_site(db):
    """Until the end of the test the connection has the site's grants and no more."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(SITE)))

    def begin():
        grant_to_site(SITE)
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(SITE)))

    yield begin
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_the_site_s_role_destroys_and_seals(school, as_the_site):
    person, curator = make_canary(), make_curator()
    as_the_site()
    erase_people([person], by=curator, reason="withdrawal", basis="отзыв согласия от 01.02.2027")
    assert tables_with(MARK) == set()
    assert seal_log() > 0
    assert list(faults()) == []
