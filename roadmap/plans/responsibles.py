"""Whose measures are whose."""

from datetime import date

from django.db.models import Q, QuerySet

from mentoring.accounts.models import RoleAssignment
from mentoring.accounts.permissions import Permission
from registry.people.models import Person
from roadmap.plans.enums import RoadmapStatus
from roadmap.plans.freezing import APPROVED_STATES
from roadmap.plans.models import Roadmap, RoadmapMeasure
from roadmap.plans.responsible import RoadmapResponsible


def own_measures(user) -> QuerySet[RoadmapMeasure]:
    """Measures of approved roadmaps for which this person answers, by name or by a role of today.

    Who answers for a stage, or for the measure that this one is a part of, answers for it too.
    """
    return _measures_of(Q(person__user=user) | Q(role__in=list(user.current_roles)))


def measures_of_person(person: Person, day: date) -> QuerySet[RoadmapMeasure]:
    """Measures of approved roadmaps for which the person answers, by name or by a role of the day."""
    roles = RoleAssignment.objects.filter(user__person=person, valid_from__lte=day).exclude(valid_to__lt=day)
    return _measures_of(Q(person=person) | Q(role__in=roles.values("role")))


def _measures_of(who: Q) -> QuerySet[RoadmapMeasure]:
    links = RoadmapResponsible.objects.filter(who)
    # No measure lies deeper than the fourth level.
    own = Q()
    for path in ("pk", "parent", "parent__parent", "parent__parent__parent"):
        own |= Q(**{f"{path}__in": links.filter(measure__isnull=False).values("measure")})
    own |= Q(stage__in=links.filter(stage__isnull=False).values("stage"))
    return RoadmapMeasure.objects.filter(own, stage__roadmap__status__in=APPROVED_STATES)


def is_responsible(measure: RoadmapMeasure, user) -> bool:
    return own_measures(user).filter(pk=measure.pk).exists()


def measures_visible_to(user) -> QuerySet[RoadmapMeasure]:
    """Measures of approved roadmaps: all for those who see roadmaps, the own ones for others."""
    if user.may(Permission.VIEW_ROADMAPS):
        return RoadmapMeasure.objects.filter(stage__roadmap__status__in=APPROVED_STATES)
    return own_measures(user)


def follows_all(user) -> bool:
    """The curator follows whole roadmaps; the director is told of what he or she answers for."""
    return user.may(Permission.EDIT_ROADMAPS) and not user.may(Permission.APPROVE_ROADMAPS)


def roadmaps_to_follow(user) -> QuerySet[Roadmap]:
    """Roadmaps in force whose terms this person is told of."""
    in_force = Roadmap.objects.filter(status=RoadmapStatus.APPROVED)
    if follows_all(user):
        return in_force
    return in_force.filter(pk__in=own_measures(user).values("stage__roadmap"))
