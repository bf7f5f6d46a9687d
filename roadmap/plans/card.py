"""What the card of a roadmap shows: what is wanted from the reader, whose turn it is, facts, acts."""

from dataclasses import dataclass

from django.urls import reverse

from mentoring.accounts.permissions import Permission
from mentoring.templatetags.look import ru_date
from mentoring.workflow.attention import Attention
from roadmap.orders.particulars import day_of
from roadmap.orders.queries import cancelling_order
from roadmap.plans.approval import ground_of
from roadmap.plans.approval_rules import TABLE, may_roll_over, may_start_edition
from roadmap.plans.enums import RoadmapStatus
from roadmap.plans.freezing import APPROVED_STATES
from roadmap.plans.models import Roadmap
from roadmap.plans.rules import EDITABLE

S = RoadmapStatus
# Steps that an order takes with the roadmap.
BY_ORDER = ("take_into_order", "leave_order", "approve_by_order")
# Transitions that have a page of their own; the others are done by one button.
PAGES = {"approve", "return", "archive", "restore"}
TURNS = {
    S.DRAFT: "Дорожную карту готовит куратор. Когда она уйдёт на утверждение, она появится у директора.",
    S.SUBMITTED: "Дорожная карта у директора: ждём его решения.",
    S.RETURNED: "Дорожная карта у куратора: он исправляет её по комментарию директора и отправит снова.",
}


@dataclass(frozen=True)
class Act:
    """A button of the card; `reason` says why it is off."""

    label: str
    url: str
    is_page: bool
    reason: str = ""


def attention(roadmap: Roadmap, user) -> Attention | None:
    """What waits for this reader, or None."""
    offered = {option.transition.name: option for option in TABLE.available(roadmap, user)}
    if "approve" in offered and offered["approve"].verdict:
        url = reverse("roadmaps:approve", args=[roadmap.pk])
        return Attention("Дорожная карта ждёт вашего решения.", "Прочитать и решить", url=url)
    if "submit" in offered:
        option = offered["submit"]
        sentence = "Готовую дорожную карту утверждает директор."
        if roadmap.status == S.RETURNED:
            sentence = "Директор вернул дорожную карту: исправьте её и отправьте снова."
        return Attention(
            sentence,
            option.transition.label,
            post_url=reverse("roadmaps:submit", args=[roadmap.pk]),
            reason=option.verdict.reason,
        )
    return None


def turn(roadmap: Roadmap) -> str:
    """Whose turn it is, for everybody whom the panel on top does not call upon."""
    return TURNS.get(S(roadmap.status), "")


def acts(roadmap: Roadmap, user) -> list[Act]:
    """Buttons of «Ещё» for what may be done now; what the panel on top asks for is left out."""
    found = [
        Act(
            option.transition.label,
            reverse(f"roadmaps:{option.transition.name}", args=[roadmap.pk]),
            option.transition.name in PAGES,
            option.verdict.reason,
        )
        for option in TABLE.available(roadmap, user)
        if option.transition.name not in ("approve", "submit", *BY_ORDER)
    ]
    if may_roll_over(roadmap, user):
        found.append(
            Act("Составить на следующий период", reverse("roadmaps:roll-over", args=[roadmap.pk]), True)
        )
    edition = may_start_edition(roadmap, user)
    if edition:
        found.append(Act("Начать новую редакцию", reverse("roadmaps:edition", args=[roadmap.pk]), False))
    return found


def may_order(roadmap: Roadmap, user) -> bool:
    """May this reader prepare an order that approves the roadmap?"""
    return roadmap.status in EDITABLE and user.may(Permission.DRAFT_ORDERS)


def facts(roadmap: Roadmap) -> list[tuple[str, str]]:
    """By what the roadmap is approved, since when it is in force, which edition it is."""
    found = []
    if roadmap.order and roadmap.status == S.SUBMITTED:
        found.append(("Утверждается приказом", str(roadmap.order)))
    if roadmap.status in APPROVED_STATES:
        found.append(("Утверждена", ground_of(roadmap)))
        gone = cancelling_order(roadmap.order) if roadmap.order else None
        if gone is not None:
            found.append(("Приказ отменён", f"{gone}, утратил силу с {ru_date(day_of(gone, 'on'))}"))
        if roadmap.effective_from != roadmap.approved_on:
            found.append(("Действует с", ru_date(roadmap.effective_from)))
    if roadmap.edition > 1:
        found.append(("Редакция", str(roadmap.edition)))
    return found
