import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from registry.people.models import Person
from roadmap.orders.models import Order
from roadmap.protocols.models import DecisionPoint, Protocol


@pghistory.track()
class ControlTask(models.Model):
    """What a registered order or a signed protocol told somebody to do by a day; its keepers see whether it was done."""

    order = models.ForeignKey(
        Order,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="control_tasks",
        verbose_name="приказ",
    )
    decision = models.OneToOneField(
        DecisionPoint,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="control_task",
        verbose_name="решение протокола",
    )
    what = models.CharField("что сделать", max_length=300)
    responsible = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="control_tasks", verbose_name="кто отвечает"
    )
    due_on = models.DateField("срок")
    is_done = models.BooleanField("выполнено", null=True, blank=True)
    closed_on = models.DateField("закрыто", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField("чем подтверждается или почему не выполнено", max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("поставлено", auto_now_add=True)

    class Meta:
        app_label = "roadmap"
        verbose_name = "поручение на контроле"
        verbose_name_plural = "контроль исполнения"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(order__isnull=False, decision__isnull=True)
                | Q(order__isnull=True, decision__isnull=False),
                name="control_task_of_one_paper",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="control_task_says_what"),
            models.CheckConstraint(
                condition=Q(is_done__isnull=True, closed_on__isnull=True, closed_by__isnull=True, note="")
                | (Q(is_done__isnull=False, closed_on__isnull=False, closed_by__isnull=False)),
                name="control_task_closed_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(is_done=False) | ~Q(note=""), name="control_task_failure_has_reason"
            ),
        ]

    def __str__(self):
        return self.what

    @property
    def paper(self) -> Order | Protocol:
        """The order or the protocol that gave the task."""
        return self.order or self.decision.item.protocol
