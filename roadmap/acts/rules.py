"""Who may do what with a local act and when."""

from mentoring.accounts.permissions import Permission
from mentoring.workflow.tables import Transition, TransitionTable
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied
from roadmap.acts.enums import ActStatus
from roadmap.acts.models import APPROVED_STATES, LocalAct
from roadmap.acts.paper import text_problems

S = ActStatus
EDITABLE = (S.DRAFT, S.RETURNED)


def may_prepare(act: LocalAct | None, user) -> Allowed | Denied:
    """Local acts are prepared by who prepares orders: the curator, or the director."""
    may = user.may(Permission.DRAFT_ORDERS)
    return ALLOWED if may else Denied("Локальные акты готовит куратор.")


def may_approve(act: LocalAct | None, user) -> Allowed | Denied:
    """Only the director decides."""
    may = user.may(Permission.APPROVE_ORDERS)
    return ALLOWED if may else Denied("Локальный акт утверждает директор.")


def registers_orders(act: LocalAct | None, user) -> Allowed | Denied:
    """The director has approved the order; whoever registers it puts its act in force."""
    may = user.may(Permission.REGISTER_ORDERS)
    return ALLOWED if may else Denied("Акт утверждается вместе с приказом, когда он зарегистрирован.")


def is_in_no_order(act: LocalAct, user) -> Allowed | Denied:
    """While an order with this act is prepared, the order decides."""
    if act.waits_for_id is None:
        return ALLOWED
    return Denied("Акт стоит в проекте приказа и утверждается вместе с ним. Сначала удалите проект.")


def is_in_order(act: LocalAct, user) -> Allowed | Denied:
    """Only an order that holds the act approves it this way."""
    return (
        ALLOWED if act.waits_for_id or act.order_id else Denied("Этого акта нет ни в одном проекте приказа.")
    )


def may_edit(act: LocalAct, user) -> Allowed | Denied:
    """The text changes only before it is sent to the director or after it came back."""
    if not may_prepare(act, user):
        return may_prepare(act, user)
    if act.status in EDITABLE:
        return ALLOWED
    if act.status == S.SUBMITTED:
        return Denied("Акт на утверждении у директора. Отзовите его, чтобы изменить текст.")
    return Denied("Акт утверждён и больше не меняется. Подготовьте новую редакцию.")


def may_discard(act: LocalAct, user) -> Allowed | Denied:
    """What was never approved may go."""
    return may_edit(act, user)


def may_start_edition(act: LocalAct, user) -> Allowed | Denied:
    """An approved act is never edited: what changes is a copy of it, one at a time."""
    if not may_prepare(act, user):
        return may_prepare(act, user)
    if act.status != S.APPROVED:
        return Denied("Новую редакцию готовят к утверждённому акту, который не сменён и не утратил силу.")
    if LocalAct.objects.filter(former=act).exists():
        return Denied("Новая редакция этого акта уже готовится. Она стоит в списке.")
    return ALLOWED


def may_print_sheet(act: LocalAct, user) -> Allowed | Denied:
    """Signatures are gathered under an act that is approved."""
    return ALLOWED if act.is_approved else Denied("Лист ознакомления печатают к утверждённому акту.")


def may_list_readers(act: LocalAct, user) -> Allowed | Denied:
    """Who must read an act is said once it is approved, and no longer once it is over."""
    if not may_prepare(act, user):
        return may_prepare(act, user)
    return (
        ALLOWED if act.status == S.APPROVED else Denied("Лист ознакомления составляют к действующему акту.")
    )


def may_enter_acquaintance(act: LocalAct, user) -> Allowed | Denied:
    """Signatures of the paper sheet are entered by who prepares acts, also when the act is over meanwhile."""
    if not may_prepare(act, user):
        return may_prepare(act, user)
    return ALLOWED if act.is_approved else Denied("Ознакомление отмечают к утверждённому акту.")


def may_acknowledge(act: LocalAct, user) -> Allowed | Denied:
    """What is over need not be read any more; an edition that is to be changed is in force to its last day."""
    if act.status == S.APPROVED or (act.status == S.SUPERSEDED and act.is_in_force):
        return ALLOWED
    return Denied("Этот акт больше не действует или ещё не утверждён: знакомиться с ним не нужно.")


def has_text(act: LocalAct, user) -> Allowed | Denied:
    """The director gets something to read."""
    if act.items.filter(parent__isnull=False).exists():
        return ALLOWED
    return Denied("В акте ещё нет ни одного пункта: добавьте текст и отправьте его снова.")


def is_looked_through(act: LocalAct, user) -> Allowed | Denied:
    """A sample is nobody's act until the school has said that it fits."""
    if not act.is_sample:
        return ALLOWED
    return Denied("Текст составлен по образцу. Проверьте его и нажмите «Всё проверено».")


def is_whole(act: LocalAct, user) -> Allowed | Denied:
    """Nothing stays in braces."""
    problems = text_problems(act)
    return (
        Denied("В тексте есть подстановки, которые нечем заполнить.", tuple(problems))
        if problems
        else ALLOWED
    )


def has_newer_edition(act: LocalAct, user) -> Allowed | Denied:
    """An edition is superseded only by the next one, when that is approved."""
    if LocalAct.objects.filter(former=act, status__in=APPROVED_STATES).exists():
        return ALLOWED
    return Denied("Редакцию сменяет только следующая, когда она утверждена.")


TABLE = TransitionTable(
    name="act",
    title="Локальный акт",
    states=ActStatus,
    initial=S.DRAFT,
    transitions=(
        Transition(
            name="submit",
            sources=(S.DRAFT, S.RETURNED),
            target=S.SUBMITTED,
            label="Отправить на утверждение",
            past="отправлен на утверждение",
            who=may_prepare,
            guards=(has_text, is_looked_through, is_whole),
        ),
        Transition(
            name="recall",
            sources=(S.SUBMITTED,),
            target=S.DRAFT,
            label="Отозвать с утверждения",
            past="отозван с утверждения",
            who=may_prepare,
            guards=(is_in_no_order,),
            tone="secondary",
        ),
        Transition(
            name="return",
            sources=(S.SUBMITTED,),
            target=S.RETURNED,
            label="Вернуть с комментарием",
            past="возвращён на доработку",
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
            past="утверждён",
            who=may_approve,
            guards=(is_whole, is_in_no_order),
        ),
        Transition(
            name="take_into_order",
            sources=(S.DRAFT, S.RETURNED),
            target=S.SUBMITTED,
            label="Включить в проект приказа",
            past="включён в проект приказа",
            who=may_prepare,
            guards=(has_text, is_looked_through, is_whole),
        ),
        Transition(
            name="leave_order",
            sources=(S.SUBMITTED,),
            target=S.DRAFT,
            label="Убрать из проекта приказа",
            past="проект приказа удалён, акт снова можно менять",
            who=may_prepare,
        ),
        Transition(
            name="approve_by_order",
            sources=(S.SUBMITTED,),
            target=S.APPROVED,
            label="Утвердить приказом",
            past="утверждён приказом",
            who=registers_orders,
            guards=(is_whole, is_in_order),
        ),
        Transition(
            name="supersede",
            sources=(S.APPROVED,),
            target=S.SUPERSEDED,
            label="Сменить новой редакцией",
            past="сменён новой редакцией",
            who=may_approve,
            guards=(has_newer_edition,),
        ),
        Transition(
            name="supersede_by_order",
            sources=(S.APPROVED,),
            target=S.SUPERSEDED,
            label="Сменить новой редакцией по приказу",
            past="сменён новой редакцией",
            who=registers_orders,
        ),
        Transition(
            name="end",
            sources=(S.APPROVED,),
            target=S.ENDED,
            label="Признать утратившим силу",
            past="признан утратившим силу",
            who=may_approve,
            comment_required=True,
            comment_label="На каком основании",
            tone="danger",
        ),
    ),
)
