"""Long work on the database's own queue: a job row is what the person watches, a task does the work."""

import logging
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import BigIntegerField, Exists, OuterRef
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from mentoring.jobs.enums import JobState
from mentoring.jobs.models import Job

ABANDONED = "Задание прервалось из-за сбоя на сервере. Поручите его ещё раз."
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
    except (OperationalError, InterfaceError):
        # Nothing can be written down now. The queue takes the work up again, or it ends as abandoned.
        raise
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
        # A name of its own: of two workers with the same name, one would write over the other's file in a bucket.
        job.result.save(f"{uuid4().hex}.bin", ContentFile(result), save=False)
    job.result_url = result_url
    job.done = job.total
    _finish(job, JobState.DONE, message)


def fail_job(job, *, message):
    """End the job with a sentence that says what to do next."""
    _finish(job, JobState.FAILED, message)


def fail_abandoned_jobs() -> int:
    """End as failed the jobs that the queue no longer works on; returns how many.

    A worker that dies leaves its work in the queue, from where it is taken up again. Only when the queue itself
    gave the work up (the database went away under it) nobody would ever finish the row.
    """
    limit = timezone.now() - timedelta(seconds=settings.JOB_LEASE_SECONDS)
    going = ProcrastinateJob.objects.filter(status__in=["todo", "doing"]).annotate(
        job=Cast(KT("args__job_id"), BigIntegerField())
    )
    waiting = Job.objects.filter(
        ~Exists(going.filter(job=OuterRef("pk"))),
        state__in=[JobState.QUEUED, JobState.RUNNING],
        created_at__lt=limit,
    )
    return waiting.update(state=JobState.FAILED, message=ABANDONED, finished_at=timezone.now())


def _finish(job, state, message):
    job.state, job.message, job.finished_at = state, message, timezone.now()
    job.save(update_fields=["state", "message", "finished_at", "done", "result", "result_name", "result_url"])
