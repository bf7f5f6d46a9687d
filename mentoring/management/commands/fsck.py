"""Compare stored files with the rows that know them."""

from django.core.management.base import BaseCommand, CommandError

from mentoring.upkeep.services import compare_files


class Command(BaseCommand):
    help = "List rows without files, files without rows, and files that are not what was stored."

    def handle(self, *args, **options):
        faults = compare_files()
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"Расхождений: {len(faults)}.")
        self.stdout.write("Все файлы на месте и не изменены.")
