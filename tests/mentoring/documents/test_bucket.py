"""Files in S3-compatible storage: the same acts as on a disk, through the pages (a real server of moto's)."""

from datetime import timedelta
from pathlib import PurePath
from uuid import UUID

import boto3
import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from mentoring.documents import orphans
from mentoring.documents.models import StoredFile
from mentoring.documents.services import store_upload
from mentoring.documents.tasks import sweep_files
from mentoring.jobs.models import Job
from mentoring.jobs.services import finish_job, running
from mentoring.upkeep import copies, health, services
from registry.consents.enums import ConsentKind
from tests.bucket import BUCKET, KEYS, bucket_server, storage_settings
from tests.factories.bank import give_paper
from tests.factories.people import make_curator, make_teacher
from tests.mentoring.documents import zoo

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def address():
    with bucket_server() as address:
        yield address


@pytest.fixture(scope="module")
def emptied_bucket(address):
    return boto3.resource("s3", endpoint_url=address, region_name="us-east-1", **KEYS).Bucket(BUCKET)


@pytest.fixture
def bucket(address, emptied_bucket, settings, tmp_path):
    """The bucket, emptied, as the files' place; boto3's own view of it."""
    settings.STORAGES = {**django_settings.STORAGES, "default": storage_settings(address)}
    settings.BACKUP_DIR = tmp_path / "copies"
    settings.UPLOAD_QUOTA_MB = 1
    emptied_bucket.objects.all().delete()
    return emptied_bucket


@pytest.fixture
def away(bucket, settings):
    """Call it, and nobody listens where the storage was."""

    def go_away():
        nowhere = storage_settings("http://127.0.0.1:9")
        settings.STORAGES = {**django_settings.STORAGES, "default": nowhere}

    return go_away


def names(bucket):
    return sorted(item.key for item in bucket.objects.all())


def given_scan(client, content):
    """A consent whose signed sheet was attached by the curator on the page."""
    curator = make_curator()
    client.force_login(curator)
    consent = give_paper(make_teacher("own"), ConsentKind.PROCESSING)
    answer = client.post(
        reverse("consents:attach", args=[consent.pk]), {"scan": zoo.upload("лист.pdf", content)}
    )
    assert answer.status_code == 302
    consent.refresh_from_db()
    return consent


def test_a_scan_is_attached_and_opened_through_our_pages(client, bucket, tmp_path):
    content = zoo.pdf()
    consent = given_scan(client, content)
    assert names(bucket) == [consent.scan.file.name]
    answer = client.get(reverse("consents:scan", args=[consent.pk]))
    assert (answer.status_code, answer.content) == (200, content)
    assert not (tmp_path / "files").exists()


def test_a_damaged_scan_and_a_lost_one_are_noticed(client, bucket):
    consent = given_scan(client, zoo.pdf())
    url = reverse("consents:scan", args=[consent.pk])
    bucket.Object(consent.scan.file.name).put(Body=b"something else")
    assert "Файл повреждён" in client.get(url).content.decode()
    bucket.Object(consent.scan.file.name).delete()
    assert "Файл повреждён" in client.get(url).content.decode()
    assert services.compare_files() == [
        f"Нет файла {consent.scan.file.name}: его знает mentoring.StoredFile № {consent.scan.pk}.",
        f"Скан № {consent.scan.pk} потерян или изменён: {consent.scan.file.name}.",
    ]


def test_the_amount_of_a_day_and_a_hostile_file_are_refused_and_leave_nothing(bucket):
    curator = make_curator()
    with pytest.raises(ValidationError):
        store_upload(zoo.upload("скан.pdf", zoo.pdf(change=zoo.opens_script)), by=curator)
    store_upload(zoo.upload("скан.pdf", zoo.pdf() + b"\n%" + b"x" * 700_000), by=curator)
    with pytest.raises(ValidationError, match="не больше 1 МБ"):
        store_upload(zoo.upload("скан.pdf", zoo.pdf() + b"\n%" + b"x" * 700_000), by=curator)
    assert names(bucket) == [StoredFile.objects.get().file.name]


def test_files_of_finished_work_never_lie_on_one_another(client, bucket):
    """A bucket has no «only if there is none»: two workers with one name would lose a file."""
    jobs = [Job.objects.create(owner=make_curator(), title="Печать") for _ in range(2)]
    for job in jobs:
        with running(job.pk) as work:
            finish_job(work, message="Готово.", result=f"zip {job.pk}".encode(), result_name="a.zip")
    # A number or a random tail would be given only after asking who is there already.
    assert [UUID(PurePath(name).stem).version for name in names(bucket)] == [4, 4]
    client.force_login(jobs[0].owner)
    for job in jobs:
        answer = client.get(reverse("jobs:download", args=[job.pk]))
        assert b"".join(answer.streaming_content) == f"zip {job.pk}".encode()


def test_the_sweeper_takes_what_no_row_knows_and_nothing_younger_than_a_day(client, bucket, monkeypatch):
    consent = given_scan(client, zoo.pdf())
    default_storage.save("scans/left.pdf", ContentFile(b"%PDF"))
    default_storage.save("notes/of-the-administrator.pdf", ContentFile(b"%PDF"))
    sweep_files(0)
    assert len(names(bucket)) == 3
    monkeypatch.setattr(orphans, "SWEPT_AFTER", -timedelta(minutes=1))
    sweep_files(0)
    assert names(bucket) == ["notes/of-the-administrator.pdf", consent.scan.file.name]


def test_a_copy_of_the_data_holds_the_files_and_puts_them_back(bucket):
    default_storage.save("scans/согласие.pdf", ContentFile(b"%PDF signed"))
    default_storage.save("scans/лист.pdf", ContentFile(b"%PDF sheet"))
    first, second = (
        copies.make_copy(
            services.backup_server(), default_storage, services.backup_folder(), now=timezone.now()
        )
        for _ in range(2)
    )
    copies.require_intact(second)
    kept = second.path / "files/scans/согласие.pdf"
    assert kept.read_bytes() == b"%PDF signed"
    assert kept.samefile(first.path / "files/scans/согласие.pdf")
    default_storage.delete("scans/согласие.pdf")
    bucket.Object("scans/лист.pdf").put(Body=b"spoilt")
    assert copies.put_files_back(second, default_storage) == 2
    assert default_storage.open("scans/согласие.pdf").read() == b"%PDF signed"
    assert default_storage.open("scans/лист.pdf").read() == b"%PDF sheet"


def test_a_copy_for_support_leaves_the_bucket_of_the_school_alone(bucket, monkeypatch, capsys):
    default_storage.save("scans/лист.pdf", ContentFile(b"%PDF"))
    monkeypatch.setitem(connection.settings_dict, "NAME", "school_support")
    call_command("anonymise", this_copy="school_support")
    assert "Файлы лежат в хранилище S3 и не тронуты" in capsys.readouterr().out
    assert names(bucket) == ["scans/лист.pdf"]


def test_a_file_has_no_address_of_its_own(bucket):
    name = default_storage.save("scans/лист.pdf", ContentFile(b"%PDF"))
    with pytest.raises(ValueError, match="no address"):
        default_storage.url(name)


def test_a_storage_that_is_away_is_said_in_words(client, bucket, away):
    consent = given_scan(client, zoo.pdf())
    with running(Job.objects.create(owner=make_curator(), title="Печать").pk) as work:
        finish_job(work, message="Готово.", result=b"zip", result_name="a.zip")
    away()
    for url in (reverse("consents:scan", args=[consent.pk]), reverse("jobs:download", args=[work.pk])):
        answer = client.get(url)
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert "Хранилище файлов не отвечает" in answer.content.decode()
    with pytest.raises(ValidationError, match="хранилище недоступно"):
        store_upload(zoo.upload("скан.pdf", zoo.pdf()), by=make_curator())
    assert StoredFile.objects.count() == 1
    assert not health.files().is_good
    with pytest.raises(CommandError):
        call_command("fsck")
    with pytest.raises(services.UpkeepError, match="Копия не записана"):
        services.back_up()
