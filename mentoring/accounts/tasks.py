import logging

from django.db import OperationalError
from procrastinate.contrib.django import app

from mentoring.accounts.seals import seal_log

logger = logging.getLogger(__name__)


@app.periodic(cron="*/10 * * * *")
@app.task(name="accounts.seal_log", queueing_lock="accounts.seal_log")
def seal(timestamp):
    """Seal the rows of the log written in the last ten minutes."""
    try:
        seal_log()
    except OperationalError:
        logger.info("The log is being written to: it will be sealed next time.")
