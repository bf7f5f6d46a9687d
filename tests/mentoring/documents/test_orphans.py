"""Files of acts that never ended are found and swept; files of rows never are."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from mentoring.documents.models import StoredFile
from mentoring.documents.orphans import LostFile, files_without_rows, rows_without_files
from mentoring.documents.services import store_upload
from mentoring.documents.tasks import sweep_files
from mentoring.jobs.models import Job
from tests.mentoring.documents import zoo

pytestmark = pytest.mark.django_db
DAY = 24 * 3600


def store(by):
    return store_upload(zoo.upload("скан.pdf", zoo.pdf()), by=by)


def age(path, seconds):
    os.utime(path, (time.time() - seconds,) * 2)


def rolled_back(by):
    """The path of a file whose act went back after the file was written."""
    with transaction.atomic():
        path = Path(store(by).file.path)
        transaction.set_rollback(True)
    assert path.exists() and not StoredFile.objects.filter(file__endswith=path.name).exists()
    return path


def test_a_file_of_a_rolled_back_act_is_swept_after_a_day(curator):
    kept, left = store(curator), rolled_back(curator)
    age(kept.file.path, 30 * DAY)
    age(left, DAY + 60)

    assert files_without_rows() == [f"scans/{left.name}"]
    sweep_files(0)

    assert not left.exists()
    assert Path(kept.file.path).exists()
    assert files_without_rows() == []


def test_a_file_whose_act_may_still_go_on_is_left_alone(curator):
    left = rolled_back(curator)
    age(left, DAY - 60)

    sweep_files(0)

    assert left.exists()


def test_the_file_of_a_finished_job_is_not_swept(curator):
    job = Job.objects.create(owner=curator, title="Печать")
    job.result.save("result.bin", ContentFile(b"x"))
    age(job.result.path, 30 * DAY)

    sweep_files(0)

    assert Path(job.result.path).exists()


def test_what_lies_beside_our_folders_is_not_ours(curator, settings):
    other = Path(settings.MEDIA_ROOT) / "заметки.txt"
    other.parent.mkdir()
    other.write_text("")
    age(other, 30 * DAY)

    sweep_files(0)

    assert other.exists()


def test_a_row_whose_file_is_lost_is_named(curator):
    store(curator)
    lost = store(curator)
    Path(lost.file.path).unlink()

    assert list(rows_without_files()) == [LostFile("mentoring.StoredFile", lost.pk, lost.file.name)]
