"""What became of a measure, and what shows it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mentoring.documents.models import StoredFile
from programs.programmes.models import PlanEvent, Programme
from roadmap.orders.models import Order
from roadmap.plans.enums import ExecutionState, OutsideKind
from roadmap.plans.models import RoadmapMeasure, tracked
from roadmap.protocols.models import Protocol

# States that name the day on which something was done.
WITH_DAY = (ExecutionState.DONE, ExecutionState.PARTLY)
ONE_TARGET = ("order", "programme", "protocol", "event", "file", "note")


def _only(target: str, also: str = "") -> Q:
    """This target is there (with `also`, if given) and the others are not."""
    found = ~Q(note="") if target == "note" else Q(**{f"{target}__isnull": False})
    if also:
        found &= Q(**{f"{also}__isnull": False})
    for other in ONE_TARGET:
        if other not in (target, also):
            found &= Q(note="") if other == "note" else Q(**{f"{other}__isnull": True})
    return found


@tracked()
class Execution(models.Model):
    """The state of one measure; of a yearly one, in the school year that begins in `year`."""

    measure = models.ForeignKey(RoadmapMeasure, on_delete=models.PROTECT, related_name="executions")
    year = models.PositiveSmallIntegerField("учебный год", null=True, blank=True)
    state = models.CharField(
        "состояние", max_length=12, choices=ExecutionState, default=ExecutionState.NOT_STARTED
    )
    fact_date = models.DateField("дата выполнения", null=True, blank=True)
    moved_to = models.DateField("перенесено на", null=True, blank=True)
    comment = models.TextField("комментарий", blank=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField("отмечено", auto_now=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        app_label = "roadmap"
        verbose_name = "выполнение мероприятия"
        verbose_name_plural = "выполнение мероприятий"
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "year"], name="execution_once_a_year", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(state__in=ExecutionState.values), name="execution_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=WITH_DAY, fact_date__isnull=False)
                | (~Q(state__in=WITH_DAY) & Q(fact_date__isnull=True)),
                name="execution_done_has_date",
            ),
            models.CheckConstraint(
                condition=Q(state=ExecutionState.MOVED, moved_to__isnull=False)
                | (~Q(state=ExecutionState.MOVED) & Q(moved_to__isnull=True)),
                name="execution_moved_has_date",
            ),
        ]

    def __str__(self):
        return f"{self.measure}: {self.get_state_display()}"


@tracked()
class Evidence(models.Model):
    """What shows that the measure is carried out: a paper of the system, a file, or words about a paper elsewhere."""

    execution = models.ForeignKey(Execution, on_delete=models.CASCADE, related_name="evidence")
    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="приказ"
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="программа"
    )
    protocol = models.ForeignKey(
        Protocol, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="протокол"
    )
    # The plan's rows belong to the sides of the programme: one taken away shows nothing any more.
    event = models.ForeignKey(
        PlanEvent,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="мероприятие",
    )
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="файл"
    )
    # Words about something outside the system may have their kind, a date and a file with them.
    note = models.CharField("что вне программы", max_length=300, blank=True)
    outside = models.CharField("вид", max_length=13, choices=OutsideKind, blank=True)
    outside_on = models.DateField("дата", null=True, blank=True)
    link = models.URLField("адрес в интернете", max_length=300, blank=True)
    # Which of the documents that the measure's own column awaits; empty for anything else.
    expected = models.CharField("документ из графы «Документы»", max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("добавлено", auto_now_add=True)

    class Meta:
        app_label = "roadmap"
        verbose_name = "подтверждение"
        verbose_name_plural = "подтверждения"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=_only("order")
                | _only("programme")
                | _only("protocol")
                | _only("event")
                | _only("file")
                | _only("note")
                | _only("note", also="file"),
                name="evidence_is_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(outside="", outside_on__isnull=True, link="")
                | (Q(outside__in=OutsideKind.values) & ~Q(note="")),
                name="evidence_outside_is_named",
            ),
            models.UniqueConstraint(
                fields=["execution", "order"], condition=Q(order__isnull=False), name="evidence_order_once"
            ),
            models.UniqueConstraint(
                fields=["execution", "programme"],
                condition=Q(programme__isnull=False),
                name="evidence_programme_once",
            ),
            models.UniqueConstraint(
                fields=["execution", "protocol"],
                condition=Q(protocol__isnull=False),
                name="evidence_protocol_once",
            ),
            models.UniqueConstraint(
                fields=["execution", "event"], condition=Q(event__isnull=False), name="evidence_event_once"
            ),
        ]

    def __str__(self):
        return self.named or str(self.file or self.order or self.programme or self.protocol or self.event)

    @property
    def named(self) -> str:
        """«Анкета, опрос: «Итоги года», 12.01.2027» for what is outside the system; empty for the rest."""
        if not self.outside:
            return self.note
        day = f", {self.outside_on:%d.%m.%Y}" if self.outside_on else ""
        return f"{self.get_outside_display().capitalize()}: {self.note}{day}"
