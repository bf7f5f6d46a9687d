"""Prove a copy of the data: restore it aside and compare everything."""

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from mentoring.upkeep.copies import differing_files
from mentoring.upkeep.programs import UpkeepError
from mentoring.upkeep.services import prove_copy


class Command(BaseCommand):
    help = "Restore a copy aside, compare all tables and files with its manifest, name the stored files that differ."

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", default="", help="name or path of the copy (the newest)")

    def handle(self, *args, **options):
        try:
            copy = prove_copy(options["name"])
        except UpkeepError as problem:
            raise CommandError(str(problem)) from problem
        tables, files = copy.manifest["tables"], copy.manifest["files"]
        rows = sum(count for count, _ in tables.values())
        self.stdout.write(
            f"Копия {copy.path.name} цела: таблиц {len(tables)}, строк {rows}, файлов {len(files)}."
        )
        for name, is_there in differing_files(copy, default_storage):
            what = f"файл {name} изменён" if is_there else f"файла {name} нет"
            self.stdout.write(f"В хранилище {what}, в копии он цел.")
