import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse


@pghistory.track()
class Blueprint(models.Model):
    """The school's template of a programme: what a new programme begins with (Положение, Приложение 1)."""

    name = models.CharField("название", max_length=200, unique=True)
    description = models.TextField("для кого", blank=True)
    is_default = models.BooleanField("предлагать первым", default=False)
    is_active = models.BooleanField("предлагать при выборе", default=True)
    programme_title = models.CharField("название программы", max_length=300, blank=True)
    problem = models.TextField("описание проблемы, затруднений, сильных сторон", blank=True)
    goals = models.TextField("цели и задачи", blank=True)
    content = models.TextField("возможное содержание деятельности", blank=True)
    results = models.TextField("промежуточные и планируемые результаты", blank=True)
    schedule = models.TextField("расписание встреч, режим работы, условия обучения", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        app_label = "programs"
        verbose_name = "шаблон программы"
        verbose_name_plural = "шаблоны программ"
        ordering = ["-is_default", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="blueprint_one_default"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("blueprints:detail", args=[self.pk])


class BlueprintRow(models.Model):
    """One event that a programme made from the template begins with."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField("порядок", default=0)
    date_text = models.CharField("дата", max_length=120, blank=True, help_text="«сентябрь», «1-я неделя»")
    event = models.CharField("мероприятие", max_length=300)
    form = models.CharField("форма", max_length=200, blank=True)
    content = models.TextField("содержание", blank=True)

    class Meta:
        app_label = "programs"
        verbose_name = "мероприятие шаблона"
        verbose_name_plural = "мероприятия шаблона"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.event
