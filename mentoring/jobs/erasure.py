"""Removing a person from finished work: messages, files to download, tasks of the queue."""

from functools import partial

from django.db import connection, transaction

from mentoring.accounts.erasure import Words
from mentoring.jobs.models import Job


def erase_jobs(words: Words) -> None:
    """Take the files of finished work away (nobody can look into an archive) and scrub messages that name the person."""
    for job in Job.objects.filter(finished_at__isnull=False).exclude(result="", message=""):
        if job.result:
            remove = partial(job.result.storage.delete, job.result.name)
            transaction.on_commit(remove)
            job.result, job.result_name = "", ""
        job.message, job.title = words.scrub(job.message), words.scrub(job.title)
        job.save(update_fields=["result", "result_name", "message", "title"])


def erase_queue(words: Words) -> None:
    """Remove tasks whose arguments name the person: letters, most of all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, args::text FROM procrastinate_jobs WHERE status <> 'doing'")
        named = [number for number, args in cursor.fetchall() if words.in_text(_readable(args))]
        cursor.execute(
            "UPDATE procrastinate_periodic_defers SET job_id = NULL WHERE job_id = ANY(%s)", [named]
        )
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [named])


def _readable(args):
    # A line end of a letter stands in JSON as two characters that would touch the name.
    return args.replace("\\n", " ").replace("\\u00a0", " ").replace('\\"', '"')
