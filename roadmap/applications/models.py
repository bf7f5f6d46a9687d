import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from mentoring.documents.models import StoredFile
from registry.pairs.models import Mentorship
from registry.people.models import Person
from roadmap.applications.enums import ApplicationKind, ApplicationStatus, Channel, Measure
from roadmap.orders.models import Order

K = ApplicationKind
S = ApplicationStatus
DECIDED = [S.ACCEPTED, S.DONE, S.REVIEWED, S.REFUSED]
WORDS = (
    "kind", "mentorship_id", "person_id", "about_id", "measure", "text", "filed_on", "last_day", "new_end", "event",
    "event_date", "time_from", "time_to", "lessons", "substitute_id", "channel",
)  # fmt: skip
WORDS_CHANGED = (
    f"({', '.join('OLD.' + column for column in WORDS)})"
    f" IS DISTINCT FROM ({', '.join('NEW.' + column for column in WORDS)})"
)


@pghistory.track()
class Application(models.Model):
    """What somebody in a pair asks of the director, or the employer's notice to a mentor; and how it was answered."""

    kind = models.CharField("вид", max_length=14, choices=ApplicationKind)
    status = models.CharField("состояние", max_length=9, choices=ApplicationStatus, default=S.FILED)
    mentorship = models.ForeignKey(
        Mentorship, on_delete=models.PROTECT, related_name="applications", verbose_name="пара или группа"
    )
    # Whose application it is; of a notice: the mentor to whom it is handed over.
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="applications", verbose_name="чьё заявление"
    )
    about = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="о ком"
    )
    measure = models.CharField("о чём", max_length=10, choices=Measure, blank=True)
    text = models.TextField("текст", blank=True)
    filed_on = models.DateField("подано")
    last_day = models.DateField("последний день работы", null=True, blank=True)
    worker_agrees = models.BooleanField("наставник согласен на более ранний день", default=False)
    employer_agrees = models.BooleanField("школа согласна на более ранний день", default=False)
    new_end = models.DateField("новый срок", null=True, blank=True)
    event = models.CharField("мероприятие", max_length=300, blank=True)
    event_date = models.DateField("дата мероприятия", null=True, blank=True)
    time_from = models.TimeField("с какого часа", null=True, blank=True)
    time_to = models.TimeField("до какого часа", null=True, blank=True)
    lessons = models.CharField("уроки и занятия в это время", max_length=500, blank=True)
    substitute = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто замещает"
    )
    channel = models.CharField("как подано", max_length=6, choices=Channel)
    answer = models.TextField("ответ", blank=True)
    decided_on = models.DateField("дата решения", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    order = models.ForeignKey(
        Order,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name="приказ",
    )
    # The order that is being prepared; the application closes when it is registered.
    draft = models.OneToOneField(
        Order,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="answered_application",
        verbose_name="проект приказа",
    )
    scan = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="скан"
    )
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("внесено", auto_now_add=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        app_label = "roadmap"
        verbose_name = "заявление"
        verbose_name_plural = "заявления и ходатайства"
        ordering = ["-filed_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=K.values), name="application_kind_known"),
            # Every state stands in one of the branches of application_decided_is_whole: no other is known.
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="application_channel_known"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[K.RELEASE, K.NOTICE], last_day__isnull=False, last_day__gte=F("filed_on")
                )
                | (~Q(kind__in=[K.RELEASE, K.NOTICE]) & Q(last_day__isnull=True)),
                name="application_early_stop_has_last_day",
            ),
            models.CheckConstraint(
                condition=Q(kind=K.EXTENSION, new_end__isnull=False)
                | (~Q(kind=K.EXTENSION) & Q(new_end__isnull=True)),
                name="application_extension_has_term",
            ),
            # Only in exceptional cases, with the lessons covered (Положение, п. 1.4).
            models.CheckConstraint(
                condition=(
                    Q(
                        kind=K.DUTY,
                        event_date__isnull=False,
                        time_from__isnull=False,
                        time_to__isnull=False,
                        time_to__gt=F("time_from"),
                        substitute__isnull=False,
                    )
                    & ~Q(event="")
                    & ~Q(lessons="")
                )
                | (
                    ~Q(kind=K.DUTY)
                    & Q(event="", event_date=None, time_from=None, time_to=None, substitute=None)
                ),
                name="application_duty_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind=K.REPRESENTATION, about__isnull=False, measure__in=Measure.values)
                | (~Q(kind=K.REPRESENTATION) & Q(about__isnull=True, measure="")),
                name="application_representation_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status__in=DECIDED, decided_on__isnull=False, decided_by__isnull=False)
                | Q(status=S.WITHDRAWN)
                | Q(status=S.FILED, decided_on__isnull=True, decided_by__isnull=True, answer=""),
                name="application_decided_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[S.REFUSED, S.REVIEWED]) | ~Q(answer=""),
                name="application_refusal_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(status=S.DONE, order__isnull=False) | (~Q(status=S.DONE) & Q(order__isnull=True)),
                name="application_done_names_order",
            ),
            models.CheckConstraint(
                condition=Q(draft__isnull=True) | Q(status=S.ACCEPTED),
                name="application_draft_answers_granted",
            ),
            models.UniqueConstraint(
                fields=["mentorship", "person", "kind"],
                condition=Q(
                    status__in=[S.FILED, S.ACCEPTED],
                    kind__in=[K.RELEASE, K.NOTICE, K.REPLACEMENT, K.EXTENSION],
                ),
                name="application_one_open_of_a_kind",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="application_words_are_kept",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"({WORDS_CHANGED})"),
            ),
            pgtrigger.Protect(name="application_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="application_scan_is_kept",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.scan_id IS NOT NULL AND OLD.scan_id IS DISTINCT FROM NEW.scan_id"
                ),
            ),
            pgtrigger.Protect(
                name="application_answer_is_kept",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status IN ('done', 'reviewed', 'refused', 'withdrawn') AND NEW.status <> OLD.status"
                ),
            ),
        ]

    def __str__(self):
        kind = self.get_kind_display()
        return f"{kind[:1].upper()}{kind[1:]} от {self.filed_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("applications:detail", args=[self.pk])


class SideConsent(models.Model):
    """The other side's consent to an extension or a change (Положение, п. 7.2)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField("согласие дано", null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        app_label = "roadmap"
        verbose_name = "согласие стороны"
        verbose_name_plural = "согласия сторон"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "person"], name="side_consent_once"),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True, entered_by__isnull=True)
                | Q(agreed_on__isnull=False, entered_by__isnull=False),
                name="side_consent_is_whole",
            ),
        ]

    def __str__(self):
        return str(self.person)
