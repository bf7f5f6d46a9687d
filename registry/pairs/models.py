from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone

from mentoring.language.dates import date_words
from mentoring.school.closing import kept_in_closed_years
from mentoring.school.models import Direction, MentoringForm, MentoringKind
from registry.pairs.enums import (
    Answer,
    AnswerChannel,
    CouncilOpinion,
    EndGround,
    MentorshipStatus,
    ParticipantRole,
)
from registry.people.models import Person


def one_number(field):
    """An integer column as a range of one number, so that a gist exclusion needs no extension."""
    return Func(F(field), F(field), Value("[]"), function="int8range")


@pghistory.track()
class Mentorship(models.Model):
    """A mentoring pair (one mentor, one mentee) or group (two mentees or more); Положение, п. 2.4, 6.2."""

    status = models.CharField(
        "состояние", max_length=10, choices=MentorshipStatus, default=MentorshipStatus.DRAFT
    )
    forms = models.ManyToManyField(MentoringForm, related_name="+", verbose_name="формы")
    kinds = models.ManyToManyField(MentoringKind, related_name="+", verbose_name="виды")
    directions = models.ManyToManyField(Direction, related_name="+", verbose_name="направления")
    start = models.DateField("начало")
    end = models.DateField("окончание")
    reason = models.TextField("почему эти люди", blank=True)
    council_opinion = models.CharField(
        "мнение методического совета", max_length=10, choices=CouncilOpinion, blank=True
    )
    council_note = models.TextField("пояснение совета", blank=True)
    council_protocol = models.CharField("протокол", max_length=100, blank=True, help_text="№ 2 от 10.09.2026")
    council_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    council_on = models.DateField("дата мнения", null=True, blank=True)
    ended_on = models.DateField("завершена", null=True, blank=True)
    end_ground = models.CharField("основание завершения", max_length=10, choices=EndGround, blank=True)
    end_note = models.TextField("пояснение", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("создана", auto_now_add=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        app_label = "registry"
        verbose_name = "наставническая пара или группа"
        verbose_name_plural = "наставнические пары и группы"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=MentorshipStatus.values), name="mentorship_status_known"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="mentorship_dates_in_order"),
            models.CheckConstraint(
                condition=Q(
                    status=MentorshipStatus.ENDED, ended_on__isnull=False, end_ground__in=EndGround.values
                )
                | (~Q(status=MentorshipStatus.ENDED) & Q(ended_on__isnull=True, end_ground="")),
                name="mentorship_ended_has_date_and_ground",
            ),
            models.CheckConstraint(
                condition=Q(council_opinion="", council_on__isnull=True, council_by__isnull=True)
                | Q(
                    council_opinion__in=CouncilOpinion.values,
                    council_on__isnull=False,
                    council_by__isnull=False,
                ),
                name="mentorship_council_opinion_is_whole",
            ),
        ]
        triggers = [kept_in_closed_years("mentorship_kept_in_closed_years", "ended_on")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("pairs:detail", args=[self.pk])

    @property
    def mentor(self) -> Person | None:
        """The mentor of today; reads prefetched participants."""
        rows = [row for row in self.present_sides if row.role == ParticipantRole.MENTOR]
        return rows[0].person if rows else None

    @property
    def last_mentor(self) -> Person | None:
        """Whom the orders name as mentor up to the end: somebody else than today's while a replacement lies ahead."""
        rows = [row for row in self.participants.all() if row.role == ParticipantRole.MENTOR]
        return next((row.person for row in rows if row.valid_to is None), None)

    @property
    def last_mentor_since(self) -> date:
        """The first day of that mentor's work; reads prefetched participants."""
        rows = [row for row in self.participants.all() if row.role == ParticipantRole.MENTOR]
        return next((row.valid_from for row in rows if row.valid_to is None and row.valid_from), self.start)

    @property
    def coming_mentor(self) -> str:
        """«с 1 декабря 2026 г. наставник – Иванова А. П.», while a replacement lies ahead; reads prefetched participants."""
        rows = [row for row in self.participants.all() if row.role == ParticipantRole.MENTOR]
        row = next((row for row in rows if row.valid_to is None and row not in self.present_sides), None)
        if row is None or self.status != MentorshipStatus.ACTIVE:
            return ""
        return f"с {date_words(row.valid_from)} наставник – {row.person.short_name}"

    @property
    def present_sides(self) -> list["Participant"]:
        """Who takes part today, or took part on the last day of a pair that has ended; reads prefetched participants."""
        today = timezone.localdate()
        day = min(today, self.ended_on) if self.ended_on else today
        return [row for row in self.participants.all() if row.is_in_place(day, self.start)]

    @property
    def mentees(self) -> list[Person]:
        return [
            row.person
            for row in self.participants.all()
            if row.role == ParticipantRole.MENTEE and row.valid_to is None
        ]

    @property
    def is_group(self) -> bool:
        return len(self.mentees) > 1

    @property
    def title(self) -> str:
        """«Пара: Иванова А. П. – Петров И. С.»"""
        word = "Группа" if self.is_group else "Пара"
        mentor = self.mentor.short_name if self.mentor else "наставник не выбран"
        return f"{word}: {mentor} – {', '.join(person.short_name for person in self.mentees)}"


@pghistory.track()
class Participant(models.Model):
    """One side of a mentorship with its own answer. A replaced mentor keeps a closed period, never overwritten."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="participations", verbose_name="человек"
    )
    role = models.CharField("кто", max_length=10, choices=ParticipantRole)
    answer = models.CharField("ответ", max_length=10, choices=Answer, default=Answer.PENDING)
    answered_on = models.DateField("дата ответа", null=True, blank=True)
    answer_channel = models.CharField("как отвечено", max_length=10, choices=AnswerChannel, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer_note = models.CharField("пояснение", max_length=300, blank=True)
    valid_from = models.DateField("с", null=True, blank=True)
    valid_to = models.DateField("по", null=True, blank=True)

    class Meta:
        app_label = "registry"
        verbose_name = "участник пары"
        verbose_name_plural = "участники пар"
        ordering = ["-role", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=ParticipantRole.values), name="participant_role_known"
            ),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="participant_answer_known"),
            models.CheckConstraint(
                condition=Q(answer=Answer.PENDING, answered_on__isnull=True, answered_by__isnull=True)
                | Q(
                    ~Q(answer=Answer.PENDING),
                    answered_on__isnull=False,
                    answered_by__isnull=False,
                    answer_channel__in=AnswerChannel.values,
                ),
                name="participant_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=False, valid_to__gte=F("valid_from")),
                name="participant_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["mentorship"],
                condition=Q(role=ParticipantRole.MENTOR, valid_to__isnull=True),
                name="participant_one_present_mentor",
            ),
            models.UniqueConstraint(
                fields=["mentorship", "person"],
                condition=Q(valid_to__isnull=True),
                name="participant_person_once_in_mentorship",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.person}"

    def is_in_place(self, day, start) -> bool:
        """Does this side take part on the day? Whoever begins with the pair (on `start`) does so before it as well."""
        has_begun = self.valid_from is None or self.valid_from <= max(day, start)
        return has_begun and (self.valid_to is None or self.valid_to >= day)


class CoveredDirection(models.Model):
    """A mentee's direction taken by a mentorship for a period, from the proposal to its end.

    Two mentorships of one mentee may not cover the same direction at the same time.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="covered_directions")
    mentee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    direction = models.ForeignKey(Direction, on_delete=models.PROTECT, related_name="+")
    period = DateRangeField("срок")

    class Meta:
        app_label = "registry"
        verbose_name = "занятое направление"
        verbose_name_plural = "занятые направления"
        constraints = [
            ExclusionConstraint(
                name="covered_direction_no_overlap",
                index_type="gist",
                expressions=[
                    (one_number("mentee"), RangeOperators.OVERLAPS),
                    (one_number("direction"), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="У наставляемого уже есть пара по этому направлению на это время.",
            )
        ]

    def __str__(self):
        return f"{self.mentee}: {self.direction}"
