"""What is only added to stays so, whatever statement asks otherwise."""

import pytest
from django.db import DatabaseError, connection, transaction

from mentoring.accounts.append_only import append_only_tables, kept_tables
from mentoring.accounts.enums import AccessKind
from mentoring.accounts.models import AccessRecord
from tests.factories.people import make_curator

pytestmark = pytest.mark.django_db
STATEMENTS = (
    "UPDATE mentoring_accessrecord SET subject = ''",
    "DELETE FROM mentoring_accessrecord",
    "SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL mentoring.may_empty_logs = 'no'; TRUNCATE mentoring_accessrecord",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_log_of_access_is_only_added_to(statement):
    AccessRecord.objects.create(user=make_curator(), kind=AccessKind.VIEW, subject="карточка")
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AccessRecord.objects.get().subject == "карточка"


def test_the_list_names_every_table_that_a_trigger_protects():
    """A table protected by a trigger of its own is also one for which no more may be granted."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT tgrelid::regclass::text FROM pg_trigger
            WHERE NOT tgisinternal AND tgname LIKE 'pgtrigger%%append_only%%'
            ORDER BY 1
            """
        )
        protected = {table for (table,) in cursor.fetchall()}
    assert protected == set(append_only_tables())


def test_the_lists_do_not_overlap():
    assert set(append_only_tables()) & set(kept_tables()) == set()
    assert "registry_personevent" in append_only_tables()
    assert kept_tables() == ("mentoring_issueddocument",)
