"""What the card of a local act shows: what is wanted from the reader, facts, buttons, tabs."""

from django.urls import reverse

from mentoring.accounts.permissions import Permission
from mentoring.language.agreement import gendered
from mentoring.language.numbers import counted
from mentoring.templatetags.look import ru_date, ru_moment
from mentoring.workflow.attention import Attention
from roadmap.acts.enums import ActStatus
from roadmap.acts.models import LocalAct
from roadmap.acts.rules import (
    TABLE,
    may_acknowledge,
    may_discard,
    may_edit,
    may_enter_acquaintance,
    may_list_readers,
    may_start_edition,
)
from roadmap.orders.sheet_count import count_sheet

S = ActStatus
# Transitions that are a button of the card; the director decides on a page, an edition supersedes by itself.
BUTTONS = ("submit", "recall")


def attention(act: LocalAct, user, rows) -> Attention | None:
    """What waits for this reader, or None; `rows` are the lines of the acquaintance sheet that the reader sees."""
    own = next((row for row in rows if row.person.user_id == user.pk and row.acquainted_on is None), None)
    if own and may_acknowledge(act, user):
        url = reverse("acts:acknowledge", args=[act.pk])
        label = gendered("Ознакомлен", own.person.gender)
        return Attention("Прочитайте акт и подтвердите, что ознакомились.", label, post_url=url)
    if act.waits_for_id:
        return _waits_beside(act, user)
    options = {option.transition.name: option.verdict for option in TABLE.available(act, user)}
    if "approve" in options:
        sentence = "Акт ждёт вашего решения: прочитайте его, утвердите или верните с комментарием."
        return Attention(sentence, "Прочитать и решить", reverse("acts:approve", args=[act.pk]))
    text_url = reverse("acts:text", args=[act.pk])
    if act.status == S.RETURNED and may_edit(act, user):
        return Attention("Директор вернул акт на доработку.", "Исправить текст", text_url, tone="warning")
    if act.status == S.DRAFT and may_edit(act, user):
        sentence = "Проверьте текст и отправьте акт директору."
        if act.is_sample:
            sentence = "Текст составлен по образцу: прочитайте его, поправьте под свою школу и отметьте, что проверили."
        return Attention(sentence, "Открыть текст", text_url)
    return _sheet_work(act, user, rows)


def _waits_beside(act: LocalAct, user) -> Attention | None:
    if not user.may(Permission.VIEW_ORDERS):
        return None
    sentence = "Акт стоит в проекте приказа приложением и утверждается вместе с ним."
    return Attention(sentence, "Открыть приказ", reverse("orders:detail", args=[act.waits_for_id]))


def _sheet_work(act: LocalAct, user, rows) -> Attention | None:
    if not may_list_readers(act, user):
        return None
    if not rows:
        sentence = "Составьте лист ознакомления: кто должен прочитать акт."
        return Attention(sentence, "Составить лист", reverse("acts:readers", args=[act.pk]))
    missing = count_sheet(rows).missing
    if not missing:
        return None
    people = counted(missing, "человек", "человека", "человек")
    url = reverse("acts:acquaint", args=[act.pk])
    return Attention(f"С актом ещё не ознакомлены: {people}.", "Отметить ознакомление", url)


def buttons(act: LocalAct, user) -> list[dict]:
    """Transitions carried out at once, each with the reason why it is off."""
    return [
        {
            "name": option.transition.name,
            "label": option.transition.label,
            "url": reverse(f"acts:{option.transition.name}", args=[act.pk]),
            "reason": "" if option.verdict else option.verdict.reason,
            "problems": () if option.verdict else option.verdict.problems,
        }
        for option in TABLE.available(act, user)
        if option.transition.name in BUTTONS
    ]


def doors(act: LocalAct, user) -> dict[str, bool]:
    """Which further doors of the card are open."""
    offered = {option.transition.name for option in TABLE.available(act, user)}
    return {
        "office": user.may(Permission.VIEW_ORDERS),
        "prepares": user.may(Permission.DRAFT_ORDERS),
        "text": bool(may_edit(act, user)),
        "discard": bool(may_discard(act, user)),
        "edition": bool(may_start_edition(act, user)),
        "end": "end" in offered,
        "readers": bool(may_list_readers(act, user)),
        "acquaint": bool(may_enter_acquaintance(act, user)),
        "people": user.may(Permission.VIEW_PEOPLE),
        "sheet": act.is_approved and user.may(Permission.EXPORT_REGISTERS),
    }


def facts(act: LocalAct, user) -> list[tuple[str, str]]:
    """The particulars as they stand on the card."""
    rows = [("Вид", act.get_kind_display()), ("Редакция", str(act.edition))]
    if act.is_approved:
        order = f"приказ № {act.order.number} от {ru_date(act.order.date)}" if act.order else ""
        rows.append(("Чем утверждён", order or f"гриф «УТВЕРЖДАЮ» от {ru_date(act.approved_on)}"))
        until = f" по {ru_date(act.in_force_to)}" if act.in_force_to else ", бессрочно"
        rows.append(("Действует", f"с {ru_date(act.in_force_from)}{until}"))
    if act.end_reason:
        rows.append(("Почему утратил силу", act.end_reason))
    if user.may(Permission.VIEW_ORDERS):
        rows.append(("Подготовлен", f"{act.created_by}, {ru_moment(act.created_at)}"))
        if act.approved_by:
            # Of an act behind an order the director has decided with the order.
            what = "Утверждение записано" if act.order_id else "Решение"
            rows.append((what, f"{act.approved_by}, {ru_moment(act.approved_at)}"))
    return rows


def tabs(act: LocalAct, current: str) -> list[dict]:
    """The act itself and its history."""
    names = (("detail", "Акт"), ("history", "История"))
    return [
        {"label": label, "url": reverse(f"acts:{name}", args=[act.pk]), "is_current": name == current}
        for name, label in names
    ]
