"""fsck: rows without files, files without rows, files that are not what was stored (F3, F16)."""

import hashlib
import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from mentoring.documents.models import StoredFile
from mentoring.upkeep.models import UpkeepRecord
from tests.factories.people import make_curator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(content=b"%PDF-1.7", claimed=None):
    row = StoredFile(
        original_name="Лист.pdf", content_type="application/pdf", size=len(content), uploaded_by=make_curator(),
        sha256=hashlib.sha256(claimed or content).hexdigest(),
    )  # fmt: skip
    row.file.save("scan.pdf", ContentFile(content), save=False)
    row.save()
    return row


def faults(capsys):
    with pytest.raises(CommandError, match="Расхождений"):
        call_command("fsck")
    return capsys.readouterr().out.strip().split("\n")


def test_all_is_well(capsys):
    stored()
    call_command("fsck")
    assert capsys.readouterr().out == "Все файлы на месте и не изменены.\n"
    assert UpkeepRecord.objects.get().is_good


def test_a_row_without_its_file(capsys):
    row = stored()
    Path(row.file.path).unlink()
    assert faults(capsys) == [
        f"Нет файла {row.file.name}: его знает mentoring.StoredFile № {row.pk}.",
        f"Скан № {row.pk} потерян или изменён: {row.file.name}.",
    ]
    assert not UpkeepRecord.objects.get().is_good


def test_a_file_without_a_row_older_than_any_act(capsys, files):
    name = default_storage.save("scans/left.pdf", ContentFile(b"%PDF"))
    default_storage.save("scans/being-stored-now.pdf", ContentFile(b"%PDF"))
    yesterday = time.time() - 25 * 3600
    os.utime(files / name, (yesterday, yesterday))
    assert faults(capsys) == ["Файл scans/left.pdf не принадлежит ни одной записи."]


def test_a_changed_byte(capsys):
    row = stored(b"%PDF-1.8", claimed=b"%PDF-1.7")
    assert faults(capsys) == [f"Скан № {row.pk} потерян или изменён: {row.file.name}."]
