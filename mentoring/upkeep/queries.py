from datetime import datetime

from django.db import connection

from mentoring.upkeep.enums import UpkeepKind
from mentoring.upkeep.models import UpkeepRecord


def last_record(kind: UpkeepKind, *, good: bool | None = None) -> UpkeepRecord | None:
    """The newest record of a kind; with `good` only of those that ended so."""
    found = UpkeepRecord.objects.filter(kind=kind)
    return (found if good is None else found.filter(is_good=good)).first()


def installed_at() -> datetime:
    """When the first table of this database was made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(applied) FROM django_migrations")
        return cursor.fetchone()[0]
