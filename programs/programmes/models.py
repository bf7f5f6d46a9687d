import hashlib

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from mentoring.documents.models import IssuedDocument
from mentoring.school.closing import kept_in_closed_years
from programs.blueprints.models import Blueprint
from programs.programmes.enums import AcquaintedBody, AgreementChannel, ProgrammeStatus
from registry.pairs.enums import EndGround
from registry.pairs.models import Mentorship
from registry.people.models import Person


@pghistory.track()
class Programme(models.Model):
    """Personalised programme of one pair or group (Положение, Приложение 1: title, note, plan)."""

    mentorship = models.ForeignKey(
        Mentorship, on_delete=models.PROTECT, related_name="programmes", verbose_name="пара или группа"
    )
    blueprint = models.ForeignKey(
        Blueprint, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    status = models.CharField(
        "состояние", max_length=15, choices=ProgrammeStatus, default=ProgrammeStatus.DRAFT
    )
    revision = models.PositiveSmallIntegerField("редакция", default=1)
    title = models.CharField("название программы", max_length=300)
    start = models.DateField("начало")
    end = models.DateField("окончание")
    problem = models.TextField("описание проблемы, затруднений, сильных сторон", blank=True)
    goals = models.TextField("цели и задачи программы", blank=True)
    form_and_kind = models.TextField("форма и вид наставничества", blank=True)
    content = models.TextField("описание возможного содержания деятельности", blank=True)
    results = models.TextField("промежуточные и планируемые результаты", blank=True)
    schedule = models.TextField("расписание встреч, режим работы, условия обучения", blank=True)
    agreed_on = models.DateField("согласована наставником с наставляемыми", null=True, blank=True)
    ended_on = models.DateField("завершена", null=True, blank=True)
    end_ground = models.CharField("основание завершения", max_length=10, choices=EndGround, blank=True)
    end_note = models.TextField("пояснение", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("создана", auto_now_add=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        app_label = "programs"
        verbose_name = "персонализированная программа"
        verbose_name_plural = "персонализированные программы"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ProgrammeStatus.values), name="programme_status_known"
            ),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="programme_dates_in_order"),
            models.CheckConstraint(
                # One that is ended early may have been under discussion still.
                condition=Q(status="ended_early")
                | Q(status__in=["draft", "on_agreement"], agreed_on__isnull=True)
                | (~Q(status__in=["draft", "on_agreement"]) & Q(agreed_on__isnull=False)),
                name="programme_agreed_has_date",
            ),
            models.CheckConstraint(
                condition=Q(status="completed", ended_on__isnull=False, end_ground="full")
                | Q(status="ended_early", ended_on__isnull=False, end_ground__in=["sides", "curator"])
                | (~Q(status__in=["completed", "ended_early"]) & Q(ended_on__isnull=True, end_ground="")),
                name="programme_ended_has_date_and_ground",
            ),
            models.UniqueConstraint(
                fields=["mentorship"],
                condition=~Q(status__in=["completed", "ended_early"]),
                name="programme_one_open_per_mentorship",
                violation_error_message="У этой пары уже есть действующая программа.",
            ),
        ]
        triggers = [kept_in_closed_years("programme_kept_in_closed_years", "ended_on")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("programmes:detail", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.status in (ProgrammeStatus.COMPLETED, ProgrammeStatus.ENDED_EARLY)

    @property
    def is_in_force(self) -> bool:
        return self.status in (ProgrammeStatus.AGREED, ProgrammeStatus.RUNNING)


@pghistory.track()
class PlanEvent(models.Model):
    """One row of the plan: Дата, Мероприятие, Форма, Содержание, Рефлексия."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="plan")
    position = models.PositiveSmallIntegerField("порядок", default=0)
    date_text = models.CharField(
        "дата", max_length=120, blank=True, help_text="Как напечатать: «сентябрь 2026 г.»"
    )
    planned_on = models.DateField("срок для напоминаний", null=True, blank=True)
    event = models.CharField("мероприятие", max_length=300)
    form = models.CharField("форма", max_length=200, blank=True)
    content = models.TextField("содержание", blank=True)
    reflection = models.TextField("рефлексия", blank=True)
    held_on = models.DateField("проведено", null=True, blank=True)

    class Meta:
        app_label = "programs"
        verbose_name = "мероприятие плана"
        verbose_name_plural = "план мероприятий"
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(event=""), name="plan_event_has_name")]
        triggers = [kept_in_closed_years("plan_event_kept_in_closed_years", "held_on")]

    def __str__(self):
        return self.event

    @property
    def fingerprint(self) -> str:
        """Changes with the date or the reflection: two people writing at once are told apart by it."""
        seen = f"{self.held_on}|{self.reflection}"
        return hashlib.sha256(seen.encode()).hexdigest()[:16]


class ProgrammeAgreement(models.Model):
    """A side's consent to one revision of the programme."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="agreements")
    revision = models.PositiveSmallIntegerField("редакция")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField("дата")
    channel = models.CharField("как", max_length=10, choices=AgreementChannel)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "programs"
        verbose_name = "согласование программы"
        verbose_name_plural = "согласования программ"
        ordering = ["agreed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=AgreementChannel.values), name="programme_agreement_channel_known"
            ),
            models.UniqueConstraint(
                fields=["programme", "revision", "person"], name="programme_agreement_once_per_revision"
            ),
        ]

    def __str__(self):
        return f"{self.person}: согласие с редакцией {self.revision}"


class ProgrammeAcquaintance(models.Model):
    """The curator or the council has read a revision: «Дата ознакомления с программой …»."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="acquaintances")
    revision = models.PositiveSmallIntegerField("редакция")
    body = models.CharField("кто", max_length=10, choices=AcquaintedBody)
    acquainted_on = models.DateField("дата")
    note = models.CharField("примечание", max_length=300, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "programs"
        verbose_name = "ознакомление с программой"
        verbose_name_plural = "ознакомления с программами"
        ordering = ["acquainted_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(body__in=AcquaintedBody.values), name="programme_acquaintance_body_known"
            ),
            models.UniqueConstraint(
                fields=["programme", "revision", "body"], name="programme_acquaintance_once_per_revision"
            ),
        ]

    def __str__(self):
        return f"{self.get_body_display()}: {self.acquainted_on:%d.%m.%Y}"


class ProgrammeRevision(models.Model):
    """A revision as it was agreed, kept when the sides begin the next one (Положение, п. 7.2)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="past_revisions")
    revision = models.PositiveSmallIntegerField("редакция")
    document = models.OneToOneField(IssuedDocument, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("почему изменена")
    replaced_at = models.DateTimeField("заменена", auto_now_add=True)

    class Meta:
        app_label = "programs"
        verbose_name = "прежняя редакция"
        verbose_name_plural = "прежние редакции"
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "revision"], name="programme_revision_once"),
        ]

    def __str__(self):
        return f"редакция {self.revision}"
