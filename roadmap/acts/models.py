import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from mentoring.documents.models import IssuedDocument, StoredFile
from registry.people.models import Person
from roadmap.acts.enums import ActKind, ActStampKind, ActStatus
from roadmap.orders.models import Order
from roadmap.orders.sheet_models import SheetLine

S = ActStatus
APPROVED_STATES = (S.APPROVED, S.SUPERSEDED, S.ENDED)
OVER = (S.SUPERSEDED, S.ENDED)
WAS_APPROVED = "OLD.status IN ('approved', 'superseded', 'ended')"
FROZEN_COLUMNS = (
    "kind", "title", "edition", "former_id", "is_sample", "order_id", "approved_on", "approved_by_id", "approved_at",
    "in_force_from", "document_id", "created_by_id",
)  # fmt: skip
FROZEN_CHANGED = (
    f"({', '.join('OLD.' + column for column in FROZEN_COLUMNS)})"
    f" IS DISTINCT FROM ({', '.join('NEW.' + column for column in FROZEN_COLUMNS)})"
)


def frozen_with_act(name):
    """A trigger that keeps the rows of an approved act from being added, changed or removed."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF EXISTS (
                SELECT 1 FROM roadmap_localact
                WHERE id = COALESCE(NEW.act_id, OLD.act_id) AND status IN ('approved', 'superseded', 'ended')
            ) THEN
                RAISE EXCEPTION 'an approved act is frozen' USING ERRCODE = 'restrict_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


@pghistory.track()
class LocalAct(models.Model):
    """One edition of a local act, e.g. of the Положение; the next edition is a row of its own."""

    kind = models.CharField("вид", max_length=12, choices=ActKind, default=ActKind.REGULATION)
    title = models.CharField(
        "название",
        max_length=350,
        help_text="После слова «Положение»: «о системе (целевой модели) наставничества…», без точки в конце.",
    )
    status = models.CharField("состояние", max_length=10, choices=S, default=S.DRAFT)
    edition = models.PositiveSmallIntegerField("редакция", default=1)
    former = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="next_edition",
        verbose_name="прежняя редакция",
    )
    is_sample = models.BooleanField("образец, проверьте", default=False)
    order = models.ForeignKey(
        Order,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="local_acts",
        verbose_name="приказ",
    )
    # The draft of an order that is to approve the act.
    waits_for = models.ForeignKey(
        Order,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="acts_to_approve",
        verbose_name="в проекте приказа",
    )
    approved_on = models.DateField("дата утверждения", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField("утверждён", null=True, blank=True)
    in_force_from = models.DateField("действует с", null=True, blank=True)
    in_force_to = models.DateField("действует по", null=True, blank=True)
    end_reason = models.CharField("почему утратил силу", max_length=300, blank=True)
    document = models.OneToOneField(
        IssuedDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="документ",
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("создан", auto_now_add=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        app_label = "roadmap"
        verbose_name = "локальный акт"
        verbose_name_plural = "локальные акты"
        ordering = ["kind", "title", "-edition", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ActKind.values), name="act_kind_known"),
            models.CheckConstraint(condition=Q(status__in=S.values), name="act_status_known"),
            models.CheckConstraint(
                condition=Q(edition=1, former__isnull=True) | Q(edition__gt=1, former__isnull=False),
                name="act_edition_has_former",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=APPROVED_STATES,
                    approved_on__isnull=False,
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                    in_force_from__isnull=False,
                    document__isnull=False,
                )
                | Q(
                    ~Q(status__in=APPROVED_STATES),
                    order__isnull=True,
                    approved_on__isnull=True,
                    approved_by__isnull=True,
                    approved_at__isnull=True,
                    in_force_from__isnull=True,
                    in_force_to__isnull=True,
                    document__isnull=True,
                ),
                name="act_approved_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(waits_for__isnull=True) | Q(status=S.SUBMITTED), name="act_in_order_is_submitted"
            ),
            models.CheckConstraint(
                condition=Q(in_force_to__isnull=True) | Q(in_force_to__gte=F("in_force_from")),
                name="act_force_dates_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=OVER) | Q(in_force_to__isnull=False), name="act_over_has_last_day"
            ),
            models.CheckConstraint(
                condition=(Q(status=S.ENDED) & ~Q(end_reason="")) | (~Q(status=S.ENDED) & Q(end_reason="")),
                name="act_ended_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=APPROVED_STATES) | Q(is_sample=False),
                name="act_approved_is_no_sample",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="act_approved_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"{WAS_APPROVED} AND {FROZEN_CHANGED}"),
            ),
            pgtrigger.Protect(
                name="act_approved_stays_approved",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"{WAS_APPROVED} AND NEW.status NOT IN ('approved', 'superseded', 'ended')"
                    " OR OLD.status IN ('superseded', 'ended') AND (NEW.status, NEW.in_force_to, NEW.end_reason)"
                    " IS DISTINCT FROM (OLD.status, OLD.in_force_to, OLD.end_reason)"
                ),
            ),
            pgtrigger.Protect(
                name="act_approved_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition(WAS_APPROVED),
            ),
        ]

    def __str__(self):
        return f"{self.name}, редакция {self.edition}" if self.edition > 1 else self.name

    def get_absolute_url(self):
        return reverse("acts:detail", args=[self.pk])

    @property
    def name(self) -> str:
        """«Положение о системе (целевой модели) наставничества…»."""
        return self.title if self.kind == ActKind.OTHER else f"{self.get_kind_display()} {self.title}"

    @property
    def is_approved(self) -> bool:
        return self.status in APPROVED_STATES

    @property
    def is_in_force(self) -> bool:
        """Today: an edition that is changed or ended ahead is in force to its last day."""
        today = timezone.localdate()
        if not self.is_approved or self.in_force_from > today:
            return False
        return self.in_force_to is None or self.in_force_to >= today

    @property
    def shown_state(self) -> tuple[str, str]:
        """(state that gives the badge its colour, its words) by the dates of today."""
        words, today = self.get_status_display(), timezone.localdate()
        if self.status == S.APPROVED and self.in_force_from > today:
            return self.status, f"{words}, вступит в силу {self.in_force_from:%d.%m.%Y}"
        if self.status in OVER and self.is_in_force:
            return S.APPROVED, f"действует по {self.in_force_to:%d.%m.%Y}"
        if self.status == S.APPROVED and not self.is_in_force:
            return S.ENDED, f"действовал по {self.in_force_to:%d.%m.%Y}"
        return self.status, words


@pghistory.track()
class ActItem(models.Model):
    """A heading of a section, a numbered clause of it, or a line of a list under a clause."""

    act = models.ForeignKey(LocalAct, on_delete=models.CASCADE, related_name="items")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    position = models.PositiveSmallIntegerField("порядок", default=0)
    text = models.TextField("текст")

    class Meta:
        app_label = "roadmap"
        verbose_name = "пункт локального акта"
        verbose_name_plural = "пункты локального акта"
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="act_item_has_text")]
        triggers = [frozen_with_act("act_item_frozen")]

    def __str__(self):
        return self.text[:60]


@pghistory.track()
class ActStamp(models.Model):
    """A гриф of a body or a person who looked at the act before the director."""

    act = models.ForeignKey(LocalAct, on_delete=models.CASCADE, related_name="stamps")
    position = models.PositiveSmallIntegerField("порядок", default=0)
    kind = models.CharField("гриф", max_length=10, choices=ActStampKind)
    body = models.CharField("кем", max_length=300)
    protocol_number = models.CharField("номер протокола", max_length=40, blank=True)
    protocol_date = models.DateField("дата", null=True, blank=True)

    class Meta:
        app_label = "roadmap"
        verbose_name = "гриф"
        verbose_name_plural = "грифы"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ActStampKind.values), name="act_stamp_kind_known"),
            models.CheckConstraint(condition=~Q(body=""), name="act_stamp_names_body"),
        ]
        triggers = [frozen_with_act("act_stamp_frozen")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.body}"


class ActAttachment(models.Model):
    """A file that belongs to the act: a scan, a form in Word. Editions share the file, each has its row."""

    act = models.ForeignKey(LocalAct, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField("порядок", default=0)
    title = models.CharField("название", max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="файл")

    class Meta:
        app_label = "roadmap"
        verbose_name = "приложение к акту"
        verbose_name_plural = "приложения к акту"
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="act_attachment_has_title")]
        triggers = [frozen_with_act("act_attachment_frozen")]

    def __str__(self):
        return self.title


class ActAcquaintance(SheetLine):
    """A person who must read an approved act; the curator says who."""

    act = models.ForeignKey(LocalAct, on_delete=models.CASCADE, related_name="acquaintances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="act_acquaintances")

    class Meta(SheetLine.Meta):
        abstract = False
        verbose_name = "ознакомление с локальным актом"
        verbose_name_plural = "лист ознакомления с локальным актом"
        constraints = [
            *SheetLine.Meta.constraints,
            models.UniqueConstraint(fields=["act", "person"], name="act_acquaintance_once_per_act"),
        ]
