from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from mentoring.letters.sending import forget_old_marks, send_once

# In a drill nobody waits for minutes.
WAIT = 5 if settings.JOB_LEASE_SECONDS >= 60 else 1


@app.task(name="letters.send", retry=RetryStrategy(max_attempts=5, exponential_wait=WAIT), pass_context=True)
def send_letter(context, *, to, subject, body):
    """Send one letter; a server that does not answer or refuses is tried again later."""
    send_once(context.job.id, to=to, subject=subject, body=body)


@app.periodic(cron="20 4 * * *")
@app.task(name="letters.forget_old_marks", queueing_lock="letters.forget_old_marks")
def forget_letters(timestamp):
    """Marks outlive the letters' work by nothing."""
    forget_old_marks()
