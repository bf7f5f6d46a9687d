"""What orders leave behind: people named in them, awards, releases from duties. Rows are written by the services."""

import pghistory
from django.db import models
from django.db.models import F, Q

from registry.people.models import Person
from roadmap.orders.enums import OrderRole
from roadmap.orders.models import Order, frozen_with_order

AWARDS = (OrderRole.THANKED, OrderRole.DIPLOMA, OrderRole.BONUS)


@pghistory.track()
class OrderPerson(models.Model):
    """A person whom an order names as something: «новый наставник», «замещающий»."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="named_in_orders")
    role = models.CharField("кто", max_length=20, choices=OrderRole)
    position = models.PositiveSmallIntegerField("порядок", default=0)

    class Meta:
        app_label = "roadmap"
        verbose_name = "человек в приказе"
        verbose_name_plural = "люди в приказе"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=OrderRole.values), name="order_person_role_known"),
            models.UniqueConstraint(fields=["order", "role", "person"], name="order_person_once_in_role"),
        ]
        triggers = [frozen_with_order("order_person_frozen")]

    def __str__(self):
        return f"{self.get_role_display()}: {self.person}"


@pghistory.track()
class Award(models.Model):
    """An award given by a registered order (D-13)."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="awards")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="awards")
    kind = models.CharField("поощрение", max_length=20, choices=OrderRole)
    awarded_on = models.DateField("дата")

    class Meta:
        app_label = "roadmap"
        verbose_name = "поощрение"
        verbose_name_plural = "поощрения"
        ordering = ["-awarded_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AWARDS), name="award_kind_known"),
            models.UniqueConstraint(fields=["order", "person", "kind"], name="award_once_in_order"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.person}"


@pghistory.track()
class DutyRelease(models.Model):
    """A line of a registered release from duties: a lesson, its hours and who takes it (Положение, п. 1.4; D-12).

    The hours of the whole release are facts of its order.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="duty_releases")
    position = models.PositiveSmallIntegerField("порядок", default=1)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="duty_releases")
    substitute = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="substitutions")
    day = models.DateField("дата")
    starts_at = models.TimeField("с")
    ends_at = models.TimeField("до")
    lessons = models.CharField("уроки", max_length=500)

    class Meta:
        app_label = "roadmap"
        verbose_name = "освобождение от обязанностей"
        verbose_name_plural = "освобождения от обязанностей"
        ordering = ["-day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="duty_release_place_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="duty_release_times_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("substitute")), name="duty_release_by_another_person"
            ),
            models.CheckConstraint(condition=~Q(lessons=""), name="duty_release_has_lessons"),
        ]

    def __str__(self):
        return f"{self.person}: {self.day:%d.%m.%Y}"
