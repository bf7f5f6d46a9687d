"""Whose measures are whose."""

from django.db.models import QuerySet

from mentoring.accounts.permissions import Permission
from roadmap.plans.freezing import APPROVED_STATES
from roadmap.plans.models import RoadmapMeasure


def own_measures(user) -> QuerySet[RoadmapMeasure]:
    """Measures of approved roadmaps for which this person answers."""
    return RoadmapMeasure.objects.none()


def is_responsible(measure: RoadmapMeasure, user) -> bool:
    return own_measures(user).filter(pk=measure.pk).exists()


def measures_visible_to(user) -> QuerySet[RoadmapMeasure]:
    """Measures of approved roadmaps: all for those who see roadmaps, the own ones for others."""
    if user.may(Permission.VIEW_ROADMAPS):
        return RoadmapMeasure.objects.filter(stage__roadmap__status__in=APPROVED_STATES)
    return own_measures(user)
