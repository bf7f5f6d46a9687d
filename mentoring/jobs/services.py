"""Long work on the database's own queue: a job row is what the person watches, a task does the work."""

import logging
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from mentoring.jobs.enums import JobState
from mentoring.jobs.models import Job

logger = logging.getLogger(__name__)


@transaction.atomic
def order_job(task, *, by, title, total=0, **arguments) -> Job:
    """Queue `task` (a procrastinate task taking job_id and JSON arguments) and return the row to watch.

    The task is queued in the same transaction: if that rolls back, nothing is done.
    """
    job = Job.objects.create(owner=by, title=title, total=total)
    task.defer(job_id=job.pk, **arguments)
    return job


@contextmanager
def running(job_id):
    """Mark the job as running for the block; an exception ends it as failed with a plain sentence.

    Yields None when the job is over already (the queue may deliver a task twice).
    """
    job = Job.objects.get(pk=job_id)
    if job.is_over:
        yield None
        return
    Job.objects.filter(pk=job_id).update(state=JobState.RUNNING, done=0)
    job.refresh_from_db()
    try:
        yield job
    except Exception:
        logger.exception("Job %s failed", job_id)
        _finish(
            job, JobState.FAILED, "Не получилось из-за ошибки в программе. Повторите; если не поможет, скажите администратору."
        )  # fmt: skip


def report_progress(job, done, total=None):
    """Write how far the work has come; both are counts of the same things (rows, papers)."""
    job.total = job.total if total is None else total
    job.done = min(done, job.total)
    Job.objects.filter(pk=job.pk).update(done=job.done, total=job.total)


def finish_job(job, *, message, result=None, result_name="", result_url=""):
    """End the job well. `result` is the bytes of a file to download under `result_name`."""
    if result is not None:
        job.result_name = result_name
        job.result.save("result.bin", ContentFile(result), save=False)
    job.result_url = result_url
    job.done = job.total
    _finish(job, JobState.DONE, message)


def fail_job(job, *, message):
    """End the job with a sentence that says what to do next."""
    _finish(job, JobState.FAILED, message)


def _finish(job, state, message):
    job.state, job.message, job.finished_at = state, message, timezone.now()
    job.save(update_fields=["state", "message", "finished_at", "done", "result", "result_name", "result_url"])
