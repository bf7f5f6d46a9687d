"""Sets of local acts: who sees which, which are in force on a day, what waits for the director."""

from datetime import date

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from mentoring.accounts.permissions import Permission
from mentoring.workflow.models import StatusChange
from registry.pairs.models import Participant
from registry.pairs.queries import OPEN_STATES
from registry.people.enums import PersonKind
from registry.people.models import Person
from registry.people.queries import employees, working
from roadmap.acts.enums import ActKind, ActStatus
from roadmap.acts.models import APPROVED_STATES, ActAcquaintance, LocalAct
from roadmap.orders.models import Order
from roadmap.orders.queries import orders_visible_to
from roadmap.orders.sheet_models import MISSING


def acts_visible_to(user) -> QuerySet[LocalAct]:
    """All for those who view orders; everybody else in school reads what was approved, former editions too."""
    if user.may(Permission.VIEW_ORDERS):
        return LocalAct.objects.all()
    return LocalAct.objects.filter(status__in=APPROVED_STATES)


def find_acts(acts: QuerySet[LocalAct], text: str) -> QuerySet[LocalAct]:
    """Those whose name with the word of its kind and its edition holds the text: «положение о сист», «редакция 2»."""
    kinds = [When(kind=kind, then=Value(f"{kind.label} ")) for kind in ActKind if kind != ActKind.OTHER]
    edition = Concat(Value(", редакция "), Cast("edition", CharField()))
    later = Case(When(edition__gt=1, then=edition), default=Value(""), output_field=CharField())
    name = Concat(Case(*kinds, default=Value("")), F("title"), later, output_field=CharField())
    return acts.alias(whole_name=name).filter(whole_name__icontains=" ".join(text.split()))


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
    """What the director is to read by itself, not as an annex of an order, the oldest first."""
    rows = LocalAct.objects.filter(status=ActStatus.SUBMITTED, waits_for__isnull=True)
    return rows.select_related("created_by").order_by("pk")


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


def people_to_acquaint() -> QuerySet[Person]:
    """Who may stand on the sheet: staff and people from partners, no pupils, nobody who has left."""
    rows = working().filter(erased_on__isnull=True).exclude(kind=PersonKind.PUPIL)
    return rows.prefetch_related("positions").order_by("sort_key", "pk")


def proposed_readers() -> QuerySet[Person]:
    """Whom the programme proposes for a new sheet: all who work here, and everybody in a pair that goes on."""
    in_pair = Participant.objects.filter(mentorship__status__in=OPEN_STATES).values("person")
    return people_to_acquaint().filter(Q(pk__in=employees().values("pk")) | Q(pk__in=in_pair))


def own_lines(act: LocalAct, user) -> list[ActAcquaintance]:
    """This person's line of the sheet, if there is one."""
    return list(act.acquaintances.filter(person__user=user).select_related("person"))


def own_unread(user) -> QuerySet[ActAcquaintance]:
    """Acts in force that wait for this very person's answer."""
    rows = ActAcquaintance.objects.filter(
        person__user=user, acquainted_on__isnull=True, act__status=ActStatus.APPROVED
    )
    return rows.select_related("act").order_by("act__approved_on", "pk")


def unread_acts() -> QuerySet[LocalAct]:
    """Approved acts that somebody who works here still has to read."""
    waited_for = ActAcquaintance.objects.filter(MISSING, act=OuterRef("pk"))
    return LocalAct.objects.filter(Exists(waited_for), status=ActStatus.APPROVED)


def acts_without_readers(since: date) -> QuerySet[LocalAct]:
    """Acts approved on the day `since` or later whose sheet nobody has made."""
    acts = LocalAct.objects.filter(status=ActStatus.APPROVED, approved_on__gte=since)
    return acts.filter(acquaintances__isnull=True).order_by("pk")
