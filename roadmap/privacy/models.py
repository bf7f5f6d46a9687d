import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from registry.consents.models import Consent
from registry.people.models import Person
from roadmap.orders.models import Order
from roadmap.privacy.enums import ErasureReason, RequestKind, RequestState


class PersonRequest(models.Model):
    """What a person asked about the own data, by when the school must answer, and what it answered."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="privacy_requests", verbose_name="чьи данные"
    )
    kind = models.CharField("о чём", max_length=12, choices=RequestKind)
    text = models.TextField("что написал человек", blank=True)
    consent = models.OneToOneField(
        Consent, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="отозванное согласие"
    )
    received_on = models.DateField("получено")
    due_on = models.DateField("ответить до")
    state = models.CharField("состояние", max_length=8, choices=RequestState, default=RequestState.OPEN)
    answer = models.TextField("ответ", blank=True)
    closed_on = models.DateField("закрыто", null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("внесено", default=timezone.now)

    class Meta:
        app_label = "roadmap"
        verbose_name = "обращение о персональных данных"
        verbose_name_plural = "обращения о персональных данных"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RequestKind.values), name="privacy_request_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=RequestState.OPEN, closed_on__isnull=True, closed_by__isnull=True, answer=""
                )
                | Q(state=RequestState.DONE, closed_on__isnull=False, closed_by__isnull=False)
                | Q(
                    Q(state=RequestState.REFUSED, closed_on__isnull=False, closed_by__isnull=False),
                    ~Q(answer=""),
                ),
                name="privacy_request_closed_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("received_on")), name="privacy_request_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(kind=RequestKind.WITHDRAWAL, consent__isnull=False)
                | (~Q(kind=RequestKind.WITHDRAWAL) & Q(consent__isnull=True)),
                name="privacy_request_withdrawal_has_consent",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state=RequestState.OPEN),
                name="privacy_request_one_open_of_a_kind",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, карточка № {self.person_id}"

    def get_absolute_url(self):
        return reverse("privacy:request", args=[self.pk])


class Erasure(models.Model):
    """The destruction of data: whose by number, why, what went and what the law keeps. No values.

    `marks` are hashes of the cards that were emptied whole, in the order of `people`; empty when only one kind of
    data went. The erase list that a restored copy is compared with is made of them.
    """

    people = ArrayField(models.BigIntegerField(), verbose_name="чьи данные")
    marks = ArrayField(models.CharField(max_length=64), verbose_name="хеши карточек", default=list)
    reason = models.CharField("причина", max_length=12, choices=ErasureReason)
    basis = models.CharField("основание", max_length=200)
    categories = ArrayField(models.CharField(max_length=200), verbose_name="что уничтожено")
    kept = ArrayField(models.CharField(max_length=200), verbose_name="что хранится по закону")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    erased_at = models.DateTimeField("когда", default=timezone.now)

    class Meta:
        app_label = "roadmap"
        verbose_name = "уничтожение персональных данных"
        verbose_name_plural = "уничтожения персональных данных"
        ordering = ["-erased_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=ErasureReason.values), name="erasure_reason_known"),
        ]
        triggers = [
            pgtrigger.Protect(name="erasure_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self):
        return f"Уничтожение № {self.pk}"


class BlockedOrder(models.Model):
    """An order that the law keeps though it names a person whose data are destroyed: only the director opens it."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="block")
    erasure = models.ForeignKey(Erasure, on_delete=models.PROTECT, related_name="blocked_orders")
    blocked_at = models.DateTimeField("заблокирован", default=timezone.now)

    class Meta:
        app_label = "roadmap"
        verbose_name = "заблокированный приказ"
        verbose_name_plural = "заблокированные приказы"
        ordering = ["-blocked_at", "-pk"]
        triggers = [
            pgtrigger.Protect(name="blocked_order_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self):
        return f"№ {self.order.number} от {self.order.date:%d.%m.%Y}"
