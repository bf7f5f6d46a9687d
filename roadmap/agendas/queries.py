"""What waits for the methodical council: the same that stands on its «Сегодня», but for what a draft holds already."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from programs.programmes.enums import AcquaintedBody
from programs.programmes.models import Programme
from programs.programmes.queries import not_noted_by
from registry.pairs.models import Mentorship
from registry.pairs.queries import waiting_for_council, with_people
from roadmap.plans.enums import RoadmapStatus
from roadmap.plans.models import Roadmap
from roadmap.protocols.enums import ProtocolBody, ProtocolStatus
from roadmap.protocols.models import AgendaItem, Protocol
from roadmap.protocols.queries import protocols_visible_to


@dataclass(frozen=True)
class Waiting:
    """Pairs for an opinion, programmes for acquaintance, submitted roadmaps; false when there is nothing."""

    pairs: list[Mentorship]
    programmes: list[Programme]
    roadmaps: list[Roadmap]

    def __bool__(self):
        return bool(self.pairs or self.programmes or self.roadmaps)


def waiting_pairs() -> QuerySet[Mentorship]:
    return _outside_drafts(waiting_for_council(), "mentorship")


def waiting_programmes() -> QuerySet[Programme]:
    return _outside_drafts(not_noted_by(Programme.objects.all(), AcquaintedBody.COUNCIL), "programme")


def waiting_roadmaps() -> QuerySet[Roadmap]:
    """Submitted ones that no council's protocol speaks of yet: the council advises, the director approves."""
    spoken = AgendaItem.objects.filter(roadmap=OuterRef("pk"), protocol__body=ProtocolBody.METHODICAL)
    return Roadmap.objects.filter(~Exists(spoken), status=RoadmapStatus.SUBMITTED)


def waiting() -> Waiting:
    """Everything for the next meeting, what waits longest first."""
    return Waiting(
        pairs=list(with_people(waiting_pairs()).order_by("start", "pk")),
        programmes=list(waiting_programmes().order_by("start", "pk")),
        roadmaps=list(waiting_roadmaps().order_by("pk")),
    )


def drafts_of_council(user) -> QuerySet[Protocol]:
    """Drafts of the council's protocols that this person sees, the nearest meeting first."""
    rows = protocols_visible_to(user).filter(body=ProtocolBody.METHODICAL, status=ProtocolStatus.DRAFT)
    return rows.order_by("held_on", "pk")


def _outside_drafts(rows: QuerySet, name: str) -> QuerySet:
    held = AgendaItem.objects.filter(**{name: OuterRef("pk")}, protocol__status=ProtocolStatus.DRAFT)
    return rows.filter(~Exists(held))
