from django.core.management.base import BaseCommand, CommandError

from mentoring.home.first_run import is_over, start_address


class Command(BaseCommand):
    help = "Print the address of the first-run page of an empty school (works for three days)."

    def handle(self, *args, **options):
        if is_over():
            raise CommandError("The school is set up already: sign in instead.")
        self.stdout.write(start_address())
