from django.db import models
from django.db.models import Q
from django.utils import timezone

from mentoring.letters.enums import SendingState


class Sending(models.Model):
    """The mark that a letter of the queue was handed to the mail server: such a letter is never sent again."""

    queue_id = models.BigIntegerField("номер в очереди", unique=True)
    to = models.CharField("кому", max_length=320, blank=True)
    subject = models.CharField("тема", max_length=300)
    state = models.CharField("состояние", max_length=10, choices=SendingState, default=SendingState.SENDING)
    at = models.DateTimeField("когда", default=timezone.now)

    class Meta:
        app_label = "mentoring"
        verbose_name = "отправка письма"
        verbose_name_plural = "отправки писем"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SendingState.values), name="sending_state_known"),
            # The address is personal data: it is kept only while somebody may have to look into it.
            models.CheckConstraint(
                condition=~Q(state=SendingState.SENT) | Q(to=""), name="sending_sent_has_no_address"
            ),
        ]

    def __str__(self):
        return self.subject
