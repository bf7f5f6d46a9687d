"""Fill an empty database with the demo school."""

import secrets
from pathlib import Path

import pghistory
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from mentoring.accounts.models import User
from mentoring.management.demo_school.decisions import make_pairs, run_programme, sign_order
from mentoring.management.demo_school.papers import (
    adopt_regulation,
    find_partner,
    follow_roadmap,
    hold_council,
)
from mentoring.management.demo_school.stages import LOGINS, DemoSchool, fill_bank, hire_staff, open_school

BANK_STAGES = (hire_staff, fill_bank, make_pairs)
WORK_STAGES = (sign_order, run_programme)
# The least that there is to show; the papers around it take as long again.
STAGES = (*BANK_STAGES, *WORK_STAGES)
DEMO_STAGES = (*BANK_STAGES, adopt_regulation, *WORK_STAGES, hold_council, follow_roadmap, find_partner)
WORDS = {
    "director": "директор",
    "curator": "куратор",
    "council": "член методического совета",
    "psychologist": "педагог-психолог",
    "admin": "системный администратор",
    "mentor": "наставник",
    "mentee": "наставляемый",
}


class Command(BaseCommand):
    help = "Fill an empty database with a demo school of invented people and print the logins."

    def add_arguments(self, parser):
        parser.add_argument("--password", help="password of all demo accounts (a random one by default)")

    def handle(self, *args, **options):
        if User.objects.exists():
            raise CommandError("The database has accounts already: the demo school needs an empty one.")
        school = DemoSchool(password=options["password"] or f"demo-{secrets.token_hex(6)}")
        with transaction.atomic():
            open_school(school)
            with pghistory.context(user=school.curator.pk):
                for stage in DEMO_STAGES:
                    stage(school)
        text = "".join(f"{login:<14}{school.password}   {WORDS[login]}\n" for login, *_ in LOGINS)
        path = Path(settings.DATA_DIR) / "logins.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)
        self.stdout.write(text)
