"""Sets that the life of a roadmap asks for: what waits for whom, what was said, what may be named as ground."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, QuerySet, Subquery

from mentoring.accounts.permissions import Permission
from mentoring.workflow.models import StatusChange
from programs.programmes.models import PlanEvent
from programs.programmes.queries import programmes_visible_to
from roadmap.orders.models import NUMBERED, Order
from roadmap.orders.queries import orders_visible_to
from roadmap.plans.enums import RoadmapStatus
from roadmap.plans.models import Roadmap
from roadmap.protocols.queries import signed_protocols


def orders_to_refer_to(user) -> QuerySet[Order]:
    """Registered orders that this person sees, the latest first."""
    return orders_visible_to(user).filter(status__in=NUMBERED).order_by("-date", "-pk")


def things_to_refer_to(user) -> dict[str, QuerySet]:
    """What may be put to a measure as evidence, by the name of the field: only what this person sees."""
    programmes = programmes_visible_to(user)
    events = PlanEvent.objects.filter(programme__in=programmes, held_on__isnull=False)
    return {
        "order": orders_to_refer_to(user),
        "programme": programmes.order_by("title", "pk"),
        "protocol": signed_protocols(user),
        "event": events.select_related("programme").order_by("-held_on", "-pk"),
    }


def roadmaps_with_work(user) -> QuerySet[Roadmap]:
    """Roadmaps whose next step is this person's, the oldest first."""
    states = []
    if user.may(Permission.APPROVE_ROADMAPS):
        states.append(RoadmapStatus.SUBMITTED)
    elif user.may(Permission.EDIT_ROADMAPS):
        states += [RoadmapStatus.DRAFT, RoadmapStatus.RETURNED]
    # One in the draft of an order is decided with the order.
    alone = Roadmap.objects.filter(status__in=states).exclude(
        status=RoadmapStatus.SUBMITTED, order__isnull=False
    )
    return alone.select_related("created_by").order_by("pk")


def return_comment(roadmap: Roadmap) -> str:
    """What the director wants mended now; empty for a roadmap that has not come back."""
    if roadmap.status != RoadmapStatus.RETURNED:
        return ""
    words = _returns().filter(object_id=roadmap.pk).values_list("comment", flat=True)
    return words.order_by("-at").first() or ""


def with_return_comments(roadmaps: QuerySet[Roadmap]) -> QuerySet[Roadmap]:
    """Each with `return_comment`, what the director wrote when it came back the last time."""
    last = _returns().filter(object_id=OuterRef("pk")).order_by("-at").values("comment")[:1]
    return roadmaps.annotate(return_comment=Subquery(last))


def _returns() -> QuerySet[StatusChange]:
    kind = ContentType.objects.get_for_model(Roadmap)
    return StatusChange.objects.filter(content_type=kind, action="return")
