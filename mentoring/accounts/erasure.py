"""The one way to remove what is otherwise only added to, for the destruction of a person's data (152-ФЗ, ст. 21).

History rows, steps and bytes of papers are protected by triggers and by the rights of the program's database role. Two
functions of the database, which belong to the owner of the tables, remove them nevertheless: each call names a fresh
row of the log of access that says «уничтожены данные», so nothing is removed without a record that cannot be removed.
"""

import re
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from mentoring.accounts.access_log import record_access
from mentoring.accounts.enums import AccessKind
from mentoring.accounts.models import AccessRecord, User
from mentoring.workflow.models import StatusChange

GONE = "[данные уничтожены]"


class Words:
    """The ways in which a person is named in texts; `in_text` and `scrub` know blanks of any kind between words."""

    def __init__(self, phrases: Iterable[str]):
        found = {" ".join(phrase.split()) for phrase in phrases if phrase}
        # The longest first: «Иванова Анна Петровна» is to go before «Иванова».
        ordered = sorted(filter(lambda phrase: len(phrase) > 2, found), key=len, reverse=True)
        parts = [r"\s+".join(map(re.escape, phrase.split())) for phrase in ordered]
        self.pattern = re.compile(rf"(?<!\w)(?:{'|'.join(parts) or r'(?!)'})(?!\w)", re.IGNORECASE)

    def in_text(self, text: str) -> bool:
        return bool(text and self.pattern.search(text))

    def scrub(self, text: str) -> str:
        """The text without the person's name."""
        return self.pattern.sub(GONE, text) if text else text


def open_erasure(*, by, people) -> AccessRecord:
    """Write into the log that the data of these cards (numbers) are being destroyed; the key for what follows."""
    return record_access(
        by=by, kind=AccessKind.ERASE, subject="Уничтожение персональных данных", people=people
    )


def erase_rows(record: AccessRecord, model, column: str, values: Iterable[int]) -> int:
    """Remove rows of a table that is only added to; returns how many. `column` holds one of `values`."""
    return _call("mentoring_erase_rows", record.pk, model._meta.db_table, column, list(values))


def erase_history(record: AccessRecord, model, ids: Iterable[int]) -> int:
    """Remove the field history and the steps of objects of one model; returns how many rows."""
    ids = list(ids)
    kind = ContentType.objects.get_for_model(model)
    steps = StatusChange.objects.filter(content_type=kind, object_id__in=ids).values_list("pk", flat=True)
    removed = erase_rows(record, StatusChange, "id", steps)
    events = getattr(model, "pgh_event_model", None)
    return removed + (erase_rows(record, events, "pgh_obj_id", ids) if events else 0)


def erase_steps_with(record: AccessRecord, model, ids: Iterable[int], words: Words) -> int:
    """Remove those steps of objects of one model whose words name the person; returns how many."""
    kind = ContentType.objects.get_for_model(model)
    rows = StatusChange.objects.filter(content_type=kind, object_id__in=list(ids))
    named = [row.pk for row in rows if words.in_text(row.sentence) or words.in_text(row.comment)]
    return erase_rows(record, StatusChange, "id", named)


def blank_documents(record: AccessRecord, ids: Iterable[int]) -> int:
    """Empty issued papers: data and bytes go, the code and the hash stay as of a cancelled paper."""
    return _call("mentoring_blank_documents", record.pk, list(ids))


def erase_account(user: User, *, record: AccessRecord) -> None:
    """Make an account nobody's: no name, no address, no way in; its number stays in the history of others' data."""
    for session in UserSession.objects.filter(user=user):
        session.end()
    UserSession.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    user.username, user.display_name, user.email = f"erased-{user.pk}", f"Учётная запись № {user.pk}", ""
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["username", "display_name", "email", "is_active", "password"])
    erase_history(record, User, [user.pk])


def _call(function, *values):
    with connection.cursor() as cursor:
        cursor.callproc(function, values)
        return cursor.fetchone()[0]
