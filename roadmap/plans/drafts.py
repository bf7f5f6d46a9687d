"""A draft of a roadmap locked for writing: every change begins here."""

from typing import TypeVar

from mentoring.workflow.services import check_version
from mentoring.workflow.verdicts import StaleState, require
from roadmap.plans.models import Roadmap, RoadmapMeasure, RoadmapStage
from roadmap.plans.rules import may_change

Part = TypeVar("Part", RoadmapStage, RoadmapMeasure)


def editable(roadmap: Roadmap, by) -> Roadmap:
    """The draft locked until the end of the transaction.

    Raises StaleState when it is gone, Refused when it is no draft any more or the person may not write.
    """
    locked = Roadmap.objects.filter(pk=roadmap.pk).select_for_update(of=("self",)).first()
    if locked is None:
        raise StaleState("Этот проект дорожной карты уже удалён. Откройте список дорожных карт.")
    require(may_change(locked, by))
    return locked


def changed(roadmap: Roadmap, by, version: int) -> Roadmap:
    """The draft locked and counted on; raises StaleState when it was changed since the page with `version`."""
    roadmap = editable(roadmap, by)
    check_version(roadmap, version, "Дорожная карта")
    roadmap.version += 1
    roadmap.save(update_fields=["version"])
    return roadmap


def measures_of(roadmap: Roadmap):
    """All measures of the roadmap with what `values_of` asks for."""
    rows = RoadmapMeasure.objects.filter(stage__roadmap=roadmap).order_by("stage__position", "position")
    return rows.prefetch_related("texts", "responsibles")


def found(roadmap: Roadmap, row: Part) -> Part:
    """The row as it is now in this roadmap; raises StaleState when it is gone."""
    rows = roadmap.stages.all() if isinstance(row, RoadmapStage) else measures_of(roadmap)
    present = rows.filter(pk=row.pk).first()
    if present is None:
        raise StaleState("Этого этапа или мероприятия уже нет. Откройте дорожную карту заново.")
    return present
