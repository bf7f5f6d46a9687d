import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from mentoring.documents.models import IssuedDocument, StoredFile
from mentoring.school.closing import kept_in_closed_years
from programs.programmes.models import Programme
from registry.pairs.models import Mentorship
from registry.people.models import Person
from roadmap.orders.enums import NumberingPeriod, OrderKind, OrderStatus
from roadmap.orders.sheet_models import SheetLine

# What an order speaks of besides people, by its kind.
OF_PAIR = [OrderKind.REPLACEMENT, OrderKind.EARLY_END]
OF_PROGRAMME = [OrderKind.COMPLETION, OrderKind.EXTENSION, OrderKind.CHANGE]
OF_ORDER = [OrderKind.AMENDMENT, OrderKind.CANCELLATION]
EDITABLE = (OrderStatus.DRAFT, OrderStatus.RETURNED)
NUMBERED = [OrderStatus.REGISTERED, OrderStatus.SIGNED]
IS_NUMBERED = "OLD.status IN ('registered', 'signed')"
FROZEN_COLUMNS = (
    "kind", "journal_id", "title", "preamble", "control", "annex_title", "effective_from", "number", "sequence",
    "year", "date", "signer_position", "signer_name", "curator_id", "document_id", "approved_by_id", "approved_at",
    "mentorship_id", "programme_id", "target_id", "facts",
)  # fmt: skip
FROZEN_CHANGED = (
    f"({', '.join('OLD.' + column for column in FROZEN_COLUMNS)})"
    f" IS DISTINCT FROM ({', '.join('NEW.' + column for column in FROZEN_COLUMNS)})"
)


# What the director has read and approved: it changes only after the order was sent back.
TEXT_COLUMNS = (
    "kind", "journal_id", "title", "preamble", "control", "annex_title", "effective_from", "signer_position",
    "signer_name", "curator_id", "created_by_id", "mentorship_id", "programme_id", "target_id", "facts",
)  # fmt: skip
APPROVED_CHANGED = (
    f"({', '.join('OLD.' + column for column in TEXT_COLUMNS)})"
    f" IS DISTINCT FROM ({', '.join('NEW.' + column for column in TEXT_COLUMNS)})"
    " OR NEW.status NOT IN ('approved', 'registered', 'returned')"
    " OR NEW.status <> 'returned' AND (OLD.approved_by_id, OLD.approved_at)"
    " IS DISTINCT FROM (NEW.approved_by_id, NEW.approved_at)"
)


def frozen_with_order(name):
    """A trigger that keeps the rows of an approved or registered order from being added, changed or removed."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF EXISTS (
                SELECT 1 FROM roadmap_order
                WHERE id = COALESCE(NEW.order_id, OLD.order_id) AND status IN ('approved', 'registered', 'signed')
            ) THEN
                RAISE EXCEPTION 'an approved order is frozen' USING ERRCODE = 'restrict_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def subject_by_kind(field, kinds):
    """An order of these kinds, and of no other, speaks of a row of this field."""
    return models.CheckConstraint(
        condition=Q(**{"kind__in": kinds, f"{field}__isnull": False})
        | (~Q(kind__in=kinds) & Q(**{f"{field}__isnull": True})),
        name=f"order_{field}_by_kind",
    )


def one_draft_about(field):
    """A second click makes no second draft of the same kind about the same thing."""
    return models.UniqueConstraint(
        fields=["kind", field], condition=~Q(status__in=NUMBERED), name=f"order_one_draft_about_{field}"
    )


@pghistory.track()
class Journal(models.Model):
    """A registration journal with its number mask: «{n}/01-02», «270/{n}», «{n}-А»."""

    name = models.CharField("журнал", max_length=120, unique=True)
    mask = models.CharField(
        "вид номера",
        max_length=40,
        default="{n}",
        help_text="{n} – порядковый номер, {n:03} – с нулями, {year} – год. Например: {n}/01-02, {n}-А.",
    )
    period = models.CharField(
        "номера начинаются заново",
        max_length=10,
        choices=NumberingPeriod,
        default=NumberingPeriod.CALENDAR_YEAR,
    )
    is_default = models.BooleanField("предлагать первым", default=False)

    class Meta:
        app_label = "roadmap"
        verbose_name = "журнал регистрации"
        verbose_name_plural = "журналы регистрации"
        ordering = ["-is_default", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period__in=NumberingPeriod.values), name="journal_period_known"
            ),
            models.CheckConstraint(condition=Q(mask__contains="{n"), name="journal_mask_has_number"),
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="journal_one_default"
            ),
        ]

    def __str__(self):
        return self.name


class JournalCounter(models.Model):
    """The last number given in a journal and year; locked while an order is registered, so no gaps."""

    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="counters")
    year = models.PositiveSmallIntegerField("год")
    last = models.PositiveIntegerField("последний номер", default=0)

    class Meta:
        app_label = "roadmap"
        verbose_name = "счётчик журнала"
        verbose_name_plural = "счётчики журналов"
        constraints = [
            models.UniqueConstraint(fields=["journal", "year"], name="journal_counter_once_a_year")
        ]

    def __str__(self):
        return f"{self.journal}, {self.year}: {self.last}"


@pghistory.track()
class Order(models.Model):
    """An order of the director, from the draft to the acquaintance of everybody named in it."""

    kind = models.CharField("вид приказа", max_length=20, choices=OrderKind, default=OrderKind.PAIRING)
    journal = models.ForeignKey(
        Journal, on_delete=models.PROTECT, related_name="orders", verbose_name="журнал"
    )
    status = models.CharField("состояние", max_length=12, choices=OrderStatus, default=OrderStatus.DRAFT)
    title = models.CharField("заголовок", max_length=400, help_text="«О закреплении…», без точки в конце")
    preamble = models.TextField("преамбула", help_text="Цель и основания, до слова «ПРИКАЗЫВАЮ:»")
    control = models.TextField("контроль", help_text="Последний пункт приказа")
    annex_title = models.CharField("заголовок приложения", max_length=300, blank=True)
    effective_from = models.DateField("вступает в силу", null=True, blank=True)
    number = models.CharField("номер", max_length=60, blank=True)
    sequence = models.PositiveIntegerField("порядковый номер", null=True, blank=True)
    year = models.PositiveSmallIntegerField("год журнала", null=True, blank=True)
    date = models.DateField("дата", null=True, blank=True)
    signer_position = models.CharField("должность подписывающего", max_length=200)
    signer_name = models.CharField("подписывает", max_length=120)
    curator = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="куратор"
    )
    mentorship = models.ForeignKey(
        Mentorship, on_delete=models.PROTECT, null=True, blank=True, related_name="later_orders"
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )
    target = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later_orders"
    )
    facts = models.JSONField("сведения", default=dict, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField("утверждён", null=True, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    registered_at = models.DateTimeField("зарегистрирован", null=True, blank=True)
    signed_on = models.DateField("подписан на бумаге", null=True, blank=True)
    document = models.OneToOneField(
        IssuedDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="документ",
    )
    scan = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="скан"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("создан", auto_now_add=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        app_label = "roadmap"
        verbose_name = "приказ"
        verbose_name_plural = "приказы"
        ordering = ["-year", "-sequence", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=OrderKind.values), name="order_kind_known"),
            models.CheckConstraint(condition=Q(status__in=OrderStatus.values), name="order_status_known"),
            models.CheckConstraint(
                condition=Q(
                    Q(status__in=NUMBERED),
                    ~Q(number=""),
                    sequence__isnull=False,
                    year__isnull=False,
                    date__isnull=False,
                    registered_by__isnull=False,
                    registered_at__isnull=False,
                    document__isnull=False,
                )
                | Q(
                    ~Q(status__in=NUMBERED),
                    number="",
                    sequence__isnull=True,
                    year__isnull=True,
                    date__isnull=True,
                    registered_by__isnull=True,
                    registered_at__isnull=True,
                    document__isnull=True,
                ),
                name="order_registered_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[OrderStatus.APPROVED, *NUMBERED],
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                )
                | Q(
                    ~Q(status__in=[OrderStatus.APPROVED, *NUMBERED]),
                    approved_by__isnull=True,
                    approved_at__isnull=True,
                ),
                name="order_approved_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status=OrderStatus.SIGNED, signed_on__isnull=False)
                | (~Q(status=OrderStatus.SIGNED) & Q(signed_on__isnull=True)),
                name="order_signed_has_date",
            ),
            subject_by_kind("mentorship", OF_PAIR),
            subject_by_kind("programme", OF_PROGRAMME),
            subject_by_kind("target", OF_ORDER),
            one_draft_about("mentorship"),
            one_draft_about("programme"),
            models.UniqueConstraint(
                fields=["target"],
                condition=Q(kind=OrderKind.CANCELLATION) & ~Q(status__in=NUMBERED),
                name="order_one_draft_about_target",
            ),
            models.UniqueConstraint(
                fields=["target"],
                condition=Q(kind=OrderKind.CANCELLATION, status__in=NUMBERED),
                name="order_cancelled_once",
                violation_error_message="Этот приказ уже отменён.",
            ),
            models.UniqueConstraint(
                fields=["journal", "year", "sequence"], name="order_sequence_once_a_year"
            ),
            models.UniqueConstraint(
                fields=["journal", "year", "number"],
                condition=~Q(number=""),
                name="order_number_once_a_year",
                violation_error_message="Приказ с таким номером в этом году уже есть.",
            ),
        ]
        triggers = [
            kept_in_closed_years("order_kept_in_closed_years", "date"),
            pgtrigger.Protect(
                name="order_registered_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"{IS_NUMBERED} AND {FROZEN_CHANGED}"),
            ),
            pgtrigger.Protect(
                name="order_registered_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.status IN ('approved', 'registered', 'signed')"),
            ),
            pgtrigger.Protect(
                name="order_approved_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"OLD.status = 'approved' AND ({APPROVED_CHANGED})"),
            ),
            pgtrigger.Protect(
                name="order_signed_stays_signed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status = 'signed' AND (NEW.status <> 'signed' OR OLD.signed_on <> NEW.signed_on"
                    " OR OLD.scan_id IS NOT NULL AND OLD.scan_id IS DISTINCT FROM NEW.scan_id)"
                ),
            ),
            pgtrigger.Protect(
                name="order_registered_stays_registered",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    IS_NUMBERED + " AND NEW.status NOT IN ('registered', 'signed')"
                ),
            ),
        ]

    def __str__(self):
        if self.number:
            return f"Приказ № {self.number} от {self.date:%d.%m.%Y}"
        return f"Проект приказа «{self.title}»"

    def get_absolute_url(self):
        return reverse("orders:detail", args=[self.pk])

    @property
    def is_numbered(self) -> bool:
        return self.status in NUMBERED


@pghistory.track()
class OrderItem(models.Model):
    """One numbered item; a sub-item has a parent. The text may hold placeholders in braces."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="items")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    position = models.PositiveSmallIntegerField("порядок", default=0)
    text = models.TextField("текст")

    class Meta:
        app_label = "roadmap"
        verbose_name = "пункт приказа"
        verbose_name_plural = "пункты приказа"
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="order_item_has_text")]
        triggers = [frozen_with_order("order_item_frozen")]

    def __str__(self):
        return self.text[:60]


class OrderMentorship(models.Model):
    """A pair or group that the order approves; a row of the annex."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="mentorship_rows")
    mentorship = models.OneToOneField(Mentorship, on_delete=models.PROTECT, related_name="order_row")
    position = models.PositiveSmallIntegerField("порядок", default=0)

    class Meta:
        app_label = "roadmap"
        verbose_name = "пара в приказе"
        verbose_name_plural = "пары в приказе"
        ordering = ["position", "pk"]
        triggers = [frozen_with_order("order_mentorship_frozen")]

    def __str__(self):
        return str(self.mentorship)


class Acquaintance(SheetLine):
    """A person who must sign that the order was read (лист ознакомления)."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="acquaintances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="acquaintances")

    class Meta(SheetLine.Meta):
        abstract = False
        verbose_name = "ознакомление"
        verbose_name_plural = "лист ознакомления"
        constraints = [
            *SheetLine.Meta.constraints,
            models.UniqueConstraint(fields=["order", "person"], name="acquaintance_once_per_order"),
        ]
