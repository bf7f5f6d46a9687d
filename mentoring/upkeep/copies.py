"""A copy of all data: a folder with the dump, the files and a manifest of what exactly lies there.

It is made under another name and renamed when whole. Files that the copy before holds too are hard links to it:
thirty copies of the same scans take the room of one, and each folder is complete by itself.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from mentoring.upkeep.programs import (
    Server,
    UpkeepError,
    contents_of,
    dump_database,
    load_dump,
    spare_database,
)

NAME = re.compile(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d(_\d+)?")
UNFINISHED = ".unfinished-"
DUMP, FILES, MANIFEST, SEAL = "database.dump", "files", "manifest.json", "manifest.sha256"
BLOCK = 1 << 20
ALWAYS_KEPT = 3


@dataclass(frozen=True)
class Copy:
    """A finished copy: its folder and the manifest that was read from it."""

    path: Path
    manifest: dict

    @property
    def size(self) -> int:
        """Bytes of the dump and of all files, linked ones too."""
        return self.manifest["dump"]["size"] + sum(size for size, _ in self.manifest["files"].values())


def copies_in(folder: Path) -> list[Path]:
    """Finished copies, the newest first."""
    if not folder.is_dir():
        return []
    return sorted((path for path in folder.iterdir() if NAME.fullmatch(path.name)), reverse=True)


def make_copy(server: Server, storage, folder: Path, *, now: datetime, notes: dict | None = None) -> Copy:
    """Copy the database and every file of `storage` (a Django storage) into a new folder under `folder`.

    The dump and the hashes of the tables are of one moment. A file is stored before its row: those that the
    dump knows are there when the files are copied after it. `notes` go into the manifest. Raises UpkeepError.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _only_one(folder):
            return _make_copy(server, storage, folder, now, notes or {})
    except OSError as problem:
        raise UpkeepError(f"Копия не записана: {problem.strerror or problem}. Папка {folder}.") from problem


def _make_copy(server: Server, storage, folder: Path, now: datetime, notes: dict) -> Copy:
    for left_over in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left_over)
    previous = next(iter(copies_in(folder)), None)
    path = _free_name(folder, now)
    unfinished = folder / f"{UNFINISHED}{path.name}"
    unfinished.mkdir(mode=0o700)
    try:
        with server.connect() as connection:
            tables = _dump_with_hashes(server, connection, unfinished / DUMP)
        manifest = {
            "made_at": now.isoformat(),
            **notes,
            "dump": {"size": (unfinished / DUMP).stat().st_size, "sha256": sha256_of(unfinished / DUMP)},
            "tables": tables,
            "files": _copy_files(storage, unfinished / FILES, previous),
        }
        _write_manifest(unfinished, manifest)
        os.sync()
        unfinished.rename(path)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return Copy(path, manifest)


def read_copy(path: Path) -> Copy:
    """The copy with its manifest. Raises UpkeepError when the manifest is missing or is not what was written."""
    try:
        text = (path / MANIFEST).read_bytes()
        seal = (path / SEAL).read_text().strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise UpkeepError(
            f"В копии {path.name} нет описи. Это не копия данных или она не дописана."
        ) from problem
    if hashlib.sha256(text).hexdigest() != seal:
        raise UpkeepError(f"Копия {path.name} повреждена: опись изменена.")
    return Copy(path, json.loads(text))


def require_intact(copy: Copy) -> None:
    """Compare every byte of the copy with its manifest. Raises UpkeepError."""
    wanted = {DUMP: [copy.manifest["dump"]["size"], copy.manifest["dump"]["sha256"]]}
    wanted |= {f"{FILES}/{name}": facts for name, facts in copy.manifest["files"].items()}
    for name, (_size, sha256) in wanted.items():
        path = copy.path / name
        if not path.is_file():
            raise UpkeepError(f"Копия {copy.path.name} повреждена: нет файла {name}.")
        if sha256_of(path) != sha256:
            raise UpkeepError(f"Копия {copy.path.name} повреждена: файл {name} не тот, что был записан.")


def prove(copy: Copy, server: Server) -> None:
    """Load the copy into an empty database beside the real one and compare all tables. Raises UpkeepError."""
    require_intact(copy)
    with spare_database(server) as spare:
        load_dump(copy.path / DUMP, spare)
        with spare.connect() as connection:
            restored = contents_of(connection)
    require_same(copy, restored)


def require_same(copy: Copy, restored: dict[str, list]) -> None:
    """Compare tables loaded from the copy with those that were copied. Raises UpkeepError naming the first ones."""
    wanted = copy.manifest["tables"]
    wrong = [name for name in sorted({*wanted, *restored}) if wanted.get(name) != restored.get(name)]
    if wrong:
        raise UpkeepError(
            f"Из копии {copy.path.name} восстанавливается не то: таблицы {', '.join(wrong[:5])}."
        )


def differing_files(copy: Copy, storage) -> Iterator[tuple[str, bool]]:
    """Names of the copy's files that the storage lacks or holds otherwise, and whether it has such a file at all."""
    for name, (_size, sha256) in copy.manifest["files"].items():
        found = _stored_hash(storage, name)
        if found != sha256:
            yield name, found is not None


def put_files_back(copy: Copy, storage) -> int:
    """Write the files of the copy that the storage lacks or holds otherwise; returns how many.

    What was written is read back and compared. Raises UpkeepError naming a file that is not what it was.
    """
    count = 0
    for name, is_there in differing_files(copy, storage):
        if is_there:
            storage.delete(name)
        with (copy.path / FILES / name).open("rb") as file:
            if storage.save(name, file) != name:
                raise UpkeepError(f"Файл {name} не записан: в хранилище мешает другой файл с этим именем.")
        if _stored_hash(storage, name) != copy.manifest["files"][name][1]:
            raise UpkeepError(f"Файл {name} записан, но хранилище отдаёт не то. Проверьте хранилище файлов.")
        count += 1
    return count


def _stored_hash(storage, name: str) -> str | None:
    try:
        with storage.open(name) as file:
            return _hash(file)
    except FileNotFoundError:
        return None


def forget_old_copies(folder: Path, *, now: datetime, days: int) -> list[str]:
    """Delete copies older than `days`, but never the newest three; returns the names of the deleted."""
    limit = f"{now - timedelta(days=days):%Y-%m-%d_%H-%M-%S}"
    old = [path for path in copies_in(folder)[ALWAYS_KEPT:] if path.name < limit]
    for path in old:
        # Renamed first: a half deleted copy must not look like one.
        doomed = path.rename(folder / f"{UNFINISHED}{path.name}")
        shutil.rmtree(doomed)
    return [path.name for path in old]


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return _hash(file)


def _hash(file) -> str:
    digest = hashlib.sha256()
    while block := file.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise UpkeepError("Копия данных уже делается. Подождите, пока она закончится.") from problem
        yield


def _free_name(folder: Path, now: datetime) -> Path:
    path, number = folder / f"{now:%Y-%m-%d_%H-%M-%S}", 1
    while path.exists():
        number += 1
        path = folder / f"{now:%Y-%m-%d_%H-%M-%S}_{number}"
    return path


def _dump_with_hashes(server: Server, connection, path: Path) -> dict[str, list]:
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    # The dump may take longer than a page may.
    connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone()
    dump_database(server, snapshot, path)
    return contents_of(connection)


def _copy_files(storage, target: Path, previous: Path | None) -> dict[str, list]:
    known = {}
    if previous is not None:
        try:
            known = read_copy(previous).manifest["files"]
        except UpkeepError:
            known = {}
    target.mkdir(mode=0o700)
    found = {}
    for name in sorted(_names_in(storage, "")):
        path = target / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with storage.open(name) as source:
                sha256 = _hash(source)
                if (
                    previous is None
                    or known.get(name, [0, ""])[1] != sha256
                    or not _link(previous / FILES / name, path, sha256)
                ):
                    source.seek(0)
                    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
                        shutil.copyfileobj(source, copy, BLOCK)
        except FileNotFoundError:
            # Deleted by its owner since it was listed.
            continue
        found[name] = [path.stat().st_size, sha256]
    return found


def _link(source: Path, path: Path, sha256: str) -> bool:
    """A hard link to the copy before, when that is still what it was."""
    try:
        if sha256_of(source) != sha256:
            return False
        path.hardlink_to(source)
    except OSError:
        return False
    return True


def _names_in(storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}".lstrip("/") for name in files)
    for name in folders:
        yield from _names_in(storage, f"{folder}/{name}".lstrip("/"))


def _write_manifest(folder: Path, manifest: dict) -> None:
    text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    for name, content in ((MANIFEST, text), (SEAL, hashlib.sha256(text).hexdigest().encode())):
        with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
