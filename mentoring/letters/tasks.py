from django.core.mail import EmailMessage
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


@app.task(name="letters.send", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def send_letter(*, to, subject, body):
    """Send one letter; a server that does not answer is tried again later."""
    EmailMessage(subject=subject, body=body, to=[to]).send()
