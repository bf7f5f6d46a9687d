import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from mentoring.documents.enums import DocumentKind, DocumentStatus

SHA256 = "^[0-9a-f]{64}$"


class IssuedDocument(models.Model):
    """A paper frozen at issue: its data, its hash, and whether it still holds."""

    code = models.CharField("код проверки", max_length=32, unique=True)
    kind = models.CharField("вид", max_length=20, choices=DocumentKind)
    number = models.CharField("номер", max_length=60, blank=True)
    title = models.CharField("заголовок", max_length=400)
    issued_on = models.DateField("дата")
    data = models.JSONField("данные", encoder=DjangoJSONEncoder)
    sha256 = models.CharField("SHA-256", max_length=64)
    page_count = models.PositiveIntegerField("страниц")
    status = models.CharField(
        "состояние", max_length=10, choices=DocumentStatus, default=DocumentStatus.VALID
    )
    cancelled_on = models.DateField("отменён", null=True, blank=True)
    cancel_reason = models.CharField("почему отменён", max_length=300, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    issued_at = models.DateTimeField("выпущен", default=timezone.now)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+")
    object_id = models.BigIntegerField(null=True)
    subject = GenericForeignKey("content_type", "object_id")

    class Meta:
        app_label = "mentoring"
        verbose_name = "выпущенный документ"
        verbose_name_plural = "выпущенные документы"
        ordering = ["-issued_at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="issued_document_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values), name="issued_document_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=DocumentStatus.values), name="issued_document_status_known"
            ),
            models.CheckConstraint(condition=Q(sha256__regex=SHA256), name="issued_document_sha256"),
            models.CheckConstraint(
                condition=(
                    Q(status=DocumentStatus.CANCELLED, cancelled_on__isnull=False) & ~Q(cancel_reason="")
                )
                | (~Q(status=DocumentStatus.CANCELLED) & Q(cancelled_on__isnull=True, cancel_reason="")),
                name="issued_document_cancelled_has_date",
            ),
            models.CheckConstraint(
                condition=Q(content_type__isnull=True, object_id__isnull=True)
                | Q(content_type__isnull=False, object_id__isnull=False),
                name="issued_document_subject_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="issued_document_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="issued_document_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["status", "cancelled_on", "cancel_reason"]),
            ),
            pgtrigger.Protect(
                name="issued_document_stays_cancelled",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status=DocumentStatus.CANCELLED),
            ),
        ]

    def __str__(self):
        return self.title

    def get_check_url(self):
        return reverse("documents:check", args=[self.code])

    @property
    def is_valid(self) -> bool:
        return self.status == DocumentStatus.VALID

    @property
    def holds_until(self) -> bool:
        """Is it cancelled from a day that has not come yet?"""
        return self.cancelled_on is not None and self.cancelled_on > timezone.localdate()


class IssuedFile(models.Model):
    """The bytes of an issued paper; in the database, so that they commit with the registration."""

    document = models.OneToOneField(
        IssuedDocument, on_delete=models.PROTECT, related_name="file", primary_key=True
    )
    pdf = models.BinaryField("PDF")

    class Meta:
        app_label = "mentoring"
        verbose_name = "файл документа"
        verbose_name_plural = "файлы документов"
        triggers = [
            pgtrigger.Protect(name="issued_file_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self):
        return str(self.document)


class StoredFile(models.Model):
    """An uploaded scan, under a name of our own on the disk."""

    file = models.FileField("файл", upload_to="scans/")
    original_name = models.CharField("имя файла", max_length=255)
    content_type = models.CharField("тип", max_length=100)
    size = models.PositiveIntegerField("размер, байт")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("загружен", default=timezone.now)

    class Meta:
        app_label = "mentoring"
        verbose_name = "загруженный файл"
        verbose_name_plural = "загруженные файлы"
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=SHA256), name="stored_file_sha256"),
        ]
        triggers = [pgtrigger.Protect(name="stored_file_frozen", operation=pgtrigger.Update)]

    def __str__(self):
        return self.original_name
