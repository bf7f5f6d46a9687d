"""Prove a copy of the data: restore it aside and compare everything."""

from django.core.management.base import BaseCommand, CommandError

from mentoring.upkeep.programs import UpkeepError
from mentoring.upkeep.services import prove_copy


class Command(BaseCommand):
    help = "Restore a copy into an empty database aside and compare all tables and files with its manifest."

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
