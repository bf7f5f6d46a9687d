"""Sets of local acts: who sees which, which are in force on a day, what waits for the director."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from mentoring.accounts.permissions import Permission
from mentoring.workflow.models import StatusChange
from roadmap.acts.enums import ActStatus
from roadmap.acts.models import APPROVED_STATES, LocalAct
from roadmap.orders.models import Order
from roadmap.orders.queries import orders_visible_to


def acts_visible_to(user) -> QuerySet[LocalAct]:
    """All for those who view orders; everybody else in school reads what was approved, former editions too."""
    if user.may(Permission.VIEW_ORDERS):
        return LocalAct.objects.all()
    return LocalAct.objects.filter(status__in=APPROVED_STATES)


def in_force_on(acts: QuerySet[LocalAct], day: date) -> QuerySet[LocalAct]:
    """Editions in force on the day: begun, and not over before it."""
    begun = acts.filter(status__in=APPROVED_STATES, in_force_from__lte=day)
    return begun.filter(Q(in_force_to__isnull=True) | Q(in_force_to__gte=day))


def for_list(acts: QuerySet[LocalAct]) -> QuerySet[LocalAct]:
    """What a line of the list shows: the order that approved the act, whether a newer edition was approved."""
    newer = LocalAct.objects.filter(former=OuterRef("pk"), status__in=APPROVED_STATES)
    return (
        acts.select_related("order").annotate(has_newer=Exists(newer)).order_by("kind", "title", "-edition")
    )


def submitted_acts() -> QuerySet[LocalAct]:
    """What the director is to read, the oldest first."""
    return LocalAct.objects.filter(status=ActStatus.SUBMITTED).select_related("created_by").order_by("pk")


def returned_acts() -> QuerySet[LocalAct]:
    """What came back from the director, the oldest first."""
    return LocalAct.objects.filter(status=ActStatus.RETURNED).order_by("pk")


def editions_of(act: LocalAct) -> list[LocalAct]:
    """All editions of one act that are there, the latest first; there are never many."""
    rows = [act]
    while rows[-1].former_id:
        rows.append(LocalAct.objects.get(pk=rows[-1].former_id))
    while newer := LocalAct.objects.filter(former=rows[0]).first():
        rows.insert(0, newer)
    return rows


def orders_to_approve_by(user) -> QuerySet[Order]:
    """Registered orders, the latest first; which of them names the act is checked when one is chosen."""
    return orders_visible_to(user).exclude(number="").order_by("-date", "-pk")


def return_comment(act: LocalAct) -> str:
    """What the director wants mended now; empty for an act that has not come back."""
    if act.status != ActStatus.RETURNED:
        return ""
    rows = StatusChange.objects.filter(
        content_type__app_label="roadmap", content_type__model="localact", object_id=act.pk, action="return"
    )
    return rows.order_by("-at").values_list("comment", flat=True).first() or ""
