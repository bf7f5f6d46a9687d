"""The school's own wording of each kind of order, every version kept."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from roadmap.orders.enums import OrderKind


@pghistory.track()
class SampleVersion(models.Model):
    """One version of a kind's sample; the latest is in force, a version `is_ours` gives back the built-in text.

    Items are lines; a line that begins with a dash is a sub-item of the line above it.
    """

    kind = models.CharField("вид приказа", max_length=20, choices=OrderKind)
    number = models.PositiveSmallIntegerField("версия")
    is_ours = models.BooleanField("наш образец", default=False)
    title = models.CharField("заголовок", max_length=400, blank=True)
    preamble = models.TextField("преамбула", blank=True)
    items = models.TextField("пункты", blank=True)
    control = models.TextField("контроль", blank=True)
    annex_title = models.CharField("заголовок приложения", max_length=300, blank=True)
    note = models.CharField("что изменено", max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("записана", auto_now_add=True)

    class Meta:
        app_label = "roadmap"
        verbose_name = "образец приказа"
        verbose_name_plural = "образцы приказов"
        ordering = ["kind", "-number"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=OrderKind.values), name="sample_version_kind_known"),
            models.UniqueConstraint(fields=["kind", "number"], name="sample_version_once"),
            models.CheckConstraint(
                condition=Q(is_ours=True, title="", preamble="", items="", control="", annex_title="")
                | (Q(is_ours=False) & ~Q(title="") & ~Q(preamble="") & ~Q(items="") & ~Q(control="")),
                name="sample_version_is_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="sample_version_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, версия {self.number}"
