from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from mentoring.accounts.table import access_page, addresses

PAGE = Path(settings.BASE_DIR) / "docs" / "access.md"


class Command(BaseCommand):
    help = "Write who may do what, by permission and by address, into docs/access.md."

    def handle(self, *args, **options):
        PAGE.write_text(access_page())
        self.stdout.write(f"{PAGE.name}: {len(addresses())}")
