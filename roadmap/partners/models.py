import datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from mentoring.documents.models import StoredFile
from registry.people.models import Person
from roadmap.partners.enums import ContractState

# How long before its last day a contract is said to end.
WARNING_TERM = datetime.timedelta(days=30)


@pghistory.track()
class PartnerContract(models.Model):
    """A contract with an organisation that helps with mentoring: a university, a college, another school."""

    partner = models.CharField("организация-партнёр", max_length=300)
    subject = models.CharField("предмет договора", max_length=500)
    number = models.CharField("номер", max_length=60, blank=True)
    date = models.DateField("дата")
    start = models.DateField("действует с")
    end = models.DateField("действует по", null=True, blank=True)
    responsible = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ответственный",
    )
    note = models.CharField("примечание", max_length=500, blank=True)
    scan = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="скан"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("внесён", auto_now_add=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        app_label = "roadmap"
        verbose_name = "договор с партнёром"
        verbose_name_plural = "договоры с партнёрами"
        ordering = ["-date", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(partner="") & ~Q(subject=""), name="contract_names_partner"),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="contract_dates_in_order"
            ),
            models.UniqueConstraint(
                fields=["partner", "number", "date"],
                condition=~Q(number=""),
                name="contract_number_once",
                violation_error_message="Договор с этим партнёром с такими номером и датой уже внесён.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="contract_scan_is_kept",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.scan_id IS NOT NULL AND OLD.scan_id IS DISTINCT FROM NEW.scan_id"
                ),
            ),
            pgtrigger.Protect(
                name="contract_with_scan_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.scan_id IS NOT NULL"),
            ),
        ]

    def __str__(self):
        number = f" № {self.number}" if self.number else ""
        return f"Договор{number} от {self.date:%d.%m.%Y}, {self.partner}"

    def get_absolute_url(self):
        return reverse("partners:detail", args=[self.pk])

    def state_on(self, day: datetime.date) -> ContractState:
        """What the contract is on a day by its dates."""
        if day < self.start:
            return ContractState.COMING
        if self.end is None or day + WARNING_TERM < self.end:
            return ContractState.RUNNING
        return ContractState.OVER if self.end < day else ContractState.EXPIRING

    @property
    def state(self) -> ContractState:
        return self.state_on(timezone.localdate())
