"""Long lists are checked and applied in the background; the page of the job may be left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from procrastinate.contrib.django import app

from mentoring.jobs.models import Job
from mentoring.jobs.services import fail_job, finish_job, running
from mentoring.workflow.verdicts import Refused
from registry.people.imports.services import Applied, apply_import, preview_import
from registry.people.models import StaffImport

REPORT_EVERY = 25
DONE_SENTENCES = {
    Applied.NOW: "Список внесён в картотеку.",
    Applied.ALREADY: "Этот список уже был внесён раньше.",
    Applied.CHANGED: "Пока список ждал, карточки изменились. Ничего не внесено: посмотрите проверку ещё раз.",
}


@app.task(name="imports.preview")
def preview_list(*, job_id, import_id):
    """Check the rows of a long list against the cards."""
    with running(job_id) as job:
        if job is None:
            return
        staff_import = StaffImport.objects.get(pk=import_id)
        try:
            with _progress(job) as report:
                preview_import(staff_import, by=job.owner, report=report)
        except Refused as refusal:
            fail_job(job, message=refusal.reason)
            return
        url = staff_import.get_absolute_url()
        finish_job(job, message="Список проверен. Посмотрите, что изменится.", result_url=url)


@app.task(name="imports.apply")
def apply_list(*, job_id, import_id):
    """Write the good rows of a long list into the cards."""
    with running(job_id) as job:
        if job is None:
            return
        staff_import = StaffImport.objects.get(pk=import_id)
        try:
            with _progress(job) as report:
                result = apply_import(staff_import, by=job.owner, report=report)
        except Refused as refusal:
            fail_job(job, message=refusal.reason)
            return
        finish_job(job, message=DONE_SENTENCES[result], result_url=staff_import.get_absolute_url())


@contextmanager
def _progress(job: Job) -> Iterator[Callable[[int], None]]:
    """Report on a connection of its own: the work is one transaction, nobody would see its progress before the end."""
    aside = connection.copy()
    aside.set_autocommit(True)
    total = job.total

    def report(done: int) -> None:
        if done % REPORT_EVERY == 0:
            with aside.cursor() as cursor:
                statement = "UPDATE mentoring_job SET done = %s WHERE id = %s"
                cursor.execute(statement, [min(done, total), job.pk])

    try:
        yield report
    finally:
        aside.close()
