from django.db import models
from django.db.models import Q
from django.utils import timezone

from mentoring.upkeep.enums import UpkeepKind


class UpkeepRecord(models.Model):
    """How one piece of upkeep ended: a copy of the data that was made and proved, a comparison of files."""

    kind = models.CharField("что", max_length=10, choices=UpkeepKind)
    at = models.DateTimeField("когда", default=timezone.now)
    is_good = models.BooleanField("удалось")
    name = models.CharField("имя копии", max_length=100, blank=True)
    size = models.PositiveBigIntegerField("размер, байт", default=0)
    message = models.TextField("чем кончилось")

    class Meta:
        app_label = "mentoring"
        verbose_name = "запись об уходе за данными"
        verbose_name_plural = "записи об уходе за данными"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "-at"], name="upkeep_record_by_kind")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=UpkeepKind.values), name="upkeep_record_kind_known"),
            models.CheckConstraint(condition=~Q(message=""), name="upkeep_record_says_something"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%d.%m.%Y %H:%M}"
