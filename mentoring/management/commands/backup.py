"""Copy all data and prove the copy by restoring it."""

from django.core.management.base import BaseCommand, CommandError

from mentoring.upkeep.programs import UpkeepError
from mentoring.upkeep.services import back_up


class Command(BaseCommand):
    help = "Copy the database and all files into BACKUP_DIR and prove the copy by restoring it aside."

    def handle(self, *args, **options):
        try:
            copy = back_up()
        except UpkeepError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Копия сделана и проверена восстановлением: {copy.path}")
