"""Copies of the data: whole, of one moment, proved by restoring, and any changed byte is noticed (F11)."""

import json
import stat
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from mentoring.upkeep import copies
from mentoring.upkeep.programs import UpkeepError, contents_of, find_programs, load_dump, spare_database
from tests.upgrades.released import released_database

NOW = datetime(2026, 9, 1, 3, 17, tzinfo=UTC)
SCAN = "scans/лист.pdf"


@pytest.fixture(scope="module")
def server(django_db_blocker):
    with django_db_blocker.unblock(), released_database("0.1.0") as server:
        yield server


@pytest.fixture(scope="module")
def storage(tmp_path_factory):
    storage = FileSystemStorage(tmp_path_factory.mktemp("files"))
    storage.save(SCAN, ContentFile(b"%PDF-1.7 scan"))
    storage.save("jobs/2026/archive.zip", ContentFile(b"PK"))
    return storage


@pytest.fixture(scope="module")
def copy(server, storage, tmp_path_factory):
    """One copy for the tests that only look, and for those that spoil another copy of it."""
    return copies.make_copy(server, storage, tmp_path_factory.mktemp("copies"), now=NOW)


def test_a_copy_holds_everything_and_is_its_owners_alone_and_leaves_no_database_behind(copy, server):
    assert copy.path.name == "2026-09-01_03-17-00"
    assert sorted(copy.manifest["files"]) == ["jobs/2026/archive.zip", SCAN]
    with server.connect() as opened:
        assert copy.manifest["tables"] == contents_of(opened)
    assert copy.manifest["tables"]["public.registry_person"][0] > 10
    modes = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in [copy.path, *copy.path.rglob("*")]}
    assert modes == {True: 0o700, False: 0o600}
    assert [path.name for path in copy.path.parent.iterdir() if path.name.startswith(".unf")] == []
    copies.prove(copies.read_copy(copy.path), server)
    with server.connect() as opened:
        names = opened.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", ["%_proof_%"])
        assert [name for (name,) in names if name.startswith(server.name[:30])] == []


def spoilt(copy, folder, name, change):
    """Another copy of the copy, one file of which is changed by `change`."""
    for path in copy.path.rglob("*"):
        target = folder / path.relative_to(copy.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file():
            target.write_bytes(path.read_bytes())
    (folder / name).write_bytes(change((folder / name).read_bytes()))
    return folder


def cut(content):
    return content[:-1]


def flip(place):
    def change(content):
        index = int(place * (len(content) - 1))
        return content[:index] + bytes([content[index] ^ 1]) + content[index + 1 :]

    return change


@pytest.mark.parametrize("name", [copies.DUMP, f"{copies.FILES}/{SCAN}", copies.MANIFEST, copies.SEAL])
@pytest.mark.parametrize("change", [cut, flip(0), flip(0.5), flip(1)], ids=["cut", "first", "middle", "last"])
def test_one_byte_is_noticed(copy, tmp_path, name, change):
    with pytest.raises(UpkeepError, match="повреждена"):
        copies.require_intact(copies.read_copy(spoilt(copy, tmp_path, name, change)))


def test_a_lost_file_is_noticed(copy, tmp_path):
    folder = spoilt(copy, tmp_path, copies.DUMP, bytes)
    (folder / copies.FILES / SCAN).unlink()
    with pytest.raises(UpkeepError, match="нет файла files/scans/лист.pdf"):
        copies.require_intact(copies.read_copy(folder))


def test_a_dump_that_restores_something_else_is_noticed(copy, server):
    tables = {**copy.manifest["tables"], "public.registry_person": [1, "0" * 64]}
    with pytest.raises(UpkeepError, match="не то: таблицы public.registry_person"):
        copies.prove(copies.Copy(copy.path, {**copy.manifest, "tables": tables}), server)


def test_a_cut_dump_leaves_the_database_as_it_was(copy, server, tmp_path):
    whole = (copy.path / copies.DUMP).read_bytes()
    half = tmp_path / "half.dump"
    half.write_bytes(whole[: len(whole) * 2 // 3])
    with spare_database(server) as spare:
        load_dump(copy.path / copies.DUMP, spare)
        with pytest.raises(UpkeepError, match="не загружается"):
            load_dump(half, spare, clear=True)
        with pytest.raises(UpkeepError, match="не загружается.*already exists"):
            load_dump(copy.path / copies.DUMP, spare)
        with spare.connect() as opened:
            assert contents_of(opened) == copy.manifest["tables"]


def test_a_copy_is_of_one_moment_though_people_go_on_working(server, storage, tmp_path):
    stop, writes = Event(), []

    def work():
        with server.connect(autocommit=True) as opened:
            while not stop.is_set():
                opened.execute(
                    "INSERT INTO django_session VALUES (gen_random_uuid()::text, 'x', now()) RETURNING 1"
                )
                writes.append(1)

    busy = Thread(target=work)
    busy.start()
    try:
        while not writes:
            stop.wait(0.01)
        made = copies.make_copy(server, storage, tmp_path / "copies", now=NOW)
    finally:
        stop.set()
        busy.join()
    assert made.manifest["tables"]["public.django_session"][0] < len(writes)
    copies.prove(made, server)


def test_an_unchanged_file_takes_no_room_twice_unless_the_older_copy_is_spoilt(server, storage, tmp_path):
    folder = tmp_path / "copies"
    first = copies.make_copy(server, storage, folder, now=NOW)
    second = copies.make_copy(server, storage, folder, now=NOW)
    assert second.path.name == "2026-09-01_03-17-00_2"
    scans = [made.path / copies.FILES / SCAN for made in (first, second)]
    assert scans[0].samefile(scans[1])
    scans[0].write_bytes(b"%PDF-1.7 spoilt")
    third = copies.make_copy(server, storage, folder, now=NOW + timedelta(days=1))
    copies.require_intact(third)
    with pytest.raises(UpkeepError, match="повреждена"):
        copies.require_intact(second)


def test_old_copies_go_but_the_newest_three_stay(tmp_path):
    days = [NOW - timedelta(days=number) for number in (0, 1, 29, 31, 40, 400)]
    for day in days:
        (tmp_path / f"{day:%Y-%m-%d_%H-%M-%S}").mkdir()
    (tmp_path / "чужая папка").mkdir()
    assert copies.forget_old_copies(tmp_path, now=NOW, days=30) == [
        f"{day:%Y-%m-%d_%H-%M-%S}" for day in days[3:]
    ]
    assert copies.forget_old_copies(tmp_path, now=NOW + timedelta(days=999), days=30) == []
    assert len(copies.copies_in(tmp_path)) == 3


def test_leftovers_of_a_killed_copy_are_cleared_and_never_taken_for_a_copy(server, storage, tmp_path):
    unfinished = tmp_path / ".unfinished-2026-08-31_03-17-00"
    unfinished.mkdir()
    assert copies.copies_in(tmp_path) == []
    copies.make_copy(server, storage, tmp_path, now=NOW)
    assert not unfinished.exists()


def test_without_a_fit_pg_dump_the_package_to_install_is_named():
    with pytest.raises(UpkeepError, match="PostgreSQL 99.*postgresql-client-99"):
        find_programs(99)


def test_the_manifest_can_be_read_by_a_person(copy):
    text = (copy.path / copies.MANIFEST).read_text()
    assert "лист.pdf" in text
    assert json.loads(text)["made_at"] == "2026-09-01T03:17:00+00:00"
