"""The state of the system, one check a fault: what is wrong and what to do about it, in plain Russian."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from mentoring.templatetags.look import plural, ru_moment
from mentoring.upkeep.durability import risks
from mentoring.upkeep.enums import UpkeepKind
from mentoring.upkeep.queries import installed_at, last_record

GIGABYTE = 1024**3
BACKUP_AGE = timedelta(hours=26)
QUEUE_AGE = timedelta(minutes=10)
STUCK_AFTER = timedelta(minutes=5)
WORKER_SILENCE = timedelta(minutes=2)
CLOCK_DIFFERENCE = timedelta(seconds=60)


@dataclass(frozen=True)
class Check:
    """One check: its stable English name, its heading, whether all is well, and a sentence."""

    name: str
    title: str
    is_good: bool
    sentence: str


def database() -> Check:
    """Does the database answer?"""
    title = "База данных"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return Check(
            "database", title, False, "База данных не отвечает. Проверьте, что сервер PostgreSQL запущен."
        )
    return Check("database", title, True, "Отвечает.")


def durability() -> Check:
    """Does the database server keep what it has answered, and notice damage?"""
    found = risks()
    sentence = " ".join(risk.sentence for risk in found) or "Записанное не теряется, порча заметна."
    return Check("durability", "Надёжность базы", not found, sentence)


def disk() -> Check:
    """Is there room for files and copies of the data?"""
    short = []
    for folder in _folders():
        usage = shutil.disk_usage(folder)
        percent = 100 * usage.free / usage.total
        free = f"{folder}: свободно {usage.free / GIGABYTE:.1f} ГБ ({percent:.0f} %)".replace(".", ",")
        if percent < settings.HEALTH_FREE_PERCENT or usage.free < settings.HEALTH_FREE_GB * GIGABYTE:
            short.append(free)
    if short:
        sentence = (
            f"Место на диске кончается. {'; '.join(short)}. Освободите место, иначе работа остановится."
        )
        return Check("disk", "Место на диске", False, sentence)
    return Check("disk", "Место на диске", True, "Места хватает.")


def _folders() -> list[Path]:
    """The folders of data and of copies, or the nearest folder above that exists."""
    found = []
    for folder in (Path(settings.DATA_DIR), Path(settings.BACKUP_DIR)):
        there = next(path for path in (folder, *folder.parents) if path.exists())
        if there not in found:
            found.append(there)
    return found


def worker() -> Check:
    """Is somebody doing the background work?"""
    seen = _value("SELECT max(last_heartbeat) FROM procrastinate_workers")
    if seen is None or timezone.now() - seen > WORKER_SILENCE:
        sentence = "Фоновые задания никто не выполняет: не уходят письма, не делаются копии. Запустите процесс заданий."
        return Check("worker", "Фоновые задания", False, sentence)
    return Check("worker", "Фоновые задания", True, "Выполняются.")


def queue() -> Check:
    """Does work that may begin wait too long?"""
    oldest = _value(
        "SELECT min(coalesce(job.scheduled_at, event.at)) FROM procrastinate_jobs job"
        " JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'"
        " WHERE job.status = 'todo' AND coalesce(job.scheduled_at, event.at) <= now()"
    )
    if oldest is not None and timezone.now() - oldest > QUEUE_AGE:
        sentence = (
            f"Самое старое задание ждёт с {ru_moment(oldest)}. Проверьте, что процесс заданий работает."
        )
        return Check("queue", "Очередь заданий", False, sentence)
    return Check("queue", "Очередь заданий", True, "Задания не задерживаются.")


def stuck_jobs() -> Check:
    """Is there work that was begun by a process which is no more, and nobody has taken it up?"""
    count = _value(
        "SELECT count(*) FROM procrastinate_jobs job"
        " LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id"
        " WHERE job.status = 'doing' AND coalesce(worker.last_heartbeat < now() - %s, true)"
        " AND coalesce((SELECT max(at) FROM procrastinate_events event WHERE event.job_id = job.id) < now() - %s, true)",
        [STUCK_AFTER, STUCK_AFTER],
    )
    if count:
        words = plural(count, "задание,задания,заданий")
        sentence = f"Брошено: {words}. Если через пять минут не пройдёт, перезапустите процесс заданий."
        return Check("stuck_jobs", "Брошенные задания", False, sentence)
    return Check("stuck_jobs", "Брошенные задания", True, "Нет.")


def backup() -> Check:
    """Is there a fresh copy of the data that was proved by restoring it?"""
    title = "Копия данных"
    last, good = last_record(UpkeepKind.BACKUP), last_record(UpkeepKind.BACKUP, good=True)
    if last and not last.is_good:
        return Check("backup", title, False, f"Последняя копия не удалась. {last.message}")
    since = good.at if good else installed_at()
    if timezone.now() - since > BACKUP_AGE:
        known = f"Последняя хорошая копия – {ru_moment(good.at)}." if good else "Копий данных ещё нет."
        return Check("backup", title, False, f"{known} Сделайте копию: manage.py backup.")
    sentence = (
        f"Сделана и проверена {ru_moment(good.at)}."
        if good
        else "Первая копия будет сделана в течение суток."
    )
    return Check("backup", title, True, sentence)


def files() -> Check:
    """Does the storage answer, and do the files agree with the records about them?"""
    if not _storage_answers():
        sentence = (
            "Хранилище файлов не отвечает: сканы не открываются и не сохраняются. Проверьте его адрес и ключ."
        )
        return Check("files", "Загруженные файлы", False, sentence)
    last = last_record(UpkeepKind.FSCK)
    if last and not last.is_good:
        return Check("files", "Загруженные файлы", False, last.message)
    return Check("files", "Загруженные файлы", True, last.message if last else "Сверка проходит каждую ночь.")


def _storage_answers() -> bool:
    """Can a file be asked for? Of no interest is whether it is there."""
    try:
        default_storage.exists("scans/asked-by-the-check-of-health")
    except OSError:
        return False
    return True


def clock() -> Check:
    """Do this computer, the database and what was written before agree about the time?"""
    now, title = timezone.now(), "Часы"
    if abs(_value("SELECT clock_timestamp()") - now) > CLOCK_DIFFERENCE:
        sentence = "Часы сайта и базы данных расходятся больше чем на минуту. Включите сверку времени (NTP)."
        return Check("clock", title, False, sentence)
    newest = _newest_act()
    if newest is not None and newest - now > CLOCK_DIFFERENCE:
        sentence = f"Часы переведены назад: в истории есть записи от {ru_moment(newest)}. Включите сверку времени (NTP)."
        return Check("clock", title, False, sentence)
    return Check("clock", title, True, "Идут верно.")


def _newest_act() -> datetime | None:
    """The latest moment that history or the log of looks knows."""
    return _value(
        "SELECT greatest((SELECT max(at) FROM mentoring_accessrecord),"
        " (SELECT at FROM mentoring_statuschange ORDER BY id DESC LIMIT 1))"
    )


def _value(query: str, parameters: list | None = None):
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchone()[0]


CHECKS: tuple[Callable[[], Check], ...] = (
    database, durability, disk, worker, queue, stuck_jobs, backup, files, clock,
)  # fmt: skip


def examine() -> list[Check]:
    """All checks in order; without the database only those that can do without it."""
    first = database()
    if not first.is_good:
        return [first, disk()]
    return [first, *(check() for check in CHECKS[1:])]
