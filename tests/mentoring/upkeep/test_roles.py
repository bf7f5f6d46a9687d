"""The role of the running site owns nothing: what it may not do, and that the site works with what it may."""

from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from psycopg import sql

from mentoring.accounts.append_only import append_only_tables
from mentoring.accounts.models import AccessRecord
from mentoring.upkeep.roles import as_owner, grant_to_site, grants, too_mighty
from registry.people.models import Person
from roadmap.orders.models import Order
from roadmap.orders.services import register_order
from tests.factories.orders import make_order
from tests.factories.people import make_curator, make_person

pytestmark = pytest.mark.django_db
SITE = "mentoring_site_of_the_tests"


@pytest.fixture
def site_role():
    """A role with the site's grants; it goes away with the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(SITE)))
    grant_to_site(SITE)
    return SITE


@contextmanager
def working_as(role):
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
        yield
        cursor.execute("RESET ROLE")


FORBIDDEN = [
    "DROP TABLE registry_person",
    "CREATE TABLE evil (id int)",
    "ALTER TABLE mentoring_accessrecord DISABLE TRIGGER ALL",
    "TRUNCATE registry_person CASCADE",
    "COPY registry_person TO PROGRAM 'cat'",
    "COPY (SELECT 1) TO '/tmp/evil'",
    "SELECT pg_read_file('/etc/passwd')",
    "UPDATE mentoring_accessrecord SET subject = ''",
    "DELETE FROM mentoring_accessrecord",
    "DELETE FROM mentoring_issueddocument",
    "UPDATE mentoring_issuedfile SET pdf = ''",
    "DELETE FROM registry_personevent",
    "DELETE FROM django_migrations",
    "CREATE ROLE evil",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_site_s_role_is_refused(site_role, statement):
    with (
        pytest.raises(
            DatabaseError, match="permission denied|must be owner|must have|not permitted|privileges"
        ),
        transaction.atomic(),
        working_as(site_role),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_every_log_may_be_added_to_but_not_altered(site_role):
    with connection.cursor() as cursor:
        rights = {}
        for table in append_only_tables():
            cursor.execute(
                "SELECT array_agg(what) FROM unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE']) AS what "
                "WHERE has_table_privilege(%s, %s, what)",
                [site_role, table],
            )
            rights[table] = cursor.fetchone()[0]
    assert set(map(tuple, rights.values())) == {("SELECT", "INSERT")}


def test_the_site_works_with_its_role(site_role, client):
    """Sign in, open a card, save it, register an order, read its paper – all as the restricted role."""
    curator, order = make_curator(), make_order("approved")
    curator.set_password("a long enough password")
    curator.save()
    person = make_person("Лебедева")
    with working_as(site_role):
        signed_in = client.post(
            reverse("account_login"), {"login": "curator", "password": "a long enough password"}
        )
        assert signed_in.status_code == 302
        page = client.get(reverse("people:edit", args=[person.pk]))
        form = page.context["form"]
        data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        assert client.post(page.request["PATH_INFO"], data | {"phone": "8 900 000-00-01"}).status_code == 302
        register_order(order, by=curator, on=timezone.localdate())
        order = Order.objects.get(pk=order.pk)
        assert client.get(reverse("orders:document", args=[order.pk])).status_code == 200
    assert Person.objects.get(pk=person.pk).phone == "8 900 000-00-01"
    assert order.number
    assert AccessRecord.objects.filter(user=curator).count() >= 2


def test_a_mighty_role_is_refused():
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {SITE} CREATEDB")
        cursor.execute("CREATE TABLE of_the_site (id int)")
        cursor.execute(f"ALTER TABLE of_the_site OWNER TO {SITE}")
    assert too_mighty(SITE) == ["создаёт базы", "владеет таблицами: 1"]
    with pytest.raises(CommandError, match="не годится для работы сайта: создаёт базы, владеет таблицами: 1"):
        call_command("database_roles", site=SITE)
    assert too_mighty("nobody_of_this_name") == ["такой роли в базе нет"]


def test_the_command_grants_or_prints(site_role):
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE ALL ON registry_person FROM {SITE}")
    call_command("database_roles", site=SITE, stdout=StringIO())
    with working_as(site_role):
        assert Person.objects.count() == 0
    printed = StringIO()
    call_command("database_roles", "--print", site=SITE, stdout=printed)
    assert printed.getvalue().count(";\n") == len(grants(SITE))
    assert f'REVOKE UPDATE, DELETE ON "mentoring_accessrecord" FROM "{SITE}";' in printed.getvalue()


def test_without_an_owner_the_usual_role_works(settings):
    settings.DATABASE_OWNER = None
    usual = dict(connection.settings_dict)
    with as_owner():
        assert connection.settings_dict == usual
