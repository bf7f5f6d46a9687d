"""A draft of a roadmap locked for writing: every change begins here."""

from mentoring.workflow.services import check_version
from mentoring.workflow.verdicts import StaleState, require
from roadmap.plans.models import Roadmap
from roadmap.plans.rules import may_change


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
