"""After a test that has written for good, nothing of it waits for the next one."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from mentoring.accounts.access_log import record_access
from mentoring.accounts.enums import AccessKind
from mentoring.accounts.models import AccessRecord
from tests.database import OF_THE_MODELS
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator


def tables_with_rows():
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        cursor.execute(
            " UNION ALL ".join(f"(SELECT '{name}' FROM \"{name}\" LIMIT 1)" for name in names),
        )
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_every_row_goes_but_those_of_the_models():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    make_mentorship("agreed")
    record_access(by=make_curator(), kind=AccessKind.VIEW, subject="Карточка")
    filled = {"mentoring_user", "mentoring_accessrecord", "registry_mentorship", "registry_mentorshipevent"}
    assert filled < tables_with_rows()
    call_command("flush", interactive=False, verbosity=0, reset_sequences=False)
    assert tables_with_rows() == OF_THE_MODELS | {"django_migrations"}
    # The rules of the database speak again.
    kept = record_access(by=None, kind=AccessKind.VIEW, subject="Карточка")
    with pytest.raises(DatabaseError), transaction.atomic():
        AccessRecord.objects.filter(pk=kept.pk).delete()
