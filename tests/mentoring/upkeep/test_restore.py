"""backup, verify_backup, restore: from the command line, on a database of their own (F11, H8)."""

from datetime import UTC, datetime, timedelta

import boto3
import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from mentoring.accounts.models import User
from mentoring.jobs.models import Job
from mentoring.upkeep import copies, services
from mentoring.upkeep.enums import UpkeepKind
from mentoring.upkeep.models import UpkeepRecord
from mentoring.upkeep.programs import UpkeepError
from mentoring.upkeep.tasks import back_up_daily
from registry.people.models import Person
from registry.people.services import create_person
from roadmap.privacy.destruction import LIST_NAME, erase_people, write_erase_list
from roadmap.privacy.enums import ErasureReason
from tests.bucket import BUCKET, KEYS, bucket_server, storage_settings
from tests.database import database_of_its_own, django_works_on
from tests.upgrades.released import upgraded_database

SCAN = "scans/согласие.pdf"


@pytest.fixture(scope="module")
def upgraded(django_db_blocker):
    """The demo school of the first release, brought up to date, in a database of its own."""
    with django_db_blocker.unblock(), database_of_its_own(upgraded_database("0.1.0")) as server:
        yield server


@pytest.fixture
def school(upgraded, django_db_blocker, settings, tmp_path):
    settings.BACKUP_DIR = tmp_path / "copies"
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.DATA_DIR = tmp_path
    with django_works_on(upgraded, django_db_blocker):
        UpkeepRecord.objects.all().delete()
        yield upgraded


def run(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall() if cursor.description else None


def test_what_was_lost_after_the_copy_comes_back_and_old_sessions_and_letters_do_not(school, capsys):
    default_storage.save(SCAN, ContentFile(b"%PDF-1.7 signed"))
    run("INSERT INTO django_session VALUES ('stolen', 'x', now() + interval '1 day')")
    run(
        "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default','letters.send',0,NULL,NULL,'{}',NULL)]::procrastinate_job_to_defer_v1[])"
    )
    names = list(Person.objects.order_by("pk").values_list("last_name", flat=True))
    Job.objects.create(owner_id=Person.objects.exclude(user=None).first().user_id, title="Печать")
    call_command("backup")
    assert UpkeepRecord.objects.get().is_good
    run("UPDATE registry_person SET last_name = 'Испорчено'")
    run("CREATE TABLE newer_than_the_copy (id int)")
    default_storage.delete(SCAN)

    with pytest.raises(CommandError, match="уже есть данные"):
        call_command("restore")
    assert set(Person.objects.values_list("last_name", flat=True)) == {"Испорчено"}
    call_command("restore", "--replace")

    assert list(Person.objects.order_by("pk").values_list("last_name", flat=True)) == names
    assert default_storage.open(SCAN).read() == b"%PDF-1.7 signed"
    assert run("SELECT count(*) FROM django_session") == [(0,)]
    assert run("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')") == [(0,)]
    assert set(Job.objects.values_list("state", flat=True)) == {"failed"}
    assert run("SELECT to_regclass('newer_than_the_copy')") == [(None,)]
    assert UpkeepRecord.objects.first().kind == UpkeepKind.RESTORE
    newest = copies.copies_in(services.backup_folder())[0]
    assert f"Нынешние данные сохранены в копии {newest.name}" in capsys.readouterr().out
    assert "newer_than_the_copy" in str(copies.read_copy(newest).manifest["tables"])


def test_a_copy_of_a_newer_program_is_refused_and_nothing_is_touched(school):
    copy = copies.make_copy(
        services.backup_server(), default_storage, services.backup_folder(), now=timezone.now(),
        notes={"program": "9.9", "migrations": ["mentoring.9999_future"]},
    )  # fmt: skip
    before = Person.objects.count()
    with pytest.raises(CommandError, match="более новой программой \\(9.9\\)"):
        call_command("restore", copy.path.name, "--replace")
    assert Person.objects.count() == before > 0


@pytest.fixture
def bucket(school, settings):
    """The school's files lie in a bucket; boto3's own view of it."""
    with bucket_server() as address:
        settings.STORAGES = {**django_settings.STORAGES, "default": storage_settings(address)}
        yield boto3.resource("s3", endpoint_url=address, region_name="us-east-1", **KEYS).Bucket(BUCKET)


def test_files_in_a_bucket_are_copied_verified_and_put_back(bucket, settings, capsys):
    wanted = {
        SCAN: b"%PDF-1.7 signed",
        "scans/sheet.pdf": b"%PDF-1.7 sheet",
        "scans/kept.pdf": b"%PDF-1.7 kept",
    }
    for name, content in wanted.items():
        default_storage.save(name, ContentFile(content))
    call_command("backup")
    call_command("verify_backup")
    assert "В хранилище" not in capsys.readouterr().out
    bucket.Object(SCAN).delete()
    bucket.Object("scans/sheet.pdf").put(Body=b"%PDF-1.7 other")
    kept = bucket.Object("scans/kept.pdf").last_modified
    call_command("verify_backup")
    assert capsys.readouterr().out.splitlines()[1:] == [
        "В хранилище файл scans/sheet.pdf изменён, в копии он цел.",
        f"В хранилище файла {SCAN} нет, в копии он цел.",
    ]
    name = copies.copies_in(services.backup_folder())[0].name
    call_command("restore", name, "--replace")
    assert f"Данные восстановлены из копии {name}, файлов записано: 2." in capsys.readouterr().out
    assert {item.key: item.get()["Body"].read() for item in bucket.objects.all()} == wanted
    assert bucket.Object("scans/kept.pdf").last_modified == kept
    people = Person.objects.count()
    settings.STORAGES = {**django_settings.STORAGES, "default": storage_settings("http://127.0.0.1:9")}
    with pytest.raises(CommandError, match="Хранилище файлов не отвечает. Ничего не тронуто"):
        call_command("restore", name, "--replace")
    assert Person.objects.count() == people > 0


class Forgetful(FileSystemStorage):
    """A storage that says «written» and holds something else."""

    def _save(self, name, content):
        return super()._save(name, ContentFile(content.read()[:-1]))


def test_a_file_that_did_not_come_back_as_it_was_is_named(school, tmp_path):
    default_storage.save(SCAN, ContentFile(b"%PDF-1.7 signed"))
    copy = copies.make_copy(services.backup_server(), default_storage, tmp_path / "kept", now=timezone.now())
    with pytest.raises(UpkeepError, match=f"{SCAN} записан, но хранилище отдаёт не то"):
        copies.put_files_back(copy, Forgetful(tmp_path / "other"))


@pytest.mark.parametrize("is_lost", [False, True], ids=["this computer", "another computer"])
def test_whoever_was_erased_since_the_copy_is_erased_again(school, tmp_path, is_lost):
    curator = User.objects.get(username="curator")
    person = create_person(
        by=curator, kind="teacher", last_name="Канарейкина", first_name="Ия", patronymic="", positions=["учитель"]
    )  # fmt: skip
    copy = services.back_up()
    erase_people([person], by=curator, reason=ErasureReason.WITHDRAWAL, basis="заявление")
    write_erase_list()
    if is_lost:
        # The disk with the copies is all that is left.
        (tmp_path / LIST_NAME).unlink()
        run("BEGIN; SET LOCAL mentoring.may_empty_logs = 'yes'; TRUNCATE mentoring_user CASCADE; COMMIT")
        call_command("restore", str(copy.path))
    else:
        call_command("restore", copy.path.name, "--replace")
    assert not Person.objects.filter(last_name="Канарейкина").exists()
    assert Person.objects.get(pk=person.pk).erased_on is not None


def test_a_spoilt_copy_is_an_alarm_and_never_restored(school):
    copy = services.back_up()
    dump = copy.path / copies.DUMP
    dump.write_bytes(dump.read_bytes()[:-1])
    with pytest.raises(CommandError, match="повреждена"):
        call_command("verify_backup")
    assert not UpkeepRecord.objects.first().is_good
    with pytest.raises(CommandError, match="повреждена"):
        call_command("restore", copy.path.name, "--replace")
    assert Person.objects.exists()


def test_a_copy_that_cannot_be_written_is_an_alarm(school, settings, tmp_path):
    (tmp_path / "a file").touch()
    settings.BACKUP_DIR = tmp_path / "a file" / "copies"
    with pytest.raises(CommandError, match="Копия не записана"):
        call_command("backup")
    assert not UpkeepRecord.objects.get().is_good


def at(hour, day=2):
    return datetime(2026, 9, day, hour - 3, 17, tzinfo=UTC)


def test_the_daily_copy_is_made_once_after_its_hour_and_made_up_for_after_a_night_without_power(school):
    made = UpkeepRecord.objects.create(kind="backup", is_good=True, message="Готово.", at=at(3, day=1))
    assert not services.backup_is_due(at(23, day=1))
    assert services.backup_is_due(at(3))
    assert services.backup_is_due(at(15))
    made.at = at(15)
    made.save()
    assert not services.backup_is_due(at(23))
    assert services.backup_is_due(at(3, day=3))
    UpkeepRecord.objects.create(kind="backup", is_good=False, message="Нет места.", at=at(4, day=3))
    assert services.backup_is_due(at(5, day=3))


def test_the_daily_task_makes_a_copy_and_a_failure_of_it_does_not_stop_the_queue(school, settings, tmp_path):
    later = timezone.now() + timedelta(days=1)
    back_up_daily(timestamp=int(later.timestamp()))
    assert UpkeepRecord.objects.get(is_good=True).name
    settings.BACKUP_DIR = tmp_path / "files" / "a file"
    FileSystemStorage(tmp_path / "files").save("a file", ContentFile(b""))
    back_up_daily(timestamp=int((later + timedelta(days=1)).timestamp()))
    assert not UpkeepRecord.objects.first().is_good
