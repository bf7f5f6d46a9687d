import logging

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.utils import timezone
from procrastinate.contrib.django import app

from mentoring.accounts.pauses import forget_old_counters
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


@app.periodic(cron="50 3 * * *")
@app.task(name="accounts.forget_old", queueing_lock="accounts.forget_old")
def forget_old(timestamp: int) -> None:
    """Sessions that ran out, the list of them, and counters of failures that nobody needs any more."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    alive = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()
    forget_old_counters()
