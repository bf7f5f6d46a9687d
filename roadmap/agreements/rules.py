"""Who may do what with an agreement and when."""

from mentoring.accounts.permissions import Permission
from mentoring.workflow.tables import Transition, TransitionTable
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied
from registry.people.naming import naming_problems
from roadmap.agreements.enums import AgreementStatus
from roadmap.agreements.models import Agreement
from roadmap.agreements.queries import NEEDED_STATES

S = AgreementStatus


def may_prepare(agreement: Agreement | None, user) -> Allowed | Denied:
    """Agreements are prepared by who prepares orders: the curator, or the director."""
    if user.may(Permission.DRAFT_ORDERS):
        return ALLOWED
    return Denied("Соглашения с наставниками готовит куратор.")


def may_begin(mentorship, user) -> Allowed | Denied:
    """A draft is begun when both sides have agreed to the pair and it is not over."""
    if not may_prepare(None, user):
        return may_prepare(None, user)
    if mentorship.status not in NEEDED_STATES:
        state = mentorship.get_status_display()
        return Denied(
            f"Соглашение готовят, когда стороны согласились на пару, а сейчас её состояние – «{state}»."
        )
    return ALLOWED if mentorship.last_mentor else Denied("В паре сейчас нет наставника.")


def may_edit(agreement: Agreement, user) -> Allowed | Denied:
    """Words change only before they are printed for the signatures."""
    if not may_prepare(agreement, user):
        return may_prepare(agreement, user)
    if agreement.status == S.DRAFT:
        return ALLOWED
    if agreement.status == S.PRINTED:
        return Denied("Соглашение напечатано. Чтобы исправить его, верните его в черновик.")
    if agreement.status == S.VOID:
        return Denied("Соглашение закрыто приказом и не меняется.", is_late=True)
    return Denied("Соглашение подписано и не меняется. Прекратите его и подготовьте новое.")


def may_discard(agreement: Agreement, user) -> Allowed | Denied:
    """What nobody has signed may go."""
    if not may_prepare(agreement, user):
        return may_prepare(agreement, user)
    if agreement.status == S.VOID:
        return Denied("Соглашение закрыто приказом и хранится с ним.", is_late=True)
    return Denied("Подписанное соглашение хранится.", is_late=True) if agreement.is_signed else ALLOWED


def may_attach_scan(agreement: Agreement, user) -> Allowed | Denied:
    """The scan may come later than the note of the signatures."""
    if not may_prepare(agreement, user):
        return may_prepare(agreement, user)
    if not agreement.is_signed:
        return Denied("Скан прикладывают к подписанному соглашению.")
    return ALLOWED if agreement.scan_id is None else Denied("Скан соглашения уже приложен.", is_late=True)


def registers_orders(agreement: Agreement | None, user) -> Allowed | Denied:
    """An order ends the work and the payment for it when it is registered."""
    may = user.may(Permission.REGISTER_ORDERS)
    return ALLOWED if may else Denied("Соглашение прекращается, когда зарегистрирован приказ.")


def is_whole(agreement: Agreement, user) -> Allowed | Denied:
    """Names decline well and the employment contract is named: nothing on the paper is left to be mended by hand."""
    problems = [
        problem
        for person in (agreement.mentor, *agreement.mentorship.mentees)
        for problem in naming_problems(person)
    ]
    if not agreement.is_contract and not (agreement.contract_number and agreement.contract_date):
        problems.append("Впишите номер и дату трудового договора: соглашение – его часть.")
    return Denied("Напечатать соглашение пока нельзя.", tuple(problems)) if problems else ALLOWED


TABLE = TransitionTable(
    name="agreement",
    title="Соглашение с наставником",
    states=AgreementStatus,
    initial=S.DRAFT,
    transitions=(
        Transition(
            name="print",
            sources=(S.DRAFT,),
            target=S.PRINTED,
            label="Подготовить к подписи",
            past="напечатано для подписи",
            who=may_prepare,
            guards=(is_whole,),
        ),
        Transition(
            name="reopen",
            sources=(S.PRINTED,),
            target=S.DRAFT,
            label="Вернуть в черновик",
            past="возвращено в черновик",
            who=may_prepare,
            tone="secondary",
        ),
        Transition(
            name="sign",
            sources=(S.PRINTED,),
            target=S.SIGNED,
            label="Отметить подписание",
            past="подписано сторонами",
            who=may_prepare,
        ),
        Transition(
            name="end",
            sources=(S.SIGNED,),
            target=S.ENDED,
            label="Прекратить",
            past="прекращено",
            who=may_prepare,
            comment_required=True,
            comment_label="Почему прекращается",
            tone="danger",
        ),
        Transition(
            name="end_by_order",
            sources=(S.SIGNED,),
            target=S.ENDED,
            label="Прекратить приказом",
            past="прекращено приказом",
            who=registers_orders,
            tone="danger",
        ),
        Transition(
            name="close_by_order",
            sources=(S.DRAFT, S.PRINTED),
            target=S.VOID,
            label="Закрыть приказом",
            past="закрыто приказом без подписи",
            who=registers_orders,
            tone="danger",
        ),
    ),
)
