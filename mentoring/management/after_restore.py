"""What has to be done with data that came out of an old copy, before people see them.

A step takes what the replaced data had to hand on (`what_must_outlive`, None on an empty database), may be run
twice, and returns one sentence about what it did.
"""

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from mentoring.jobs.enums import JobState
from mentoring.jobs.models import Job


def what_must_outlive() -> dict:
    """What the data about to be replaced know and the copy may not."""
    return {}


def sign_everybody_out(outliving) -> str:
    """A session that was ended since the copy must not come to life again."""
    count, _ = Session.objects.all().delete()
    return f"Сеансов завершено: {count}."


def forget_the_queue(outliving) -> str:
    """Letters and work that waited then were most likely sent and done since: nobody gets a letter twice."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'cancelled'::procrastinate_job_status"
            " WHERE status IN ('todo', 'doing')"
        )
        count = cursor.rowcount
        cursor.execute("DELETE FROM procrastinate_periodic_defers")
    Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).update(
        state=JobState.FAILED,
        finished_at=timezone.now(),
        message="Задание прервано: данные восстановлены из копии. Поручите его заново.",
    )
    return f"Неоконченных заданий и неотправленных писем снято: {count}."


STEPS = (sign_everybody_out, forget_the_queue)
