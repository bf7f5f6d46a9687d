"""The chain over the log of access: runs of rows are hashed together with the hash before them.

Pages never wait for the chain: a job seals what has been written since, so that a row changed, put in or taken out
later breaks the hash of its run and of every run after it. The newest hash also stands in a file outside the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from mentoring.accounts.models import AccessRecord, AccessSeal

RUN = 5000
COPY_NAME = "access-log-seals.txt"
ROW = """
    jsonb_build_array(
        id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), user_id, host(address), kind, result,
        route, object_key, concat_ws(': ', subject, nullif(columns, '')), people, rows
    )::text
"""
HASH_OF_RUN = f"""
    SELECT count(*), encode(
        sha256(convert_to(%s || E'\\n' || coalesce(string_agg({ROW}, E'\\n' ORDER BY id), ''), 'UTF8')), 'hex'
    )
    FROM mentoring_accessrecord WHERE id BETWEEN %s AND %s
"""  # noqa: S608 - a constant of this file
PATIENCE = "300ms"


@dataclass(frozen=True)
class Fault:
    """A link that does not hold: `first_id`–`last_id` is the run of rows, `what` says it in Russian."""

    first_id: int
    last_id: int
    what: str


def seal_log() -> int:
    """Seal the rows written since the last seal and copy the newest hash out; returns how many rows.

    Raises OperationalError when writers do not let it in for a moment: the next run does it.
    """
    end, sealed = _horizon(), 0
    while True:
        with transaction.atomic():
            count = _seal_next(end)
        if count is None:
            break
        sealed += count
    if sealed:
        _copy_out()
    return sealed


def faults() -> Iterator[Fault]:
    """Compute the whole chain again and yield every link that does not hold, the oldest first."""
    copied = _copied_out()
    previous, last_id = "", 0
    for seal in AccessSeal.objects.order_by("last_id"):
        count, sha256 = _hash(seal.previous, seal.first_id, seal.last_id)
        span = seal.first_id, seal.last_id
        if (seal.previous, seal.first_id) != (previous, last_id + 1):
            yield Fault(*span, "звено не продолжает предыдущее: звенья убраны или добавлены")
        if count != seal.row_count:
            yield Fault(*span, f"записей {count}, а было {seal.row_count}")
        elif sha256 != seal.sha256:
            yield Fault(*span, "запись изменена")
        if copied.pop(seal.last_id, seal.sha256) != seal.sha256:
            yield Fault(*span, "хеш не тот, что записан в файле вне базы")
        previous, last_id = seal.sha256, seal.last_id
    for missing in sorted(copied):
        yield Fault(missing, missing, "звено есть в файле вне базы, но убрано из базы")


def unsealed_count() -> int:
    """How many rows wait for the next seal."""
    last = AccessSeal.objects.order_by("last_id").last()
    return AccessRecord.objects.filter(pk__gt=last.last_id if last else 0).count()


def _horizon():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
        cursor.execute("SELECT mentoring_access_log_horizon()")
        return cursor.fetchone()[0]


def _seal_next(end):
    last = AccessSeal.objects.order_by("last_id").last()
    first_id = last.last_id + 1 if last else 1
    waiting = AccessRecord.objects.filter(pk__gte=first_id, pk__lte=end).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True)[:RUN])
    if not ids:
        return None
    previous = last.sha256 if last else ""
    count, sha256 = _hash(previous, first_id, ids[-1])
    AccessSeal.objects.create(
        first_id=first_id, last_id=ids[-1], row_count=count, previous=previous, sha256=sha256
    )
    return count


def _hash(previous, first_id, last_id):
    with connection.cursor() as cursor:
        cursor.execute(HASH_OF_RUN, [previous, first_id, last_id])
        return cursor.fetchone()


def _copy_path():
    return settings.DATA_DIR / COPY_NAME


def _copy_out():
    path = _copy_path()
    known = _copied_out()
    lines = [
        f"{seal.last_id} {seal.sha256}\n"
        for seal in AccessSeal.objects.filter(last_id__gt=max(known, default=0)).order_by("last_id")
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.writelines(lines)
    path.chmod(0o600)


def _copied_out():
    path = _copy_path()
    if not path.exists():
        return {}
    pairs = (line.split() for line in path.read_text().splitlines())
    return {int(pair[0]): pair[1] for pair in pairs if len(pair) == 2}
