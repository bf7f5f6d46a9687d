"""Check that nobody has altered the log of access."""

from django.core.management.base import BaseCommand, CommandError

from mentoring.accounts.models import AccessSeal
from mentoring.accounts.seals import faults, seal_log, unsealed_count


class Command(BaseCommand):
    help = "Compute the chain over the log of access again and say which records were altered."

    def add_arguments(self, parser):
        parser.add_argument(
            "--seal", action="store_true", help="seal what is not sealed yet when all is well"
        )

    def handle(self, *args, **options):
        found = list(faults())
        for fault in found:
            self.stderr.write(f"Записи {fault.first_id}–{fault.last_id}: {fault.what}.")
        if found:
            raise CommandError("Журнал обращений изменён. Сообщите директору и сохраните копию базы.")
        if options["seal"]:
            seal_log()
        self.stdout.write(
            f"Журнал цел: звеньев {AccessSeal.objects.count()}, ещё не запечатано записей {unsealed_count()}.\n"
        )
