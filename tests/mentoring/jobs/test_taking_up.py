"""What a dead worker leaves behind is taken up, all of it, whatever stands in the way of one piece (F4)."""

import asyncio
from types import SimpleNamespace

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from mentoring.jobs.tasks import take_up_again


def left_behind(name, status, queueing_lock=None):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, queueing_lock)"
            " VALUES ('default', %s, %s::procrastinate_job_status, %s) RETURNING id",
            [name, status, queueing_lock],
        )
        return cursor.fetchone()[0]


async def take_up():
    with app.replace_connector(app.connector.get_worker_connector()) as queue:
        async with queue.open_async():
            await take_up_again.func(SimpleNamespace(app=queue), 0)


@pytest.mark.django_db(transaction=True)
def test_housekeeping_that_waits_already_keeps_no_letter_from_being_taken_up():
    name = "jobs.take_up_again"
    dead, waiting = left_behind(name, "doing", name), left_behind(name, "todo", name)
    letter, finished = left_behind("letters.send", "doing"), left_behind("letters.send", "succeeded")
    asyncio.run(take_up())
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status FROM procrastinate_jobs")
        states = dict(cursor.fetchall())
    assert states == {dead: "failed", waiting: "todo", letter: "todo", finished: "succeeded"}
