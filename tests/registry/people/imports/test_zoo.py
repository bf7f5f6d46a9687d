"""Every animal of the zoo through the door where people bring their lists: one plain answer, quickly, nothing kept."""

import subprocess
import sys
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from registry.people.models import Person, StaffImport, StaffImportRow
from tests.factories.people import make_curator
from tests.registry.people.imports import zoo

pytestmark = pytest.mark.django_db

MEMORY_OF_A_WORKER = """
from pathlib import Path
from registry.people.imports.refusals import WorkbookRefused
from registry.people.imports.workbook import read_workbook
for path in sorted(Path(FOLDER).iterdir()):
    try:
        read_workbook(path.read_bytes(), filename=path.name)
    except WorkbookRefused:
        pass
status = Path("/proc/self/status").read_text()
print(status.partition("VmHWM:")[2].split()[0])
"""


@pytest.fixture(scope="module")
def animals():
    return {name: make() for name, (make, _) in zoo.REFUSED.items()}


def send(client, data):
    return client.post("/people/import/", {"file": SimpleUploadedFile("список.xlsx", data)})


def kept():
    return StaffImport.objects.count(), StaffImportRow.objects.count(), Person.objects.count()


@pytest.mark.parametrize("name", zoo.REFUSED)
def test_a_hostile_or_broken_book_gets_one_plain_answer(name, animals, client):
    client.force_login(make_curator())
    started = time.process_time()

    page = send(client, animals[name])

    # Time of this process: other work on the machine does not count.
    assert time.process_time() - started < 2
    (sentence,) = page.context["form"].errors["file"]
    assert sentence.startswith(zoo.REFUSED[name][1])
    assert kept() == (0, 0, 0)


def test_a_book_that_asks_for_a_file_of_the_server_gets_none(client, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("канарейка")
    client.force_login(make_curator())

    page = send(client, zoo.external_entity(secret))

    assert page.context["form"].errors["file"][0].startswith("В файле есть объявления (DOCTYPE)")
    assert "канарейка" not in page.content.decode()
    assert kept() == (0, 0, 0)


def test_a_book_that_lies_about_its_size_loses_nobody(client):
    client.force_login(make_curator())
    staff_import = StaffImport.objects.get(pk=send(client, zoo.lie()).url.split("/")[3])
    assert staff_import.rows_in_file == 51

    client.post(f"/people/import/{staff_import.pk}/apply/")

    assert Person.objects.count() == 50


def test_the_whole_zoo_is_read_within_the_memory_of_a_worker(animals, tmp_path):
    for name, data in animals.items():
        (tmp_path / f"{name}.xlsx").write_bytes(data)
    code = f"FOLDER = {str(tmp_path)!r}\n{MEMORY_OF_A_WORKER}"
    used = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert int(used.stdout) < 300 * 1024
