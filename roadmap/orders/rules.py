"""Who may do what with an order and when."""

from mentoring.accounts.permissions import Permission
from mentoring.workflow.tables import Transition, TransitionTable
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied
from roadmap.orders.checks import text_problems
from roadmap.orders.enums import OrderStatus
from roadmap.orders.models import EDITABLE, Order

S = OrderStatus


def may_prepare(order: Order | None, user) -> Allowed | Denied:
    """Drafts are prepared by the curator; the director may prepare one too (Положение, п. 3.4)."""
    return ALLOWED if user.may(Permission.DRAFT_ORDERS) else Denied("Проекты приказов готовит куратор.")


def may_approve(order: Order | None, user) -> Allowed | Denied:
    """Only the director decides."""
    return ALLOWED if user.may(Permission.APPROVE_ORDERS) else Denied("Приказ утверждает директор.")


def may_register(order: Order | None, user) -> Allowed | Denied:
    """Numbers are given by who keeps the journal."""
    may = user.may(Permission.REGISTER_ORDERS)
    return ALLOWED if may else Denied("Приказы регистрирует тот, кто ведёт журнал: куратор или директор.")


def may_keep_journals(user) -> Allowed | Denied:
    """Journals and number masks belong to the school's own settings."""
    may = user.may(Permission.EDIT_SCHOOL)
    return ALLOWED if may else Denied("Журналы и вид номеров настраивают директор и куратор.")


def may_edit_samples(user) -> Allowed | Denied:
    """The wording of new drafts belongs to the school's own settings."""
    may = user.may(Permission.EDIT_SCHOOL)
    return ALLOWED if may else Denied("Образцы приказов меняют куратор, директор и администратор.")


def may_edit(order: Order, user) -> Allowed | Denied:
    """The text changes only before it is sent to the director or after it came back."""
    if not may_prepare(order, user):
        return may_prepare(order, user)
    if order.status in EDITABLE:
        return ALLOWED
    if order.is_numbered:
        return Denied("Приказ зарегистрирован и больше не меняется. Исправление – только новым приказом.")
    if order.status == S.SUBMITTED:
        return Denied("Приказ на утверждении у директора. Отзовите его, чтобы изменить текст.")
    return Denied("Приказ утверждён. Изменить текст можно, если директор вернёт его на доработку.")


def keeps(order: Order, user) -> bool:
    """Does the paper work of this order wait for this person? For the director only when it is the own draft."""
    own = not user.may(Permission.APPROVE_ORDERS) or order.created_by_id == user.pk
    return own and bool(may_prepare(order, user))


def may_discard(order: Order, user) -> Allowed | Denied:
    """A draft that never got a number may go; its pairs wait for the next order."""
    return may_edit(order, user)


def may_enter_acquaintance(order: Order, user) -> Allowed | Denied:
    """Signatures of the paper sheet are entered by who prepares orders."""
    if not may_prepare(order, user):
        return may_prepare(order, user)
    return ALLOWED if order.is_numbered else Denied("Ознакомление отмечают после регистрации приказа.")


def may_attach_scan(order: Order, user) -> Allowed | Denied:
    """The scan of the signed paper may come later than the note that it was signed."""
    if not may_enter_signature(order, user):
        return may_enter_signature(order, user)
    if order.status != S.SIGNED:
        return Denied("Скан прикладывают к подписанному приказу.")
    return (
        ALLOWED if order.scan_id is None else Denied("Скан подписанного приказа уже приложен.", is_late=True)
    )


def may_enter_signature(order: Order, user) -> Allowed | Denied:
    """The director signs on paper; whoever keeps orders writes that down."""
    may = user.may(Permission.DRAFT_ORDERS) or user.may(Permission.REGISTER_ORDERS)
    return ALLOWED if may else Denied("Подписание на бумаге отмечает тот, кто ведёт приказы.")


def text_is_whole(order: Order, user) -> Allowed | Denied:
    """The director gets a text that can be read: with pairs, and with nothing left in braces."""
    problems = text_problems(order)
    return Denied("Текст приказа ещё не готов.", tuple(problems)) if problems else ALLOWED


def made_by_another(order: Order, user) -> Allowed | Denied:
    """Two people see every order: who made the draft does not approve it, the director included."""
    if order.created_by_id != user.pk:
        return ALLOWED
    return Denied(
        "Этот проект подготовили вы сами, а утвердить должен другой человек. Отзовите и удалите проект "
        "и попросите куратора подготовить приказ: пары для него освободятся."
    )


TABLE = TransitionTable(
    name="order",
    title="Приказ",
    states=OrderStatus,
    initial=S.DRAFT,
    transitions=(
        Transition(
            name="submit",
            sources=(S.DRAFT, S.RETURNED),
            target=S.SUBMITTED,
            label="Отправить на утверждение",
            past="отправлен на утверждение",
            who=may_prepare,
            guards=(text_is_whole,),
        ),
        Transition(
            name="recall",
            sources=(S.SUBMITTED,),
            target=S.DRAFT,
            label="Отозвать с утверждения",
            past="отозван с утверждения",
            who=may_prepare,
            tone="secondary",
        ),
        Transition(
            name="approve",
            sources=(S.SUBMITTED,),
            target=S.APPROVED,
            label="Утвердить",
            past="утверждён директором",
            who=may_approve,
            guards=(made_by_another,),
        ),
        Transition(
            name="return",
            sources=(S.SUBMITTED, S.APPROVED),
            target=S.RETURNED,
            label="Вернуть с комментарием",
            past="возвращён на доработку",
            who=may_approve,
            comment_required=True,
            comment_label="Что исправить",
            tone="secondary",
        ),
        Transition(
            name="register",
            sources=(S.APPROVED,),
            target=S.REGISTERED,
            label="Зарегистрировать",
            past="зарегистрирован",
            who=may_register,
        ),
        Transition(
            name="sign",
            sources=(S.REGISTERED,),
            target=S.SIGNED,
            label="Отметить подписание",
            past="подписан на бумаге",
            who=may_enter_signature,
        ),
    ),
)
