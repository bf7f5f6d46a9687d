"""Who may say what became of a measure."""

from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied
from roadmap.plans.enums import RoadmapStatus
from roadmap.plans.models import RoadmapMeasure
from roadmap.plans.responsibles import is_responsible


def may_mark(measure: RoadmapMeasure, user) -> Allowed | Denied:
    """The curator marks every measure of a roadmap in force, who is named responsible marks the own ones."""
    if not (user.may(Permission.EDIT_ROADMAPS) or is_responsible(measure, user)):
        return Denied("Выполнение отмечают куратор и те, кто отвечает за мероприятие.")
    if measure.stage.roadmap.status != RoadmapStatus.APPROVED:
        return Denied("Выполнение отмечают, пока дорожная карта действует.")
    return ALLOWED
