"""After the drill: is everything there that was answered, and is nothing done by half or twice?"""

import hashlib
import io
import time
import zipfile
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from mentoring.documents.orphans import files_without_rows, rows_without_files
from mentoring.jobs.enums import JobState
from mentoring.jobs.models import Job
from mentoring.letters.enums import SendingState
from mentoring.letters.models import Sending
from mentoring.management.drill.acts import PEOPLE_IN_A_LIST, people_with, registered_orders
from mentoring.management.drill.decisions import has_begun, is_carried_out
from registry.people.models import StaffImport
from roadmap.orders.enums import OrderKind
from roadmap.orders.models import JournalCounter, Order

LONGEST_WAIT = 300
UNFINISHED = (
    "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name NOT LIKE %s"
)


def wait_for_the_queue() -> tuple[float, list[str]]:
    """Seconds until no work is left, and a fault when five minutes are not enough."""
    begun = time.monotonic()
    while time.monotonic() - begun < LONGEST_WAIT:
        with connection.cursor() as cursor:
            # The queue's own housekeeping goes on for ever.
            cursor.execute(UNFINISHED, ["jobs.%"])
            left = cursor.fetchone()[0]
        left += Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).count()
        if not left:
            return time.monotonic() - begun, []
        time.sleep(0.3)
    return LONGEST_WAIT, [f"{left} pieces of work still hang after five minutes."]


def check_imports(importer, clerk) -> list[str]:
    """All people of a list or none, once; all where the answer said so."""
    faults = []
    for code in importer.begun + clerk.begun:
        count = people_with(code)
        if count not in (0, PEOPLE_IN_A_LIST):
            faults.append(f"List {code}: {count} of {PEOPLE_IN_A_LIST} people.")
        if code in importer.applied and count != PEOPLE_IN_A_LIST:
            faults.append(f"List {code} was answered as applied and is not there.")
    done = StaffImport.objects.filter(state="applied", sheet_name="Sheet").count()
    if done * PEOPLE_IN_A_LIST != people_with(""):
        faults.append(f"{done} applied lists, but {people_with('')} people of lists.")
    return faults


def check_orders(office) -> list[str]:
    """A number ⇔ registered ⇔ active pairs ⇔ effects ⇔ a frozen PDF with its hash; numbers without a gap."""
    faults = [
        f"Order {pk} was answered as registered and is not."
        for pk in office.registered
        if not registered_orders().filter(pk=pk).exists()
    ]
    for order in Order.objects.select_related("document__file"):
        facts = {
            "number": bool(order.number),
            "state": order.status in ("registered", "signed"),
            "paper": order.document is not None
            and hashlib.sha256(bytes(order.document.file.pdf)).hexdigest() == order.document.sha256,
        }
        if order.kind == OrderKind.PAIRING:
            rows = order.mentorship_rows.select_related("mentorship")
            facts["pairs"] = all(has_begun(row.mentorship) for row in rows)
        effects = is_carried_out(order)
        if effects is not None:
            facts["effects"] = effects
        if len(set(facts.values())) > 1:
            faults.append(f"Order {order.pk} is half registered: {facts}.")
    faults += [f"Order {pk} was not registered up to the end." for pk in office.approved]
    for counter in JournalCounter.objects.all():
        numbers = sorted(
            Order.objects.filter(journal=counter.journal_id, year=counter.year).values_list("sequence", flat=True)
        )  # fmt: skip
        if numbers != list(range(1, counter.last + 1)):
            faults.append(f"Numbers {numbers}, counter {counter.last}.")
    return faults


def check_jobs(*workers) -> list[str]:
    """Every piece of long work that was ordered is over; a good one has its whole file."""
    faults = []
    for pk in [pk for worker in workers for pk in worker.ordered]:
        job = Job.objects.filter(pk=pk).first()
        if job is None or not job.is_over:
            faults.append(f"Job {pk} was ordered and is {job and job.state}.")
        elif job.state == JobState.DONE and job.result_name:
            with job.result.open("rb") as file:
                broken = zipfile.ZipFile(io.BytesIO(file.read())).testzip()
            if broken:
                faults.append(f"The file of job {pk} is broken: {broken}.")
    return faults


def check_letters(mailbox) -> list[str]:
    """No letter twice; every letter of the queue was sent once, or is known as doubtful."""
    faults = [f"Letter {name} came {times} times." for name, times in mailbox.received.items() if times > 1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status FROM procrastinate_jobs WHERE task_name = 'letters.send'")
        queued = dict(cursor.fetchall())
    marks = {mark.queue_id: mark.state for mark in Sending.objects.all()}
    for queue_id in queued:
        is_received = f"<letter-{queue_id}@{settings.MAIL_DOMAIN}>" in mailbox.received
        state = marks.get(queue_id)
        if state is None or state == SendingState.SENDING or (state == SendingState.SENT and not is_received):
            faults.append(f"Letter {queue_id} is {state}, received: {is_received}, {queued[queue_id]}.")
    return faults


def check_files() -> list[str]:
    """Rows and files agree once the sweeper has taken away what killed acts have left."""
    now = timezone.now() + timedelta(seconds=1)
    for name in files_without_rows(before=now):
        default_storage.delete(name)
    faults = [f"{lost.model} {lost.pk} has no file {lost.name}." for lost in rows_without_files()]
    return faults + [f"{name} has no row." for name in files_without_rows(before=now)]
