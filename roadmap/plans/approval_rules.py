"""The life of a roadmap: draft, the director's answer, in force, archive (Положение, п. 3.3, 3.4)."""

from mentoring.accounts.permissions import Permission
from mentoring.workflow.tables import Transition, TransitionTable
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied
from roadmap.plans.enums import RoadmapStatus
from roadmap.plans.freezing import APPROVED_STATES
from roadmap.plans.models import Roadmap, RoadmapMeasure
from roadmap.plans.rules import may_edit

S = RoadmapStatus


def may_prepare(roadmap: Roadmap | None, user) -> Allowed | Denied:
    """Who prepares roadmaps also sends them and keeps the archive."""
    return may_edit(user)


def may_approve(roadmap: Roadmap | None, user) -> Allowed | Denied:
    """Only the director decides."""
    may = user.may(Permission.APPROVE_ROADMAPS)
    return ALLOWED if may else Denied("Дорожную карту утверждает директор.")


def may_put_in_order(roadmap: Roadmap | None, user) -> Allowed | Denied:
    """A roadmap goes into the draft of an order, and out of it, by who prepares orders."""
    may = user.may(Permission.DRAFT_ORDERS)
    return ALLOWED if may else Denied("Проекты приказов готовит куратор.")


def may_approve_by_order(roadmap: Roadmap | None, user) -> Allowed | Denied:
    """The director has approved the order; whoever registers it puts the roadmap in force."""
    may = user.may(Permission.REGISTER_ORDERS)
    return (
        ALLOWED if may else Denied("Дорожная карта утверждается вместе с приказом, когда он зарегистрирован.")
    )


def is_in_no_order(roadmap: Roadmap, user) -> Allowed | Denied:
    """While an order with this roadmap is prepared, the order decides."""
    if roadmap.order is None or roadmap.order.is_numbered:
        return ALLOWED
    return Denied(
        "Дорожная карта стоит в проекте приказа и утверждается вместе с ним. Сначала удалите проект."
    )


def is_in_order(roadmap: Roadmap, user) -> Allowed | Denied:
    """Only an order that holds the roadmap approves it this way."""
    return ALLOWED if roadmap.order_id else Denied("Этой дорожной карты нет ни в одном приказе.")


def has_measures(roadmap: Roadmap, user) -> Allowed | Denied:
    """The director gets something to read."""
    if RoadmapMeasure.objects.filter(stage__roadmap=roadmap).exists():
        return ALLOWED
    return Denied("В дорожной карте ещё нет мероприятий: добавьте их и отправьте её снова.")


def is_looked_through(roadmap: Roadmap, user) -> Allowed | Denied:
    """A sample is somebody else's plan until the school has said that it fits."""
    if not roadmap.is_sample:
        return ALLOWED
    return Denied("Дорожная карта составлена по образцу. Проверьте её и нажмите «Всё проверено».")


def may_start_edition(roadmap: Roadmap, user) -> Allowed | Denied:
    """An approved roadmap is never edited: what changes is a copy of it, one at a time."""
    if not may_edit(user):
        return may_edit(user)
    if roadmap.status not in APPROVED_STATES:
        return Denied("Эту дорожную карту ещё не утвердили: её можно править саму.")
    if roadmap.copies.filter(edition__gt=roadmap.edition).exclude(status__in=APPROVED_STATES).exists():
        return Denied("Новая редакция этой дорожной карты уже готовится.", is_late=True)
    return ALLOWED


def may_roll_over(roadmap: Roadmap, user) -> Allowed | Denied:
    """The next period's roadmap is made of one that was approved, once at a time."""
    if not may_edit(user):
        return may_edit(user)
    if roadmap.status not in APPROVED_STATES:
        return Denied("На следующий период переносят утверждённую дорожную карту.")
    if roadmap.copies.filter(edition=1).exclude(status__in=APPROVED_STATES).exists():
        return Denied(
            "Проект на следующий период по этой дорожной карте уже есть. Откройте его в списке.", is_late=True
        )
    return ALLOWED


def is_the_last_edition(roadmap: Roadmap, user) -> Allowed | Denied:
    """Two editions of one roadmap are never in force at once."""
    if roadmap.copies.filter(edition__gt=roadmap.edition, status__in=APPROVED_STATES).exists():
        return Denied("Эту дорожную карту сменила новая редакция. Вернуть из архива можно только последнюю.")
    return ALLOWED


TABLE = TransitionTable(
    name="roadmap",
    title="Дорожная карта",
    states=RoadmapStatus,
    initial=S.DRAFT,
    transitions=(
        Transition(
            name="submit",
            sources=(S.DRAFT, S.RETURNED),
            target=S.SUBMITTED,
            label="Отправить на утверждение",
            past="отправлена на утверждение",
            who=may_prepare,
            guards=(has_measures, is_looked_through),
        ),
        Transition(
            name="recall",
            sources=(S.SUBMITTED,),
            target=S.DRAFT,
            label="Отозвать с утверждения",
            past="отозвана с утверждения",
            who=may_prepare,
            guards=(is_in_no_order,),
            tone="secondary",
        ),
        Transition(
            name="return",
            sources=(S.SUBMITTED,),
            target=S.RETURNED,
            label="Вернуть с комментарием",
            past="возвращена на доработку",
            who=may_approve,
            guards=(is_in_no_order,),
            comment_required=True,
            comment_label="Что исправить",
            tone="secondary",
        ),
        Transition(
            name="approve",
            sources=(S.SUBMITTED,),
            target=S.APPROVED,
            label="Утвердить",
            past="утверждена",
            who=may_approve,
            guards=(is_in_no_order,),
        ),
        Transition(
            name="take_into_order",
            sources=(S.DRAFT, S.RETURNED),
            target=S.SUBMITTED,
            label="Включить в проект приказа",
            past="включена в проект приказа",
            who=may_put_in_order,
            guards=(has_measures,),
        ),
        Transition(
            name="leave_order",
            sources=(S.SUBMITTED,),
            target=S.DRAFT,
            label="Убрать из проекта приказа",
            past="проект приказа удалён, её снова можно менять",
            who=may_put_in_order,
        ),
        Transition(
            name="approve_by_order",
            sources=(S.SUBMITTED,),
            target=S.APPROVED,
            label="Утвердить приказом",
            past="утверждена приказом",
            who=may_approve_by_order,
            guards=(is_in_order,),
        ),
        Transition(
            name="archive",
            sources=(S.APPROVED,),
            target=S.ARCHIVED,
            label="Убрать в архив",
            past="убрана в архив",
            who=may_prepare,
            tone="secondary",
        ),
        Transition(
            name="restore",
            sources=(S.ARCHIVED,),
            target=S.APPROVED,
            label="Вернуть из архива",
            past="возвращена из архива",
            who=may_prepare,
            guards=(is_the_last_edition,),
            comment_required=True,
            comment_label="Почему она снова нужна",
            tone="secondary",
        ),
    ),
)
