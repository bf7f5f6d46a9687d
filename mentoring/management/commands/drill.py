"""Kill the site's processes while people work, then check everything. Started by bin/drill."""

import random
import time
from collections import Counter
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from threading import Event

import pghistory
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from mentoring.accounts.models import User
from mentoring.management.drill import checks, school
from mentoring.management.drill.acts import Clerk, Importer, Office, Printer
from mentoring.management.drill.decisions import approved_orders
from mentoring.management.drill.site import Site
from mentoring.management.drill.visitor import Visitor

TARGETS = ("web", "worker", "postgres")
PORT = 8399
# What is killed at the same moment; which moment, chance decides.
ROUNDS = (("web", "worker"), ("postgres",), ("worker", "postgres"), ("web",))
LONGEST, LONGEST_PAUSE, ANSWERS_BETWEEN, LONGEST_END = 0.5, 5, 3, 150


def processor_seconds() -> str:
    """What the drill and the site took of the processor: on a busy machine the clock says little."""
    own, site = (getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
    return f"{own.ru_utime + own.ru_stime:.0f} s the drill, {site.ru_utime + site.ru_stime:.0f} s the site"


class Command(BaseCommand):
    stealth_options = ("mailbox",)
    help = "Kill web, worker and PostgreSQL at random moments while people work; see bin/drill."

    def add_arguments(self, parser):
        parser.add_argument("--cycles", type=int, default=20)
        parser.add_argument("--only", choices=TARGETS)
        parser.add_argument("--port", type=int, default=PORT)
        parser.add_argument("--seed", type=int)
        parser.add_argument("--unsafe", action="store_true")
        parser.add_argument("--password", required=True)

    def handle(self, *args, **options):
        begun = time.monotonic()
        mailbox, curator = options["mailbox"], User.objects.get(username="curator")
        with pghistory.context(user=curator.pk):
            pairs = school.agreed_pairs(options["cycles"] // 2 + 2, curator)
            blanks_for = school.people_without_papers(3, curator)
            approved = approved_orders(curator, User.objects.get(username="director"))
        site = Site(Path(settings.DATA_DIR), options["port"], is_unsafe=options["unsafe"])
        site.start()
        try:
            self.say(f"ready after {time.monotonic() - begun:.1f} s: {len(pairs)} pairs wait for an order")
            people = self.people(options, pairs, approved, blanks_for)
            killed = self.kill(site, people, options)
            waited, faults = checks.wait_for_the_queue()
        finally:
            site.stop()
        importer, office, printer, clerk = people
        faults += site.faults + checks.check_imports(importer, clerk) + checks.check_orders(office)
        faults += checks.check_jobs(printer, clerk) + checks.check_letters(mailbox) + checks.check_files()
        if not (importer.applied and office.registered and printer.ordered and clerk.ordered):
            faults.append("Too little was done for the drill to prove anything.")
        for worker in people:
            faults += worker.visitor.errors
        faults += office.director.errors
        self.say(
            f"killed: {dict(killed)}; answered: {len(importer.applied)} lists, {len(office.registered)} orders, "
            f"{len(printer.ordered)} archives, {len(clerk.ordered)} lists in the background; "
            f"letters: {len(mailbox.received)}"
        )
        self.say(
            f"longest absence {site.longest_absence:.1f} s, queue empty after {waited:.1f} s, "
            f"all in {time.monotonic() - begun:.0f} s; processor: {processor_seconds()}"
        )
        if faults:
            raise CommandError("\n".join([f"{len(faults)} faults:", *faults[:40]]))
        self.say("nothing lost, nothing half done, nothing twice")

    def say(self, sentence: str) -> None:
        self.stdout.write(f"drill: {sentence}")
        self.stdout.flush()

    def people(self, options, pairs, approved, blanks_for):
        """Four people at work, in threads."""
        stop, port, password = Event(), options["port"], options["password"]
        curators = [Visitor(port, "curator", password) for _ in range(4)]
        director = Visitor(port, "director", password)
        people = (
            Importer(curators[0], stop),
            Office(curators[1], director, pairs, approved, stop),
            Printer(curators[2], [blanks_for], stop, most=1 + options["cycles"] // 5),
            Clerk(curators[3], stop, most=1 + options["cycles"] // 5),
        )
        for visitor in (*curators, director):
            if not visitor.sign_in():
                raise CommandError(f"{visitor.username} cannot sign in.")
        for worker in people:
            worker.start()
        return people

    def wait_for_work(self, visitors) -> None:
        """A kill while everybody waits proves nothing: first a few pages are answered, on a slow machine too."""
        before, deadline = sum(visitor.answers for visitor in visitors), time.monotonic() + LONGEST_PAUSE
        while time.monotonic() < deadline:
            if sum(visitor.answers for visitor in visitors) >= before + ANSWERS_BETWEEN:
                return
            time.sleep(0.02)

    def wait_for_proof(self, people) -> None:
        """On a slow machine few acts come to their end between two kills: each kind is to be done at least once."""
        importer, office, printer, clerk = people
        deadline = time.monotonic() + LONGEST_END
        while time.monotonic() < deadline:
            is_over = office.registered and not office.approved
            if importer.applied and is_over and printer.ordered and clerk.ordered:
                return
            time.sleep(0.1)

    def kill(self, site: Site, people, options) -> Counter:
        """The cycles: wait a random moment, kill something. Then let everybody finish what they are at."""
        dice, killed = random.Random(options["seed"]), Counter()  # noqa: S311 - moments, not secrets
        acts = {"web": site.kill_web, "worker": site.kill_worker, "postgres": site.kill_postgres}
        rounds = cycle([(options["only"],)] if options["only"] else ROUNDS)
        while killed.total() < options["cycles"]:
            self.wait_for_work([worker.visitor for worker in people])
            time.sleep(dice.uniform(0, LONGEST))
            for target in next(rounds):
                acts[target]()
                killed[target] += 1
        self.wait_for_proof(people)
        people[0].stop.set()
        for worker in people:
            worker.join(60)
        with suppress(Exception):
            connection.close()
        return killed
