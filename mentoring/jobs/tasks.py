from procrastinate.contrib.django import app

STALLED_AFTER_SECONDS = 60


@app.periodic(cron="* * * * *")
@app.task(name="jobs.take_up_again", queueing_lock="jobs.take_up_again", pass_context=True)
async def take_up_again(context, timestamp):
    """Queue anew what a killed worker left half done; every task asks first whether its job is over."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        await manager.retry_job(job)
