"""Where there is no room, an upload is refused in words and leaves nothing behind."""

import resource
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from mentoring.accounts.models import User
from mentoring.documents.models import StoredFile
from mentoring.documents.services import store_upload
from tests.mentoring.documents import zoo

pytestmark = pytest.mark.django_db


def scan(extra=0):
    return zoo.upload("скан.pdf", zoo.pdf() + b"\n%" + b"x" * extra)


@contextmanager
def files_no_larger_than(size):
    """The system itself stops writing in the middle of a file, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_is_full_in_the_middle_of_a_file_keeps_no_half_of_it(curator, settings):
    with (
        files_no_larger_than(20_000),
        pytest.raises(ValidationError, match="на сервере нет места или хранилище недоступно"),
    ):
        store_upload(scan(50_000), by=curator)

    assert StoredFile.objects.count() == 0
    assert list((Path(settings.MEDIA_ROOT) / "scans").iterdir()) == []


def test_the_last_gigabyte_of_the_disk_is_left_to_the_database(curator, settings):
    settings.FREE_DISK_MB = 10**9

    with pytest.raises(ValidationError, match="заканчивается место. Скажите администратору"):
        store_upload(scan(), by=curator)

    assert not Path(settings.MEDIA_ROOT).exists()


def test_one_account_brings_so_much_in_a_day_and_no_more(curator, settings):
    settings.UPLOAD_QUOTA_MB = 1
    store_upload(scan(700_000), by=curator)

    with pytest.raises(ValidationError, match="За сутки можно загрузить не больше 1 МБ сканов"):
        store_upload(scan(700_000), by=curator)
    store_upload(scan(700_000), by=User.objects.create_user("other"))

    assert StoredFile.objects.count() == 2


def test_what_was_brought_the_day_before_does_not_count(curator, settings, monkeypatch):
    settings.UPLOAD_QUOTA_MB = 1
    store_upload(scan(700_000), by=curator)
    tomorrow = timezone.now() + timedelta(hours=24, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)

    assert store_upload(scan(700_000), by=curator).pk
