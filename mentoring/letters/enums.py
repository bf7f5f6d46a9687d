from django.db.models import TextChoices


class SendingState(TextChoices):
    SENDING = "sending", "отправляется"
    SENT = "sent", "отправлено"
    DOUBTFUL = "doubtful", "возможно, не дошло"
