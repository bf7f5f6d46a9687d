from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from mentoring.jobs.enums import JobState


class Job(models.Model):
    """A long piece of work that goes on while its owner does something else."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs", verbose_name="кто поручил"
    )
    title = models.CharField("что делается", max_length=200)
    state = models.CharField("состояние", max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField("сделано", default=0)
    total = models.PositiveIntegerField("всего", default=0)
    message = models.TextField("чем кончилось", blank=True)
    result_url = models.CharField("страница с итогом", max_length=300, blank=True)
    result = models.FileField("файл", upload_to="jobs/", blank=True)
    result_name = models.CharField("имя файла", max_length=150, blank=True)
    created_at = models.DateTimeField("поручено", default=timezone.now)
    finished_at = models.DateTimeField("окончено", null=True, blank=True)

    class Meta:
        app_label = "mentoring"
        verbose_name = "задание"
        verbose_name_plural = "задания"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[JobState.DONE, JobState.FAILED], finished_at__isnull=False)
                | Q(state__in=[JobState.QUEUED, JobState.RUNNING], finished_at__isnull=True),
                name="job_finished_when_over",
            ),
            models.CheckConstraint(condition=Q(done__lte=models.F("total")), name="job_done_within_total"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("jobs:detail", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED)

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0
