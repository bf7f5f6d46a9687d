"""The chain over the log: untouched it holds, one altered row breaks it, whoever altered it."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from mentoring.accounts import seals
from mentoring.accounts.access_log import record_access
from mentoring.accounts.enums import AccessKind
from mentoring.accounts.models import AccessRecord, AccessSeal
from tests.factories.people import make_curator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(seals, "RUN", 3)


def write(count):
    curator = make_curator()
    for number in range(count):
        record_access(by=curator, kind=AccessKind.VIEW, subject="Карточка человека", people=[number])


def by_force(statement, *values):
    """What the owner of the database could do, triggers or not."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE mentoring_accessrecord DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE mentoring_accessseal DISABLE TRIGGER USER")
        cursor.execute(statement, values)


def said():
    return [fault.what for fault in seals.faults()]


def test_an_untouched_log_holds(capsys):
    write(7)
    assert seals.seal_log() == 7
    write(2)
    assert (AccessSeal.objects.count(), seals.unsealed_count(), said()) == (3, 2, [])
    assert seals.seal_log() == 2
    call_command("verify_log")
    assert capsys.readouterr().out == "Журнал цел: звеньев 4, ещё не запечатано записей 0.\n"
    assert len((seals._copy_path()).read_text().splitlines()) == 4


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE mentoring_accessrecord SET people = '{999}' WHERE id = %s", ["запись изменена"]),
        (
            "UPDATE mentoring_accessrecord SET at = at - interval '1 second' WHERE id = %s",
            ["запись изменена"],
        ),
        ("DELETE FROM mentoring_accessrecord WHERE id = %s", ["записей 2, а было 3"]),
    ],
)
def test_one_altered_row_breaks_the_chain(statement, expected):
    write(7)
    seals.seal_log()
    by_force(statement, AccessRecord.objects.earliest("pk").pk + 1)
    assert said() == expected
    with pytest.raises(CommandError, match="Журнал обращений изменён"):
        call_command("verify_log")


def test_a_link_taken_out_is_missed_even_at_the_end():
    write(7)
    seals.seal_log()
    by_force(
        "DELETE FROM mentoring_accessseal WHERE last_id = (SELECT max(last_id) FROM mentoring_accessseal)"
    )
    assert said() == ["звено есть в файле вне базы, но убрано из базы"]


def test_a_chain_computed_anew_differs_from_the_copy_outside():
    write(2)
    seals.seal_log()
    by_force("UPDATE mentoring_accessrecord SET kind = 'list'")
    by_force("DELETE FROM mentoring_accessseal")
    copy = seals._copy_path().read_text()
    seals.seal_log()
    seals._copy_path().write_text(copy)
    assert said() == ["хеш не тот, что записан в файле вне базы"]
