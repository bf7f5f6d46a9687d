import logging

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from mentoring.jobs.services import fail_abandoned_jobs

logger = logging.getLogger(__name__)
DAYS_WORK_IS_KEPT = 30
SECONDS_IN_A_MINUTE = 60
# A lease shorter than a minute is for drills: there the work is looked after every other second.
EVERY = "* * * * *" if settings.JOB_LEASE_SECONDS >= SECONDS_IN_A_MINUTE else "* * * * * */2"


@app.periodic(cron=EVERY)
@app.task(name="jobs.take_up_again", queueing_lock="jobs.take_up_again", pass_context=True)
async def take_up_again(context, timestamp):
    """Queue anew what a killed worker left half done; every task asks first whether its work is over."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=settings.JOB_LEASE_SECONDS):
        try:
            await manager.retry_job(job)
        except ConnectorException:
            # The same periodic work waits already; this one must not keep others from being taken up.
            logger.warning("Stalled job %s ends: %s waits already", job.id, job.task_name)
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron=EVERY)
@app.task(name="jobs.fail_abandoned", queueing_lock="jobs.fail_abandoned")
def fail_abandoned(timestamp):
    """Nobody waits for ever: work that the queue has lost sight of ends as failed."""
    fail_abandoned_jobs()


@app.periodic(cron="10 4 * * *")
@app.task(name="jobs.forget_old_work", queueing_lock="jobs.forget_old_work", pass_context=True)
async def forget_old_work(context, timestamp):
    """The queue holds letters with names in them: what is over is forgotten after a month."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=24 * DAYS_WORK_IS_KEPT, include_failed=True, include_cancelled=True, include_aborted=True
    )
