"""Bring all data back out of a copy."""

from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from mentoring.management.after_restore import STEPS, keep_what_must_outlive
from mentoring.upkeep import copies
from mentoring.upkeep.programs import Server, UpkeepError, contents_of, load_dump, tables_of
from mentoring.upkeep.services import backup_folder, backup_server, find_copy, record_restore

NOT_EMPTY = (
    "В этой базе уже есть данные. Чтобы заменить их данными из копии, повторите команду с --replace: "
    "сначала программа сама сделает копию нынешних данных."
)


class Command(BaseCommand):
    help = "Load a copy of the data into this database (an empty one, or any with --replace) and its files."

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", default="", help="name or path of the copy (the newest)")
        parser.add_argument("--replace", action="store_true", help="replace the data that are here now")

    def handle(self, *args, **options):
        try:
            copy = find_copy(options["name"])
            copies.require_intact(copy)
            require_known_migrations(copy)
            require_storage(copy)
            server = backup_server()
            is_full = holds_data(server)
            if is_full and not options["replace"]:
                raise CommandError(NOT_EMPTY)
            if is_full:
                keep_what_must_outlive()
                self.save_present_data(server)
            count = self.load(copy, server)
        except UpkeepError as problem:
            raise CommandError(str(problem)) from problem
        call_command("migrate", verbosity=0, interactive=False)
        for step in STEPS:
            self.stdout.write(step(copy))
        message = f"Данные восстановлены из копии {copy.path.name}, файлов записано: {count}."
        record_restore(copy, message=message)
        self.stdout.write(message)

    def save_present_data(self, server: Server) -> None:
        safety = copies.make_copy(server, default_storage, backup_folder(), now=timezone.localtime())
        self.stdout.write(f"Нынешние данные сохранены в копии {safety.path.name}.")

    def load(self, copy: copies.Copy, server: Server) -> int:
        connections.close_all()
        load_dump(copy.path / copies.DUMP, server, clear=True)
        with server.connect() as loaded:
            copies.require_same(copy, contents_of(loaded))
        return copies.put_files_back(copy, default_storage)


def require_known_migrations(copy: copies.Copy) -> None:
    """Raises UpkeepError when the copy was made by a newer program than this."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = sorted(set(copy.manifest.get("migrations", ())) - known)
    if unknown:
        raise UpkeepError(
            f"Копия {copy.path.name} сделана более новой программой ({copy.manifest.get('program') or unknown[0]}). "
            "Установите программу той же или более новой версии."
        )


def require_storage(copy: copies.Copy) -> None:
    """Raises UpkeepError when the files could not come back: then the database stays as it is, too."""
    try:
        next(copies.differing_files(copy, default_storage), None)
    except OSError as problem:
        raise UpkeepError(
            "Хранилище файлов не отвечает. Ничего не тронуто; почините его и повторите."
        ) from problem


def holds_data(server: Server) -> bool:
    """Are there accounts here, or tables of something else?"""
    with server.connect() as opened:
        tables = {table for _, table in tables_of(opened)}
        if not tables:
            return False
        if "mentoring_user" not in tables:
            return True
        return opened.execute("SELECT EXISTS (SELECT FROM mentoring_user)").fetchone()[0]
