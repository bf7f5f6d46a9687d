"""What has to be done with data that came out of an old copy, before people see them.

A step takes the copy, may be run twice, and returns one sentence about what it did.
"""

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from mentoring.jobs.enums import JobState
from mentoring.jobs.models import Job
from mentoring.upkeep.copies import Copy
from roadmap.privacy.destruction import LIST_NAME, reapply_erasures, write_erase_list
from roadmap.privacy.models import Erasure


def keep_what_must_outlive() -> None:
    """Before data are replaced: whom they know as erased is written down outside of them."""
    if Erasure._meta.db_table in connection.introspection.table_names():
        write_erase_list()


def erase_again(copy: Copy) -> str:
    """Whoever was erased since the copy was made is erased in it too (152-ФЗ, ст. 21)."""
    erased = reapply_erasures()
    beside = copy.path.parent / LIST_NAME
    if beside.exists():
        erased += reapply_erasures(beside)
    return f"Людей, чьи данные были уничтожены после этой копии, уничтожено снова: {len(erased)}."


def sign_everybody_out(copy: Copy) -> str:
    """A session that was ended since the copy must not come to life again."""
    count, _ = Session.objects.all().delete()
    return f"Сеансов завершено: {count}."


def forget_the_queue(copy: Copy) -> str:
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


STEPS = (sign_everybody_out, forget_the_queue, erase_again)
