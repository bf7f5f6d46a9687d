"""Handing a letter to the mail server at most once.

A mail server cannot be asked whether it has a letter already, so between «sent twice» and «perhaps not sent» one
has to be chosen. Everything a letter tells stands on «Сегодня» as well: a lost one does no harm, a second one does.
The mark is therefore committed before the letter leaves; a worker that dies in between leaves the mark behind, and
whoever takes the work up again sends nothing but shows the letter to the administrator as doubtful.
"""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from mentoring.letters.enums import SendingState
from mentoring.letters.models import Sending

# The server itself said no: the letter certainly did not leave.
REFUSED = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)
MARKS_ARE_KEPT = timedelta(days=30)


def send_once(queue_id: int, *, to: str, subject: str, body: str) -> Sending:
    """Send the letter with this number in the queue unless that was begun before.

    Raises what the mail server's refusal raises, with no mark left: such a letter may be tried again.
    """
    begun = Sending.objects.filter(queue_id=queue_id).first()
    if begun is not None:
        return _leave_alone(begun)
    with get_connection() as mail_server:
        mark, is_new = Sending.objects.get_or_create(
            queue_id=queue_id, defaults={"to": to[:320], "subject": subject[:300]}
        )
        if not is_new:
            # Another worker has it in hand at this moment.
            return mark
        try:
            EmailMessage(
                subject=subject,
                body=body,
                to=[to],
                connection=mail_server,
                headers={"Message-ID": f"<letter-{queue_id}@{settings.MAIL_DOMAIN}>"},
            ).send()
        except REFUSED:
            mark.delete()
            raise
        except OSError:
            _finish(mark, SendingState.DOUBTFUL)
            return mark
    return _finish(mark, SendingState.SENT)


def forget_old_marks() -> int:
    """Delete marks of letters whose work the queue has forgotten; returns how many."""
    return Sending.objects.filter(at__lt=timezone.now() - MARKS_ARE_KEPT).delete()[0]


def _leave_alone(mark: Sending) -> Sending:
    return _finish(mark, SendingState.DOUBTFUL) if mark.state == SendingState.SENDING else mark


def _finish(mark: Sending, state: SendingState) -> Sending:
    mark.state = state
    if state == SendingState.SENT:
        mark.to = ""
    mark.save(update_fields=["state", "to"])
    return mark
