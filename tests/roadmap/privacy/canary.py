"""One person with a mark in every field that holds words, and a search for the mark everywhere it could stay."""

from datetime import date
from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from PIL import Image

from mentoring.accounts.models import User
from mentoring.jobs.models import Job
from mentoring.letters.services import queue_letter
from registry.consents.enums import ConsentKind
from registry.consents.services import attach_scan
from registry.people.imports.services import start_import
from registry.people.models import Person
from registry.people.services import update_person
from roadmap.privacy.services import ask
from tests.factories.bank import give_paper, make_mentee, make_mentor
from tests.factories.people import make_curator, make_keeper, make_teacher
from tests.registry.people.imports.books import staff_book
from tests.registry.people.imports.lists import person as staff_line

# A surname, so that every case form of it holds the mark too.
MARK = "Канареечн"


def scan_of(mark) -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "white").save(buffer, "PNG")
    return SimpleUploadedFile(f"{mark}ый скан.png", buffer.getvalue(), "image/png")


def make_canary(*, role="mentee", mark=MARK, username="canary") -> Person:
    """A teacher with an account, a bank entry, consents with scans, a request, a letter, a loaded list, a job."""
    curator = make_curator()
    person = make_teacher(
        username, f"{mark}ая",
        subjects=f"{mark} предметы", education=f"{mark} образование", phone=f"{mark} 123", note=f"{mark} примечание",
        email="canary@school.example", birth_date=date(1990, 5, 17),
    )  # fmt: skip
    User.objects.filter(pk=person.user_id).update(display_name=f"{mark}ая М. С.")
    update_person(person, by=curator, version=None, note=f"{mark} ещё примечание")
    if role == "mentee":
        make_mentee(person, request=f"{mark} запрос", strengths=f"{mark} сильное", wishes=f"{mark} пожелания")
    else:
        make_mentor(person, competencies=f"{mark} опыт", achievements=f"{mark} награды")
    give_paper(person, ConsentKind.DISTRIBUTION)
    consent = person.consents.first()
    attach_scan(consent, by=curator, scan=scan_of(mark))
    attach_scan(consent, by=curator, scan=scan_of(f"{mark}2"))
    ask(person, "correction", by=person.user, text=f"{mark} просьба")
    queue_letter(to=person.email, subject="Пара", body=f"Здравствуйте, {person.full_name}.\nПара предложена.")
    start_import(by=make_keeper(), data=staff_book(staff_line(name=person.full_name)), filename="Список.xlsx")
    Job.objects.create(
        owner=curator,
        title="Печать",
        state="done",
        finished_at=timezone.now(),
        message=f"{person.full_name}: нет пары",
    )
    return Person.objects.get(pk=person.pk)


def tables_with(mark) -> set[str]:
    """Names of tables that hold the mark in any column of any row, as a dump of the database would."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        names = [name for (name,) in cursor.fetchall()]
        found = set()
        for name in names:
            cursor.execute(
                f'SELECT EXISTS (SELECT 1 FROM "{name}" AS t WHERE t::text ILIKE %s)', [f"%{mark}%"]
            )  # noqa: S608
            if cursor.fetchone()[0]:
                found.add(name)
    return found


def files_with(mark) -> list[str]:
    """Stored files and letters that hold the mark in the name or in the bytes."""
    folders = [settings.MEDIA_ROOT, settings.OUTBOX_DIR, settings.DATA_DIR]
    found = {path for folder in folders if folder.exists() for path in folder.rglob("*") if path.is_file()}
    return [str(path) for path in sorted(found) if mark in path.name or mark.encode() in path.read_bytes()]
