import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.utils import timezone


class StatusChange(models.Model):
    """One step in the life of an object, as a sentence; rows are only ever added."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    at = models.DateTimeField("когда", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="кто"
    )
    action = models.CharField("действие", max_length=40)
    sentence = models.CharField("что сделано", max_length=300)
    from_state = models.CharField("было", max_length=30, blank=True)
    to_state = models.CharField("стало", max_length=30, blank=True)
    comment = models.TextField("комментарий", blank=True)
    # Which changed fields the sentence has told; those of the same transaction are not listed a second time.
    tells = models.JSONField(default=list, editable=False)
    transaction_at = models.DateTimeField(db_default=TransactionNow(), editable=False)

    class Meta:
        app_label = "mentoring"
        verbose_name = "запись истории"
        verbose_name_plural = "записи истории"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-at"], name="status_change_by_subject")]
        triggers = [
            pgtrigger.Protect(name="status_change_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self):
        return self.sentence


class SentForm(models.Model):
    """A form that was carried out: the same one, sent again by a double click, finds its key taken."""

    key = models.CharField("ключ", max_length=80, primary_key=True)
    at = models.DateTimeField("когда", default=timezone.now)

    class Meta:
        app_label = "mentoring"
        verbose_name = "отправленная форма"
        verbose_name_plural = "отправленные формы"

    def __str__(self):
        return self.key
