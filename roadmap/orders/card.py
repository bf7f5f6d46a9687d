"""What the card of an order shows: what is wanted from the reader, facts, buttons, tabs."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.language.agreement import gendered
from mentoring.language.numbers import counted
from mentoring.templatetags.look import ru_date, ru_moment
from mentoring.workflow.attention import Attention
from roadmap.orders.enums import OrderKind, OrderStatus
from roadmap.orders.models import Order
from roadmap.orders.particulars import day_of, kind_of
from roadmap.orders.queries import orders_about
from roadmap.orders.rules import (
    TABLE,
    keeps,
    may_attach_scan,
    may_discard,
    may_edit,
    may_enter_acquaintance,
)
from roadmap.orders.sheet_count import count_sheet

S = OrderStatus
# Transitions that have a page of their own; the others are done by one button.
PAGES = {
    "return": "orders:return",
    "approve": "orders:approve",
    "register": "orders:register",
    "sign": "orders:sign",
}


# Whose turn it is, for everybody whom the panel on top does not call upon.
TURNS = {
    S.DRAFT: "Текст готовит куратор. Когда приказ уйдёт на утверждение, он появится у директора.",
    S.SUBMITTED: "Приказ у директора: ждём его решения.",
    S.RETURNED: "Приказ у куратора: он исправляет текст по комментарию директора и отправит его снова.",
    S.APPROVED: "Приказ ждёт регистрации: номер даёт куратор или директор.",
    S.REGISTERED: "Куратор печатает приказ, директор подписывает его на бумаге.",
}


@dataclass(frozen=True)
class Act:
    """A button of the card; `reason` says why it is off."""

    name: str
    label: str
    url: str
    is_page: bool
    reason: str = ""
    problems: tuple[str, ...] = ()


def attention(order: Order, user, rows) -> Attention | None:
    """What waits for this reader, or None; `rows` are the lines of the acquaintance sheet."""
    own = next((row for row in rows if row.person.user_id == user.pk and row.acquainted_on is None), None)
    if own and order.is_numbered:
        url = reverse("orders:acknowledge", args=[order.pk])
        label = gendered("Ознакомлен", own.person.gender)
        return Attention("Прочитайте приказ и подтвердите, что ознакомились.", label, post_url=url)
    options = {option.transition.name for option in TABLE.available(order, user)}
    if "approve" in options:
        sentence = "Приказ ждёт вашего решения: прочитайте его, утвердите или верните с комментарием."
        return Attention(sentence, "Прочитать и решить", reverse("orders:approve", args=[order.pk]))
    if "register" in options:
        effect = kind_of(order).effect_words
        sentence = f"Приказ утверждён. После регистрации он получит номер. {effect}".strip()
        return Attention(sentence, "Зарегистрировать", reverse("orders:register", args=[order.pk]))
    return _paper_work(order, rows, options) if keeps(order, user) else None


def _paper_work(order: Order, rows, options) -> Attention | None:
    if order.status == S.RETURNED:
        url = reverse("orders:text", args=[order.pk])
        return Attention("Директор вернул приказ на доработку.", "Исправить текст", url, tone="warning")
    if order.status == S.DRAFT:
        url = reverse("orders:text", args=[order.pk])
        return Attention("Проверьте текст и отправьте приказ директору.", "Открыть текст", url)
    if "sign" in options:
        sentence = "Напечатайте приказ, дайте директору подписать и отметьте подписание."
        return Attention(sentence, "Отметить подписание", reverse("orders:sign", args=[order.pk]))
    missing = count_sheet(rows).missing
    if missing and order.is_numbered:
        number = counted(missing, "человек", "человека", "человек")
        url = reverse("orders:acquaint", args=[order.pk])
        return Attention(f"С приказом ещё не ознакомлены: {number}.", "Отметить ознакомление", url)
    return None


def turn(order: Order, user, rows) -> str:
    """Whom the order waits for when it is not this reader; empty when it waits for nobody."""
    if order.status != S.SIGNED:
        return TURNS[order.status]
    missing = count_sheet(rows).missing
    if not missing or not user.may(Permission.DRAFT_ORDERS):
        return ""
    people = counted(missing, "человека", "человек", "человек")
    return f"Приказ подписан. Куратор ждёт ещё {people} из листа ознакомления."


def acts(order: Order, user) -> list[Act]:
    """All transitions that this reader may carry out now, each as a button."""
    buttons = []
    for option in TABLE.available(order, user):
        row = option.transition
        url = reverse(PAGES.get(row.name, f"orders:{row.name}"), args=[order.pk])
        # A page lists its own problems, so its button stays live.
        denied = None if option.verdict or row.name in PAGES else option.verdict
        reason = denied.reason if denied else ""
        problems = denied.problems if denied else ()
        buttons.append(Act(row.name, row.label, url, row.name in PAGES, reason, problems))
    return buttons


def doors(order: Order, user) -> dict[str, bool]:
    """Which further doors of the card are open."""
    prepares = user.may(Permission.DRAFT_ORDERS)
    return {
        "change_by_order": prepares and order.is_numbered,
        "text": bool(may_edit(order, user)),
        "discard": bool(may_discard(order, user)),
        "acquaint": bool(may_enter_acquaintance(order, user)),
        "attach_scan": bool(may_attach_scan(order, user)),
        "people": user.may(Permission.VIEW_PEOPLE),
        "orders": user.may(Permission.VIEW_ORDERS),
    }


def facts(order: Order) -> list[tuple[str, str]]:
    """The order's particulars as they stand on its card."""
    rows = [("Вид", order.get_kind_display())]
    if order.is_numbered:
        rows += [("Номер", order.number), ("Дата", ru_date(order.date))]
    rows += [("Журнал", order.journal.name)]
    if order.effective_from:
        rows.append(("Вступает в силу", ru_date(order.effective_from)))
    rows.append(("Подписывает", f"{order.signer_position} {order.signer_name}"))
    if order.curator:
        rows.append(("Куратор", order.curator.full_name))
    rows.append(("Подготовлен", f"{order.created_by}, {ru_moment(order.created_at)}"))
    if order.approved_by:
        rows.append(("Утверждён", f"{order.approved_by}, {ru_moment(order.approved_at)}"))
    if order.registered_by:
        rows.append(("Зарегистрирован", f"{order.registered_by}, {ru_moment(order.registered_at)}"))
    if order.signed_on:
        rows.append(("Подписан на бумаге", ru_date(order.signed_on)))
    return rows


def relations(order: Order, user) -> dict[str, object]:
    """Orders, pair and programme that the order has to do with, as links; how it lost its force, if it did.

    Somebody who sees only the own orders reads of the others without a link.
    """
    later = orders_about(order) if order.is_numbered else []
    links = []
    if user.may(Permission.VIEW_ORDERS):
        if order.target:
            verb = "Отменяет" if order.kind == OrderKind.CANCELLATION else "Изменяет"
            links.append((f"{verb}: {order.target}", order.target.get_absolute_url()))
        links += [
            (f"Изменён: {row}", row.get_absolute_url()) for row in later if row.kind == OrderKind.AMENDMENT
        ]
        links += [
            (f"Отменён: {row}", row.get_absolute_url()) for row in later if row.kind == OrderKind.CANCELLATION
        ]
        if order.mentorship:
            links.append(("К паре или группе", order.mentorship.get_absolute_url()))
        if order.programme:
            links.append((f"Программа «{order.programme}»", order.programme.get_absolute_url()))
    gone = next((row for row in later if row.kind == OrderKind.CANCELLATION), None)
    cancelled = ""
    if gone:
        on = day_of(gone, "on")
        word = "Отменён" if on <= timezone.localdate() else "Будет отменён"
        cancelled = f"{word} приказом № {gone.number} с {ru_date(on)}."
    return {"links": links, "cancelled": cancelled}


def heading(order: Order) -> str:
    """«Приказ № 20/01-02 от 12.01.2026», or the words of the title while there is no number."""
    return str(order) if order.number else f"Проект приказа: {order.title}"


def tabs(order: Order, current: str) -> list[dict]:
    """The order itself and its history."""
    names = (("detail", "Приказ"), ("history", "История"))
    return [
        {"label": label, "url": reverse(f"orders:{name}", args=[order.pk]), "is_current": name == current}
        for name, label in names
    ]
