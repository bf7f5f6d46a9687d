import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from mentoring.school.models import Direction, MentoringForm, MentoringKind
from registry.bank.enums import MenteeCategory, RequestSource, WorkMode
from registry.people.models import Person


class BankEntry(models.Model):
    """What both banks keep. Whether an entry is active is never stored: it follows from the consents."""

    entered_on = models.DateField("дата включения")
    reviewed_on = models.DateField("актуализировано")
    left_on = models.DateField("дата исключения", null=True, blank=True)
    left_reason = models.CharField("причина исключения", max_length=300, blank=True)
    mode = models.CharField("режим работы", max_length=10, choices=WorkMode, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def has_left(self) -> bool:
        return self.left_on is not None


@pghistory.track()
class MentorEntry(BankEntry):
    """A person in the bank of mentors (Положение, п. 3.4; реестр наставников)."""

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, related_name="mentor_entry", verbose_name="человек"
    )
    directions = models.ManyToManyField(Direction, blank=True, related_name="+", verbose_name="направления")
    forms = models.ManyToManyField(MentoringForm, blank=True, related_name="+", verbose_name="формы")
    kinds = models.ManyToManyField(MentoringKind, blank=True, related_name="+", verbose_name="виды")
    max_mentees = models.PositiveSmallIntegerField("наставляемых не больше", default=2)
    competencies = models.TextField("компетенции, опыт", blank=True)
    achievements = models.TextField("достижения", blank=True)
    qualities = models.TextField("личностные характеристики", blank=True)
    weekly_hours = models.CharField("время в неделю", max_length=60, blank=True)

    class Meta:
        app_label = "registry"
        verbose_name = "запись банка наставников"
        verbose_name_plural = "банк наставников"
        ordering = ["person__sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("entered_on")),
                name="mentor_entry_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(max_mentees__gte=1, max_mentees__lte=30), name="mentor_entry_capacity"
            ),
        ]

    def __str__(self):
        return f"наставник {self.person}"

    def get_absolute_url(self):
        return reverse("bank:mentor", args=[self.pk])


@pghistory.track()
class MenteeEntry(BankEntry):
    """A person in the bank of mentees with the professional request (Положение, п. 3.4)."""

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, related_name="mentee_entry", verbose_name="человек"
    )
    category = models.CharField("категория", max_length=20, choices=MenteeCategory)
    request = models.TextField("профессиональный запрос, затруднения", blank=True)
    request_source = models.CharField("откуда запрос", max_length=20, choices=RequestSource, blank=True)
    directions = models.ManyToManyField(Direction, blank=True, related_name="+", verbose_name="направления")
    strengths = models.TextField("сильные стороны", blank=True)
    wishes = models.TextField("пожелания", blank=True)

    class Meta:
        app_label = "registry"
        verbose_name = "запись банка наставляемых"
        verbose_name_plural = "банк наставляемых"
        ordering = ["person__sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("entered_on")),
                name="mentee_entry_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(category__in=MenteeCategory.values), name="mentee_entry_category_known"
            ),
        ]

    def __str__(self):
        return f"наставляемый {self.person}"

    def get_absolute_url(self):
        return reverse("bank:mentee", args=[self.pk])
