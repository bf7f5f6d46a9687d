"""Scans kept on disk: own name, hash, damage shown, immutable row."""

import hashlib
from pathlib import Path
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from procrastinate.contrib.django.models import ProcrastinateJob

from mentoring.documents import services
from mentoring.documents.models import StoredFile
from mentoring.documents.queries import DamagedFile, stored_content
from mentoring.documents.responses import stored_file_response
from tests.mentoring.documents import zoo
from tests.mentoring.documents.zoo import upload

pytestmark = pytest.mark.django_db


def store(by, name="Приказ № 20.pdf", content=None):
    return services.store_upload(upload(name, content or zoo.pdf()), by=by)


def test_a_scan_lies_under_a_name_of_our_own(curator, settings):
    content = zoo.pdf()
    stored = store(curator, "../../Приказ № 20.pdf", content)

    path = Path(stored.file.path)
    assert path.parent == Path(settings.MEDIA_ROOT) / "scans"
    assert UUID(path.stem).version == 4
    assert path.suffix == ".pdf"
    assert path.read_bytes() == content
    assert (stored.original_name, stored.content_type, stored.size, stored.sha256, stored.uploaded_by) == (
        "Приказ № 20.pdf",
        "application/pdf",
        len(content),
        hashlib.sha256(content).hexdigest(),
        curator,
    )


def test_a_refused_file_leaves_neither_row_nor_file(curator, settings):
    with pytest.raises(ValidationError):
        store(curator, content=zoo.pdf(change=zoo.opens_script))

    assert StoredFile.objects.count() == 0
    assert not Path(settings.MEDIA_ROOT).exists()


def test_a_file_is_taken_away_again_when_its_row_cannot_be_written(curator, settings):
    curator.pk = None
    with pytest.raises(ValueError, match="unsaved related object"), transaction.atomic():
        store(curator)

    assert list((Path(settings.MEDIA_ROOT) / "scans").iterdir()) == []


def test_a_store_without_room_says_so(curator, settings, tmp_path):
    occupied = tmp_path / "occupied"
    occupied.write_text("")
    settings.MEDIA_ROOT = occupied

    with pytest.raises(ValidationError, match="на сервере нет места или хранилище недоступно"):
        store(curator)


def test_a_scan_is_served_apart_from_our_pages(curator):
    response = stored_file_response(store(curator, "фото приказа.jpg", zoo.image()))

    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Security-Policy"] == (
        "sandbox; default-src 'none'; frame-ancestors 'none'"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Disposition"] == (
        "inline; filename*=utf-8''%D1%84%D0%BE%D1%82%D0%BE%20%D0%BF%D1%80%D0%B8%D0%BA%D0%B0%D0%B7%D0%B0.jpg"
    )


def test_a_scanned_pdf_is_saved_not_opened(curator):
    response = stored_file_response(store(curator, "scan.pdf"))

    assert response.headers["Content-Disposition"] == 'attachment; filename="scan.pdf"'


def test_one_changed_byte_on_disk_is_noticed(curator, caplog):
    stored = store(curator)
    path = Path(stored.file.path)
    damaged = bytearray(path.read_bytes())
    damaged[-1] ^= 1
    path.chmod(0o600)
    path.write_bytes(bytes(damaged))

    with pytest.raises(DamagedFile):
        stored_content(stored)
    response = stored_file_response(stored)

    assert response.status_code == 500
    assert "Файл повреждён" in response.content.decode()
    assert caplog.messages == [f"Stored bytes do not match their hash: stored file {stored.pk}"]


def test_damage_has_all_files_compared_once_and_the_administrator_told(curator):
    stored = store(curator)
    Path(stored.file.path).unlink()

    stored_file_response(stored)
    stored_file_response(stored)

    assert ProcrastinateJob.objects.get(status="todo").task_name == "upkeep.compare_files"


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.pdf", "..\\..\\win.ini.pdf", "a\r\nSet-Cookie: b=c.pdf", "a\x00b.pdf", "\u202efdp.exe.pdf",
        "ы" * 300 + ".pdf", "<img src=x onerror=alert(1)>.pdf", "CON.pdf", "....скан.pdf", '";x="y.pdf', "%2e%2e%2f.pdf",
    ],
)  # fmt: skip
def test_a_tricky_name_changes_neither_the_path_nor_the_headers(curator, name, settings):
    stored = store(curator, name)

    path = Path(stored.file.path)
    assert path.parent == Path(settings.MEDIA_ROOT) / "scans"
    assert UUID(path.stem).version == 4
    header = stored_file_response(stored).headers["Content-Disposition"]
    assert header.startswith("attachment") and "\r" not in header and "\n" not in header
    assert "/" not in stored.original_name and "\\" not in stored.original_name
    assert stored.original_name.partition(".")[0].upper() not in ("CON", "AUX", "NUL", "PRN")


def test_a_lost_file_is_noticed(curator):
    stored = store(curator)
    Path(stored.file.path).unlink()

    assert stored_file_response(stored).status_code == 500


def test_the_database_lets_nobody_rewrite_a_scan(curator):
    stored = store(curator)

    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(sha256="0" * 64)


def test_a_hash_that_is_not_one_is_refused(curator):
    with pytest.raises(IntegrityError, match="stored_file_sha256"), transaction.atomic():
        StoredFile.objects.create(
            file="scans/a.pdf", original_name="a.pdf", size=1, sha256="abc", uploaded_by=curator
        )
