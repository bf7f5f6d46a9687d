"""The only writer of upkeep: making and proving copies of the data, comparing files with their rows."""

import logging
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from mentoring.documents.models import IssuedDocument, StoredFile
from mentoring.documents.orphans import files_without_rows, rows_without_files
from mentoring.documents.queries import DamagedFile, StorageAway, issued_pdf, stored_content
from mentoring.templatetags.look import plural
from mentoring.upkeep import copies
from mentoring.upkeep.enums import UpkeepKind
from mentoring.upkeep.models import UpkeepRecord
from mentoring.upkeep.programs import Server, UpkeepError
from mentoring.upkeep.queries import last_record

logger = logging.getLogger(__name__)
LISTED = 20


def backup_server() -> Server:
    """The present database, reached by the role that makes copies."""
    own = connection.settings_dict
    role = settings.BACKUP_DATABASE or own
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    found = {word: str(role[key]) for key, word in names.items() if role.get(key)}
    found |= {key: str(value) for key, value in own.get("OPTIONS", {}).items() if key.startswith("ssl")}
    return Server({**found, "dbname": str(own["NAME"]), "connect_timeout": "10"})


def backup_folder() -> Path:
    return Path(settings.BACKUP_DIR)


def back_up() -> copies.Copy:
    """Make a copy of all data, prove it by restoring it, forget the old ones; the record says how it ended.

    Raises UpkeepError after writing the record.
    """
    server, now = backup_server(), timezone.now()
    try:
        copy = copies.make_copy(
            server, default_storage, backup_folder(), now=timezone.localtime(now), notes=_notes()
        )
        copies.prove(copy, server)
    except UpkeepError as problem:
        _record(UpkeepKind.BACKUP, is_good=False, message=str(problem))
        raise
    gone = copies.forget_old_copies(
        backup_folder(), now=timezone.localtime(now), days=settings.BACKUP_KEEP_DAYS
    )
    message = f"Копия {copy.path.name} сделана и проверена восстановлением."
    if gone:
        message += f" Старых копий удалено: {len(gone)}."
    _record(UpkeepKind.BACKUP, is_good=True, message=message, name=copy.path.name, size=copy.size)
    return copy


def prove_copy(name: str = "") -> copies.Copy:
    """Prove a copy once more (the newest one by default). Raises UpkeepError after writing the record."""
    try:
        copy = find_copy(name)
        copies.prove(copy, backup_server())
    except UpkeepError as problem:
        _record(UpkeepKind.BACKUP, is_good=False, message=str(problem), name=name)
        raise
    return copy


def find_copy(name: str = "") -> copies.Copy:
    """A copy by its name in the folder of copies or by its path; the newest one without a name.

    Raises UpkeepError when there is none.
    """
    if not name:
        found = copies.copies_in(backup_folder())
        if not found:
            raise UpkeepError(f"В папке {backup_folder()} копий нет. Сделайте первую: manage.py backup.")
        return copies.read_copy(found[0])
    path = backup_folder() / name
    if not path.is_dir():
        path = Path(name)
    if not path.is_dir():
        raise UpkeepError(f"Копии {name} нет. Список копий – в папке {backup_folder()}.")
    return copies.read_copy(path.resolve())


def backup_is_due(now: datetime) -> bool:
    """Has the hour of today's copy come, and none been made since? A night without power is made up for."""
    local = timezone.localtime(now)
    due = local.replace(hour=settings.BACKUP_HOUR, minute=0, second=0, microsecond=0)
    if due > local:
        due -= timedelta(days=1)
    good = last_record(UpkeepKind.BACKUP, good=True)
    return good is None or good.at < due


def compare_files() -> list[str]:
    """Compare rows, files and hashes; returns one Russian sentence a fault and writes the record."""
    try:
        faults = _disagreements()
    except StorageAway:
        # No fault of the files, and «Состояние» says it for as long as it lasts.
        logger.exception("Files were not compared")
        return ["Хранилище файлов не отвечает, сверить нечего. Проверьте его адрес и ключ."]
    if faults:
        listed = "\n".join(faults[:LISTED])
        count = plural(len(faults), "расхождение,расхождения,расхождений")
        message = f"Файлы и записи о них расходятся: {count}. Восстановите файлы из копии данных.\n{listed}"
        logger.error("Files and rows disagree: %d", len(faults))
    else:
        message = "Все файлы на месте и не изменены."
    _record(UpkeepKind.FSCK, is_good=not faults, message=message)
    return faults


def _disagreements() -> list[str]:
    faults = [f"Нет файла {lost.name}: его знает {lost.model} № {lost.pk}." for lost in rows_without_files()]
    faults += [f"Файл {name} не принадлежит ни одной записи." for name in files_without_rows()]
    for stored in StoredFile.objects.iterator():
        try:
            stored_content(stored)
        except DamagedFile:
            faults.append(f"Скан № {stored.pk} потерян или изменён: {stored.file.name}.")
    for document in IssuedDocument.objects.select_related("file").iterator(chunk_size=100):
        try:
            issued_pdf(document)
        except (DamagedFile, IssuedDocument.file.RelatedObjectDoesNotExist):
            faults.append(f"Выпущенный документ № {document.pk} потерян или изменён.")
    return faults


def record_restore(copy: copies.Copy, *, message: str) -> UpkeepRecord:
    """Write down that the present data came out of a copy."""
    return _record(UpkeepKind.RESTORE, is_good=True, message=message, name=copy.path.name, size=copy.size)


def _record(kind, *, is_good, message, name="", size=0) -> UpkeepRecord:
    if not is_good:
        logger.error("%s failed: %s", kind, message)
    return UpkeepRecord.objects.create(
        kind=kind, is_good=is_good, message=message, name=name[:100], size=size
    )


def _notes() -> dict:
    applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    try:
        program = version("mentoring")
    except PackageNotFoundError:
        program = ""
    return {"program": program, "database": connection.settings_dict["NAME"], "migrations": applied}
