"""Reading consents. Whether one is valid follows from its dates on the day asked about, never from a stored word."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from mentoring.accounts.permissions import Permission
from registry.consents.enums import ConsentStatus
from registry.consents.models import Consent, ConsentText
from registry.people.models import Person

EXPIRING_DAYS = 30


def consents_visible_to(user):
    """All consents for those who keep them, otherwise only one's own."""
    rows = Consent.objects.filter(person__erased_on__isnull=True)
    rows = rows.select_related("person", "text", "scan", "representative")
    if user.may(Permission.VIEW_CONSENTS):
        return rows
    return rows.filter(person__user=user)


def valid_consents(day):
    """Consents given, not withdrawn and not run out on `day`."""
    return Consent.objects.filter(status=ConsentStatus.GIVEN, given_on__lte=day, valid_until__gte=day)


def with_valid_consent(kind, day, person="pk"):
    """An `Exists` for a queryset: has the person a valid consent of the kind on `day`?

    `person` names the field of the outer row that holds the person: «pk» of Person, «person_id» of others.
    """
    return Exists(valid_consents(day).filter(kind=kind, person=OuterRef(person)))


def has_valid_consent(person, kind, day) -> bool:
    """Has the person a valid consent of the kind on `day`?"""
    return valid_consents(day).filter(person=person, kind=kind).exists()


def with_edition(consents):
    """The consents with `is_outdated`: has a later edition of the text asked everybody to sign anew?"""
    return consents.annotate(is_outdated=_later_edition())


def with_current_consent(kind, day):
    """An `Exists` for people: a valid consent of the kind to the text that is to be signed now."""
    rows = valid_consents(day).filter(~_later_edition(), kind=kind, person=OuterRef("pk"))
    return Exists(rows)


def with_outdated_consent(day):
    """An `Exists` for people: a valid consent to a text that has been replaced, and no consent to the new one."""
    current = valid_consents(day).filter(~_later_edition(), kind=OuterRef("kind"), person=OuterRef("person"))
    rows = valid_consents(day).filter(_later_edition(), ~Exists(current), person=OuterRef("pk"))
    return Exists(rows)


def _later_edition():
    return Exists(
        ConsentText.objects.filter(
            kind=OuterRef("kind"), version__gt=OuterRef("text__version"), asks_anew=True
        ).order_by()
    )


def valid_consent(person, kind, day) -> Consent | None:
    """The valid consent of the kind on `day`; of several the one given last, or None."""
    return valid_consents(day).filter(person=person, kind=kind).order_by("-given_on", "-pk").first()


def missing_consents(people, kind, day) -> list[Person]:
    """Those of `people` (persons) who have no valid consent of the kind on `day`, in the same order."""
    people = list(people)
    holders = set(
        valid_consents(day).filter(kind=kind, person__in=people).values_list("person_id", flat=True)
    )
    return [person for person in people if person.pk not in holders]


def latest_text(kind) -> ConsentText | None:
    """The edition in use: the last one of the kind, or None while no text is installed."""
    return ConsentText.objects.filter(kind=kind).order_by("-version").first()


def latest_texts() -> dict[str, ConsentText]:
    """The edition in use of each kind that has one."""
    rows = ConsentText.objects.order_by("kind", "-version").distinct("kind")
    return {row.kind: row for row in rows}


def open_blank(person, kind) -> Consent | None:
    """The blank that was prepared and is not back yet, or None."""
    return Consent.objects.filter(person=person, kind=kind, status=ConsentStatus.PRINTED).first()


def open_blanks():
    """Blanks that were prepared and are not back yet, the oldest first."""
    return Consent.objects.filter(status=ConsentStatus.PRINTED).order_by("created_at", "pk")


def expiring_from(day):
    """The last day of the terms that run out soon."""
    return day + timedelta(days=EXPIRING_DAYS)


def expiring_consents(day):
    """Valid consents that run out within 30 days and are not renewed yet (Положение: ежегодно)."""
    rows = valid_consents(day).filter(valid_until__lte=expiring_from(day))
    return _not_renewed(rows).order_by("valid_until", "person__sort_key")


def expired_consents(day):
    """Consents whose term is over and in whose place there is no later one."""
    rows = Consent.objects.filter(status=ConsentStatus.GIVEN, valid_until__lt=day)
    return _not_renewed(rows).order_by("valid_until", "person__sort_key")


def _not_renewed(rows):
    later = Consent.objects.filter(
        person=OuterRef("person"), kind=OuterRef("kind"), status=ConsentStatus.GIVEN
    ).filter(
        Q(valid_until__gt=OuterRef("valid_until"))
        | Q(valid_until=OuterRef("valid_until"), pk__gt=OuterRef("pk"))
    )
    return rows.filter(~Exists(later))
