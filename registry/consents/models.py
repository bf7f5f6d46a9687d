import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from mentoring.documents.models import StoredFile
from registry.consents.enums import ConsentChannel, ConsentKind, ConsentStatus
from registry.people.models import Person, Representative


class ConsentText(models.Model):
    """One edition of a consent's text. Editions are never altered: a change makes the next version."""

    kind = models.CharField("вид", max_length=20, choices=ConsentKind)
    version = models.PositiveIntegerField("редакция")
    title = models.CharField("заголовок", max_length=200)
    body = models.TextField("текст")
    sha256 = models.CharField(max_length=64)
    asks_anew = models.BooleanField("просить подписать заново", default=True)
    created_at = models.DateTimeField("создана", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        app_label = "registry"
        verbose_name = "текст согласия"
        verbose_name_plural = "тексты согласий"
        ordering = ["kind", "-version"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ConsentKind.values), name="consent_text_kind_known"),
            models.UniqueConstraint(fields=["kind", "version"], name="consent_text_version_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="consent_text_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self):
        return f"{self.title}, редакция {self.version}"

    @property
    def is_sample(self) -> bool:
        """First editions come with the program and wait for the school's own eye."""
        return self.version == 1


class PolicyText(models.Model):
    """One edition of the policy on personal data, open to everybody (152-ФЗ, ст. 18.1, ч. 2); never altered."""

    version = models.PositiveIntegerField("редакция", unique=True)
    body = models.TextField("текст")
    created_at = models.DateTimeField("создана", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "registry"
        verbose_name = "редакция политики"
        verbose_name_plural = "политика обработки персональных данных"
        ordering = ["-version"]
        triggers = [
            pgtrigger.Protect(name="policy_text_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self):
        return f"политика обработки персональных данных, редакция {self.version}"


class GivenIsChanged(pgtrigger.AnyChange):
    """Of a consent that was given only these may change: it is withdrawn, or its scan is attached."""

    def __init__(self):
        super().__init__(exclude=["status", "withdrawn_on", "withdrawal_note", "scan"])

    def resolve(self, model):
        return f"OLD.status <> 'printed' AND ({super().resolve(model)})"


STEP_BACK = pgtrigger.Condition(
    "((OLD.status = 'withdrawn' AND NEW.status <> 'withdrawn')"
    " OR (OLD.status = 'given' AND NEW.status = 'printed'))"
)


# The words of the sheet are kept once, not again in every step of the history.
@pghistory.track(exclude=["paper"])
class Consent(models.Model):
    """One consent of one person: a blank that was printed, then given, perhaps withdrawn."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents", verbose_name="чьё")
    representative = models.ForeignKey(
        Representative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="представитель",
    )
    kind = models.CharField("вид", max_length=20, choices=ConsentKind)
    text = models.ForeignKey(
        ConsentText, on_delete=models.PROTECT, related_name="+", verbose_name="редакция текста"
    )
    status = models.CharField(
        "состояние", max_length=10, choices=ConsentStatus, default=ConsentStatus.PRINTED
    )
    channel = models.CharField("как получено", max_length=10, choices=ConsentChannel, blank=True)
    given_on = models.DateField("дата", null=True, blank=True)
    valid_until = models.DateField("действует по", null=True, blank=True)
    withdrawn_on = models.DateField("отозвано", null=True, blank=True)
    withdrawal_note = models.CharField("как отозвано", max_length=300, blank=True)
    fields_allowed = models.JSONField("что можно распространять", default=list, blank=True)
    scan = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="скан"
    )
    # The sheet as it was given, word for word (paper.paper_as_data); empty for a blank.
    paper = models.JSONField(null=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто внёс"
    )
    created_at = models.DateTimeField("создано", default=timezone.now)

    class Meta:
        app_label = "registry"
        verbose_name = "согласие"
        verbose_name_plural = "согласия"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["person", "kind", "status"], name="consent_by_person")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ConsentKind.values), name="consent_kind_known"),
            models.CheckConstraint(condition=Q(status__in=ConsentStatus.values), name="consent_status_known"),
            models.CheckConstraint(
                condition=Q(status=ConsentStatus.PRINTED, given_on__isnull=True, valid_until__isnull=True)
                | Q(
                    ~Q(status=ConsentStatus.PRINTED),
                    given_on__isnull=False,
                    valid_until__isnull=False,
                    channel__in=ConsentChannel.values,
                ),
                name="consent_given_has_dates_and_channel",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("given_on")),
                name="consent_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(status=ConsentStatus.WITHDRAWN, withdrawn_on__isnull=False)
                | (~Q(status=ConsentStatus.WITHDRAWN) & Q(withdrawn_on__isnull=True)),
                name="consent_withdrawn_has_date",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_withdrawn_after_given",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(status=ConsentStatus.PRINTED),
                name="consent_one_blank_at_a_time",
            ),
        ]
        # What was given is a proof (152-ФЗ, ст. 9, ч. 3). Destroying data of a person ignores these by name.
        triggers = [
            pgtrigger.Protect(
                name="consent_given_frozen", operation=pgtrigger.Update, condition=GivenIsChanged()
            ),
            pgtrigger.Protect(name="consent_no_step_back", operation=pgtrigger.Update, condition=STEP_BACK),
            pgtrigger.Protect(
                name="consent_given_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.status <> 'printed'"),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} – {self.person}"

    def get_absolute_url(self):
        return reverse("consents:detail", args=[self.pk])

    def is_valid_on(self, day) -> bool:
        """Given, not withdrawn and not run out on `day`."""
        return self.status == ConsentStatus.GIVEN and self.given_on <= day <= self.valid_until


class FormerScan(models.Model):
    """A scan that another one has replaced.

    It stays readable for those who keep consents. Replacing must not be a way to make a proof vanish: the operator
    proves that a consent was given (152-ФЗ, ст. 9, ч. 3), and a wrong or unreadable second scan would leave nothing.
    It goes with the consent itself when the person's data are destroyed.
    """

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="former_scans")
    scan = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="прежний скан"
    )
    replaced_at = models.DateTimeField("заменён", default=timezone.now)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто заменил"
    )

    class Meta:
        app_label = "registry"
        verbose_name = "прежний скан согласия"
        verbose_name_plural = "прежние сканы согласий"
        ordering = ["-replaced_at", "-pk"]
        triggers = [
            pgtrigger.Protect(name="former_scan_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self):
        return f"прежний скан: {self.consent}"
