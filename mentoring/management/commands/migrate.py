"""Django's `migrate`, done by the owner of the tables when the site itself may not change them."""

from django.core.management.commands.migrate import Command as Migrate

from mentoring.upkeep.roles import as_owner


class Command(Migrate):
    def handle(self, *args, **options):
        with as_owner():
            return super().handle(*args, **options)
