import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from mentoring.documents.models import IssuedDocument, StoredFile
from mentoring.school.closing import kept_in_closed_years
from programs.programmes.models import Programme
from registry.pairs.models import Mentorship
from registry.people.models import Person
from roadmap.protocols.enums import AttendeeRole, Outcome, ProtocolBody, ProtocolStatus, SpeechKind
from roadmap.protocols.triggers import frozen_with_protocol, votes_fit

S = ProtocolStatus
VOTING = [AttendeeRole.CHAIR, AttendeeRole.SECRETARY, AttendeeRole.PRESENT]
OF_PAIR = [Outcome.SUPPORTS, Outcome.OBJECTS, Outcome.POSTPONED]
OF_PROGRAMME = [Outcome.ACQUAINTED, Outcome.POSTPONED]
VOTES = ("votes_for", "votes_against", "votes_abstained")
FROZEN_COLUMNS = (
    "body", "title", "number", "sequence", "year", "held_on", "place", "members_total", "others_present", "document_id",
    "signed_by_id", "signed_at",
)  # fmt: skip
FROZEN_CHANGED = (
    f"({', '.join('OLD.' + column for column in FROZEN_COLUMNS)})"
    f" IS DISTINCT FROM ({', '.join('NEW.' + column for column in FROZEN_COLUMNS)})"
)


class ProtocolCounter(models.Model):
    """The last number given to a body's protocols in a school year; locked while one is signed, so no gaps."""

    body = models.CharField("кто заседал", max_length=12, choices=ProtocolBody)
    year = models.PositiveSmallIntegerField("учебный год")
    last = models.PositiveIntegerField("последний номер", default=0)

    class Meta:
        app_label = "roadmap"
        verbose_name = "счётчик протоколов"
        verbose_name_plural = "счётчики протоколов"
        constraints = [
            models.UniqueConstraint(fields=["body", "year"], name="protocol_counter_once_a_year"),
            models.CheckConstraint(
                condition=Q(body__in=ProtocolBody.values), name="protocol_counter_body_known"
            ),
        ]

    def __str__(self):
        return f"{self.get_body_display()}, {self.year}: {self.last}"


@pghistory.track()
class Protocol(models.Model):
    """The protocol of a meeting: who was there, what was heard and decided, how they voted (D-45)."""

    body = models.CharField("кто заседал", max_length=12, choices=ProtocolBody)
    title = models.CharField("под словом «ПРОТОКОЛ»", max_length=200)
    status = models.CharField("состояние", max_length=8, choices=ProtocolStatus, default=S.DRAFT)
    number = models.CharField("номер", max_length=20, blank=True)
    sequence = models.PositiveIntegerField("порядковый номер", null=True, blank=True)
    year = models.PositiveSmallIntegerField("учебный год", null=True, blank=True)
    held_on = models.DateField("дата заседания")
    place = models.CharField("место", max_length=120, blank=True)
    members_total = models.PositiveSmallIntegerField("всего членов", null=True, blank=True)
    others_present = models.PositiveSmallIntegerField("ещё присутствовали, человек", default=0)
    document = models.OneToOneField(
        IssuedDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scan = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="скан"
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField("подписан", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("создан", auto_now_add=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        app_label = "roadmap"
        verbose_name = "протокол"
        verbose_name_plural = "протоколы"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(body__in=ProtocolBody.values), name="protocol_body_known"),
            models.CheckConstraint(
                condition=Q(status__in=ProtocolStatus.values), name="protocol_status_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    Q(status=S.SIGNED),
                    ~Q(number=""),
                    sequence__isnull=False,
                    year__isnull=False,
                    document__isnull=False,
                    signed_by__isnull=False,
                    signed_at__isnull=False,
                )
                | Q(
                    ~Q(status=S.SIGNED),
                    number="",
                    sequence__isnull=True,
                    year__isnull=True,
                    document__isnull=True,
                    signed_by__isnull=True,
                    signed_at__isnull=True,
                    scan__isnull=True,
                ),
                name="protocol_signed_is_whole",
            ),
            models.UniqueConstraint(
                fields=["body", "year", "sequence"], name="protocol_sequence_once_a_year"
            ),
            models.UniqueConstraint(
                fields=["body", "year", "number"], condition=~Q(number=""), name="protocol_number_once_a_year"
            ),
        ]
        triggers = [
            kept_in_closed_years("protocol_kept_in_closed_years", "held_on"),
            votes_fit("protocol_votes_fit_others", pgtrigger.UpdateOf("others_present")),
            pgtrigger.Protect(
                name="protocol_signed_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"OLD.status = 'signed' AND (NEW.status <> 'signed' OR {FROZEN_CHANGED})"
                ),
            ),
            pgtrigger.Protect(
                name="protocol_signed_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.status = 'signed'"),
            ),
            pgtrigger.Protect(
                name="protocol_scan_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.scan_id IS NOT NULL AND OLD.scan_id IS DISTINCT FROM NEW.scan_id"
                ),
            ),
        ]

    def __str__(self):
        number = f" № {self.number}" if self.number else ""
        return f"Протокол {self.title}{number} от {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("protocols:detail", args=[self.pk])

    @property
    def is_signed(self) -> bool:
        return self.status == S.SIGNED

    def get_body(self) -> ProtocolBody:
        return ProtocolBody(self.body)

    @property
    def short_title(self) -> str:
        """«№ 3 от 12.01.2027», as other papers refer to it."""
        return f"№ {self.number} от {self.held_on:%d.%m.%Y}"


class NamedModel(models.Model):
    """Somebody on a protocol: a person of the registry, or one whose name and position are typed."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="человек"
    )
    name = models.CharField("фамилия, имя, отчество", max_length=200, blank=True)
    post = models.CharField("должность", max_length=200, blank=True)

    class Meta:
        abstract = True
        app_label = "roadmap"


class Attendee(NamedModel):
    """Somebody on the list of those present, absent or invited."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="attendees")
    role = models.CharField("кто", max_length=10, choices=AttendeeRole)
    position = models.PositiveSmallIntegerField("порядок", default=0)

    class Meta:
        app_label = "roadmap"
        verbose_name = "участник заседания"
        verbose_name_plural = "участники заседания"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=AttendeeRole.values), name="attendee_role_known"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | (Q(person__isnull=True) & ~Q(name="")),
                name="attendee_person_or_name",
            ),
            models.UniqueConstraint(fields=["protocol", "person"], name="attendee_person_once"),
            models.UniqueConstraint(
                fields=["protocol"], condition=Q(role=AttendeeRole.CHAIR), name="attendee_one_chair"
            ),
            models.UniqueConstraint(
                fields=["protocol"], condition=Q(role=AttendeeRole.SECRETARY), name="attendee_one_secretary"
            ),
        ]
        triggers = [
            frozen_with_protocol("attendee_frozen"),
            votes_fit("attendee_votes_fit", pgtrigger.UpdateOf("role") | pgtrigger.Delete),
        ]

    def __str__(self):
        return self.name or str(self.person)


@pghistory.track()
class AgendaItem(models.Model):
    """One item: what it is about, how they voted, what the council decided about the thing it is linked to."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("порядок", default=0)
    title = models.CharField("вопрос", max_length=400)
    mentorship = models.ForeignKey(
        Mentorship, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    # The room of the roadmaps stands to the right: it refers to protocols as evidence.
    roadmap = models.ForeignKey(
        "roadmap.Roadmap", on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    outcome = models.CharField("решение совета", max_length=10, choices=Outcome, blank=True)
    amends = models.ForeignKey(
        Protocol, on_delete=models.PROTECT, null=True, blank=True, related_name="amended_by"
    )
    votes_for = models.PositiveSmallIntegerField("за", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("против", null=True, blank=True)
    votes_abstained = models.PositiveSmallIntegerField("воздержались", null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        app_label = "roadmap"
        verbose_name = "вопрос повестки дня"
        verbose_name_plural = "повестка дня"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="agenda_item_has_title"),
            models.CheckConstraint(
                condition=Q(mentorship__isnull=True, programme__isnull=True)
                | Q(mentorship__isnull=True, roadmap__isnull=True)
                | Q(programme__isnull=True, roadmap__isnull=True),
                name="agenda_item_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(outcome="")
                | Q(mentorship__isnull=False, outcome__in=OF_PAIR)
                | Q(programme__isnull=False, outcome__in=OF_PROGRAMME),
                name="agenda_item_outcome_fits",
            ),
            models.CheckConstraint(
                condition=Q(**{f"{name}__isnull": True for name in VOTES})
                | Q(**{f"{name}__isnull": False for name in VOTES}),
                name="agenda_item_votes_are_whole",
            ),
            models.CheckConstraint(
                condition=Q(amends__isnull=True) | ~Q(amends=F("protocol")), name="agenda_item_amends_another"
            ),
            models.UniqueConstraint(fields=["protocol", "mentorship"], name="agenda_item_pair_once"),
            models.UniqueConstraint(fields=["protocol", "programme"], name="agenda_item_programme_once"),
            models.UniqueConstraint(fields=["protocol", "roadmap"], name="agenda_item_roadmap_once"),
        ]
        triggers = [
            frozen_with_protocol("agenda_item_frozen"),
            votes_fit("agenda_item_votes_fit", pgtrigger.Insert | pgtrigger.Update),
        ]

    def __str__(self):
        return self.title[:60]

    @property
    def was_voted(self) -> bool:
        return self.votes_for is not None


class Speech(NamedModel):
    """«СЛУШАЛИ» or «ВЫСТУПИЛИ»: who and what about."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="speeches")
    kind = models.CharField("вид", max_length=6, choices=SpeechKind)
    text = models.TextField("что сказано", blank=True)
    position = models.PositiveSmallIntegerField("порядок", default=0)

    class Meta:
        app_label = "roadmap"
        verbose_name = "выступление"
        verbose_name_plural = "выступления"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SpeechKind.values), name="speech_kind_known"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | (Q(person__isnull=True) & ~Q(name="")),
                name="speech_person_or_name",
            ),
        ]
        triggers = [frozen_with_protocol("speech_frozen")]

    def __str__(self):
        return self.name or str(self.person)


class DecisionPoint(models.Model):
    """A numbered point of «РЕШИЛИ» with who answers for it and by when."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="points")
    text = models.TextField("решение")
    responsible = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="отвечает"
    )
    due_on = models.DateField("срок", null=True, blank=True)
    position = models.PositiveSmallIntegerField("порядок", default=0)

    class Meta:
        app_label = "roadmap"
        verbose_name = "пункт решения"
        verbose_name_plural = "решения"
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="decision_point_has_text")]
        triggers = [frozen_with_protocol("decision_point_frozen")]

    def __str__(self):
        return self.text[:60]
