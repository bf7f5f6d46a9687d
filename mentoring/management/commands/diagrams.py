from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from mentoring.workflow.diagram import page
from programs.programmes.rules import TABLE as PROGRAMMES
from registry.pairs.rules import TABLE as PAIRS
from roadmap.acts.rules import TABLE as ACTS
from roadmap.agreements.rules import TABLE as AGREEMENTS
from roadmap.applications.rules import TABLE as APPLICATIONS
from roadmap.orders.rules import TABLE as ORDERS
from roadmap.plans.approval_rules import TABLE as ROADMAPS
from roadmap.protocols.rules import TABLE as PROTOCOLS

TABLES = (PAIRS, AGREEMENTS, APPLICATIONS, ORDERS, ACTS, PROGRAMMES, ROADMAPS, PROTOCOLS)
PAGE = Path(settings.BASE_DIR) / "docs" / "workflows.md"


class Command(BaseCommand):
    help = "Draw the transition tables into docs/workflows.md."

    def handle(self, *args, **options):
        PAGE.write_text(page(TABLES))
        self.stdout.write(f"{PAGE.name}: {len(TABLES)}")
