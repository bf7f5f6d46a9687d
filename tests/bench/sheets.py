"""Excel in and out beside django-import-export and bare openpyxl."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

from import_export.formats.base_formats import XLSX
from openpyxl import Workbook

from mentoring.accounts.models import User
from mentoring.documents.sheets import render_xlsx
from registry.people.documents import STAFF_COLUMNS, staff_sheet
from registry.people.imports.services import apply_import, preview_import, start_import
from registry.people.models import Person
from registry.people.queries import for_staff_list, with_positions
from tests.bench.peers import StaffExport, StaffResource
from tests.bench.rounds import Figure, in_turn, timed
from tests.bench.undone import undone
from tests.factories.people import PATRONYMICS, SURNAMES, WOMEN

ROWS = 1000
OUR_HEADINGS = (
    "Табельный номер", "Фамилия", "Имя", "Отчество", "Должность", "Кв. категория", "Пед. стаж",
    "Дата рождения", "Дата приёма", "Эл. почта", "Примечание", "Пол",
)  # fmt: skip
PEER_HEADINGS = (
    "personnel_number", "last_name", "first_name", "patronymic", "position", "category", "teaching_years",
    "birth_date", "hired_on", "email", "note", "gender",
)  # fmt: skip


def staff_import() -> Iterator[Figure]:
    """A list of 1 000 new people: reading and preview beside the dry run, then the whole beside the whole."""
    ours, peers = book(OUR_HEADINGS, "первая", "ж"), book(PEER_HEADINGS, "first", "f")
    ours_time, peer_time = in_turn(
        3, timed(undone(lambda: load(ours))), timed(undone(lambda: peer_load(peers, dry_run=True)))
    )
    yield Figure("staff-import", ours_time, peer_time, 0.35, "upload and preview beside the dry run")
    whole, peer_whole = in_turn(
        1, timed(undone(lambda: load(ours, apply=True))), timed(undone(lambda: peer_both(peers)))
    )
    yield Figure("staff-import-written", whole, peer_whole, None, "upload, preview and writing, of both")


def load(data: bytes, *, apply: bool = False) -> None:
    curator = User.objects.get(username="curator")
    loaded = preview_import(start_import(by=curator, data=data, filename="Список.xlsx"), by=curator)
    if loaded.rows.filter(outcome="new").count() != ROWS:
        raise SystemExit("The measured list is not read as it should be.")
    if apply:
        apply_import(loaded, by=curator)


def peer_load(data: bytes, *, dry_run: bool) -> None:
    dataset = XLSX().create_dataset(data)
    result = StaffResource().import_data(dataset, dry_run=dry_run, use_transactions=True)
    if result.has_errors() or result.totals["new"] != ROWS:
        raise SystemExit("The peer does not read the measured list.")


def peer_both(data: bytes) -> None:
    peer_load(data, dry_run=True)
    peer_load(data, dry_run=False)


def book(headings, category: str, gender: str) -> bytes:
    workbook = Workbook()
    workbook.active.append(headings)
    for number in range(ROWS):
        workbook.active.append(line(number, category, gender))
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def line(number: int, category: str, gender: str) -> tuple:
    return (
        f"Н-{number}",
        f"{SURNAMES[number % 23]}а-{SURNAMES[number // 23 % 23]}а",
        WOMEN[number % 8],
        f"{PATRONYMICS[number % 7]}на",
        "учитель математики",
        category,
        number % 30,
        date(1970, 1, 1) + timedelta(days=number),
        date(2010, 9, 1),
        f"new{number}@school.example",
        "",
        gender,
    )


def xlsx_export() -> Iterator[Figure]:
    """Everybody of the large school as a staff list, from the rows of the database to the file's bytes."""
    ours, bare, peer = in_turn(3, timed(our_export), timed(bare_export), timed(peer_export))
    yield Figure("xlsx-export", ours, bare, 1.15, "peer: bare openpyxl, write-only")
    yield Figure("xlsx-export-import-export", ours, peer, None, "peer: django-import-export")


def everybody():
    return list(for_staff_list(Person.objects.all()))


def our_export() -> bytes:
    return render_xlsx(staff_sheet(everybody()))


def bare_export() -> bytes:
    workbook = Workbook(write_only=True)
    worksheet = workbook.create_sheet("Сотрудники")
    worksheet.append([column.heading for column in STAFF_COLUMNS])
    for row in staff_sheet(everybody()).rows:
        worksheet.append(row)
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def peer_export() -> bytes:
    return StaffExport().export(with_positions(Person.objects.all())).export("xlsx")
