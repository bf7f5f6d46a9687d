"""Letters leave through the queue: a letter of a rolled-back transaction is never sent."""

from mentoring.letters.tasks import send_letter


def queue_letter(*, to, subject, body) -> None:
    """Queue one letter in the present transaction. `to` is an address; without one nothing is queued."""
    if to:
        send_letter.defer(to=to, subject=" ".join(subject.split()), body=body)
