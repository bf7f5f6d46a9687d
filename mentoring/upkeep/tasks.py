"""What the queue does for the safety of the data."""

from contextlib import suppress
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from mentoring.upkeep.programs import UpkeepError
from mentoring.upkeep.services import back_up, backup_is_due, compare_files


@app.periodic(cron="17 * * * *")
@app.task(name="upkeep.back_up", queueing_lock="upkeep.back_up", lock="upkeep")
def back_up_daily(timestamp):
    """Once a day, and again each hour after a failure: copy all data and prove the copy by restoring it."""
    if backup_is_due(datetime.fromtimestamp(timestamp, UTC)):
        # How it ended is recorded; the administrator sees it on «Сегодня».
        with suppress(UpkeepError):
            back_up()


@app.periodic(cron="50 4 * * *")
@app.task(name="upkeep.compare_files", queueing_lock="upkeep.compare_files", lock="upkeep")
def compare_files_nightly(timestamp):
    """Every night: do rows, files and hashes agree?"""
    compare_files()
