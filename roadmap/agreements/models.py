import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from mentoring.documents.models import StoredFile
from registry.pairs.models import Mentorship
from registry.people.models import Person
from roadmap.agreements.enums import AgreementKind, AgreementStatus

S = AgreementStatus
CLOSED = (S.ENDED, S.VOID)
TERMS = (
    "mentorship_id", "mentor_id", "kind", "number", "date", "contract_number", "contract_date", "content", "form",
    "start", "end", "payment",
)  # fmt: skip
TERMS_CHANGED = (
    f"({', '.join('OLD.' + column for column in TERMS)})"
    f" IS DISTINCT FROM ({', '.join('NEW.' + column for column in TERMS)})"
)


@pghistory.track(exclude=["paper"])
class Agreement(models.Model):
    """The paper on which one mentor works in one mentorship: content, term, form, payment (ТК РФ, ст. 351.8)."""

    mentorship = models.ForeignKey(
        Mentorship, on_delete=models.PROTECT, related_name="agreements", verbose_name="пара или группа"
    )
    mentor = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="agreements", verbose_name="наставник"
    )
    kind = models.CharField("вид", max_length=10, choices=AgreementKind)
    status = models.CharField("состояние", max_length=8, choices=AgreementStatus, default=S.DRAFT)
    number = models.CharField("номер", max_length=40, blank=True)
    date = models.DateField("дата")
    contract_number = models.CharField("номер трудового договора", max_length=40, blank=True)
    contract_date = models.DateField("дата трудового договора", null=True, blank=True)
    content = models.TextField("содержание работы")
    form = models.CharField("форма работы", max_length=300)
    start = models.DateField("начало работы")
    end = models.DateField("окончание работы")
    payment = models.TextField("размер и условия выплаты")
    # What was printed, word for word: both sides sign these words and no later ones.
    paper = models.JSONField(null=True, editable=False)
    signed_on = models.DateField("подписано", null=True, blank=True)
    copy_received_on = models.DateField("экземпляр получен наставником", null=True, blank=True)
    scan = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="скан"
    )
    ended_on = models.DateField("последний день работы", null=True, blank=True)
    end_reason = models.CharField("почему прекращено", max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("создано", auto_now_add=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        app_label = "roadmap"
        verbose_name = "соглашение с наставником"
        verbose_name_plural = "соглашения с наставниками"
        ordering = ["-date", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AgreementKind.values), name="agreement_kind_known"),
            models.CheckConstraint(
                condition=Q(status__in=AgreementStatus.values), name="agreement_status_known"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="agreement_dates_in_order"),
            models.CheckConstraint(
                condition=Q(kind=AgreementKind.CONTRACT)
                | Q(status__in=[S.DRAFT, S.VOID])
                | (~Q(contract_number="") & Q(contract_date__isnull=False)),
                name="agreement_names_employment_contract",
            ),
            models.CheckConstraint(
                condition=Q(status=S.DRAFT, paper__isnull=True) | ~Q(status=S.DRAFT),
                name="agreement_draft_has_no_paper",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[S.SIGNED, S.ENDED], signed_on__isnull=False)
                | (~Q(status__in=[S.SIGNED, S.ENDED]) & Q(signed_on__isnull=True, copy_received_on=None)),
                name="agreement_signed_has_date",
            ),
            models.CheckConstraint(
                condition=Q(status=S.ENDED, ended_on__isnull=False)
                | (~Q(status=S.ENDED) & Q(ended_on__isnull=True)),
                name="agreement_ended_has_date",
            ),
            models.CheckConstraint(
                condition=Q(status=S.ENDED)
                | (Q(status=S.VOID) & ~Q(end_reason=""))
                | (~Q(status__in=CLOSED) & Q(end_reason="")),
                name="agreement_void_names_order",
            ),
            models.UniqueConstraint(
                fields=["mentorship", "mentor"],
                condition=~Q(status__in=CLOSED),
                name="agreement_one_open_for_mentor",
                violation_error_message="Для этого наставника в этой паре соглашение уже есть.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="agreement_printed_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"OLD.status <> 'draft' AND {TERMS_CHANGED}"),
            ),
            pgtrigger.Protect(
                name="agreement_signed_stays_signed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status IN ('signed', 'ended') AND (NEW.status NOT IN ('signed', 'ended')"
                    " OR OLD.status = 'ended' AND NEW.status <> 'ended' OR OLD.signed_on <> NEW.signed_on"
                    " OR OLD.scan_id IS NOT NULL AND OLD.scan_id IS DISTINCT FROM NEW.scan_id)"
                ),
            ),
            pgtrigger.Protect(
                name="agreement_signed_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.status IN ('signed', 'ended', 'void')"),
            ),
            pgtrigger.Protect(
                name="agreement_void_stays_void",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.status = 'void' AND NEW.status <> 'void'"),
            ),
        ]

    def __str__(self):
        return f"{self.short_title} от {self.date:%d.%m.%Y}, {self.mentor.short_name}"

    def get_absolute_url(self):
        return reverse("agreements:detail", args=[self.pk])

    @property
    def is_contract(self) -> bool:
        return self.kind == AgreementKind.CONTRACT

    @property
    def is_signed(self) -> bool:
        return self.status in (S.SIGNED, S.ENDED)

    @property
    def short_title(self) -> str:
        """«Дополнительное соглашение № 3» or «Договор № 3»."""
        word = "Договор" if self.is_contract else "Дополнительное соглашение"
        return f"{word} № {self.number}" if self.number else word
