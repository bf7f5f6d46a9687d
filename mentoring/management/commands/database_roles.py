"""Give the database role of the site its rights, no more and no less."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mentoring.upkeep.roles import as_owner, grant_to_site, grants, too_mighty


class Command(BaseCommand):
    help = "Grant the site's database role what it needs; run it as the owner after each migration."

    def add_arguments(self, parser):
        parser.add_argument("--site", help="name of the site's role (by default the user of DATABASE_URL)")
        parser.add_argument("--print", action="store_true", help="only print the SQL")

    def handle(self, *args, **options):
        role = options["site"] or settings.DATABASES["default"]["USER"]
        if options["print"]:
            self.stdout.write("\n".join(f"{statement.as_string()};" for statement in grants(role)))
            return
        with as_owner():
            if faults := too_mighty(role):
                raise CommandError(f"Роль «{role}» не годится для работы сайта: {', '.join(faults)}.")
            grant_to_site(role)
        self.stdout.write(f"Роли «{role}» даны права на строки таблиц и ни на что больше.")
