"""What the card of an agreement shows: what is wanted from the reader, facts, buttons; the prefilled draft."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.language.initials import NBSP
from mentoring.templatetags.look import ru_date, ru_moment
from mentoring.workflow.attention import Attention
from registry.pairs.models import Mentorship
from registry.people.models import Person
from roadmap.agreements.enums import AgreementStatus
from roadmap.agreements.models import Agreement
from roadmap.agreements.rules import TABLE, may_attach_scan, may_discard, may_edit

S = AgreementStatus
CONTENT = (
    "Помощь наставляемому в профессиональном становлении: составление и выполнение персонализированной программы "
    "наставничества, регулярные встречи, посещение и разбор занятий, подведение итогов."
)
PAYMENT = (
    "За выполнение работы по наставничеству устанавливается ежемесячная стимулирующая выплата в размере "
    "____________ с учётом содержания и объёма работы по Положению об оплате труда."
)
CONTRACT_PAYMENT = (
    "За выполнение работы выплачивается вознаграждение в размере ____________ после подписания акта."
)


def proposed(mentorship: Mentorship, coming: Person | None = None) -> dict:
    """The terms as the pair's card knows them; the wording is a sample for the school to check.

    `coming` is the next mentor with the day on which the work begins.
    """
    mentor = coming or mentorship.last_mentor
    start = date.fromisoformat(coming.begins) if coming else mentorship.start
    forms = ", ".join(row.name for row in mentorship.forms.all())
    work = "работа с группой" if mentorship.is_group else "индивидуальная работа"
    is_employee = mentor is not None and mentor.is_employee
    return {
        "date": min(timezone.localdate(), start),
        "content": CONTENT,
        "form": f"{work} ({forms})" if forms else work,
        "start": start,
        "end": mentorship.end,
        "payment": PAYMENT if is_employee else CONTRACT_PAYMENT,
    }


def facts(agreement: Agreement) -> list[tuple[str, str]]:
    """The particulars as they stand on the card."""
    number = f"№{NBSP}{agreement.number}" if agreement.number else "без номера,"
    rows = [
        ("Наставник", ", ".join(filter(None, (agreement.mentor.full_name, agreement.mentor.position_title)))),
        ("Наставляемые", ", ".join(person.full_name for person in agreement.mentorship.mentees)),
        ("Документ", agreement.get_kind_display()),
        ("Номер и дата", f"{number} от {ru_date(agreement.date)}"),
    ]
    if not agreement.is_contract:
        named = agreement.contract_number and agreement.contract_date
        words = f"№ {agreement.contract_number} от {ru_date(agreement.contract_date)}" if named else ""
        rows.append(("Трудовой договор", words))
    rows += [
        ("Содержание работы", agreement.content),
        ("Форма работы", agreement.form),
        ("Срок", f"{ru_date(agreement.start)} – {ru_date(agreement.end)}"),
        ("Выплата", agreement.payment),
    ]
    if agreement.signed_on:
        rows.append(("Подписано", ru_date(agreement.signed_on)))
        rows.append(("Экземпляр получен", ru_date(agreement.copy_received_on)))
    if agreement.ended_on:
        rows += [("Последний день работы", ru_date(agreement.ended_on)), ("Почему", agreement.end_reason)]
    elif agreement.end_reason:
        rows.append(("Почему закрыто", agreement.end_reason))
    rows.append(("Подготовлено", f"{agreement.created_by}, {ru_moment(agreement.created_at)}"))
    return rows


def attention(agreement: Agreement, user) -> Attention | None:
    """What waits for who prepares papers; the mentor only reads."""
    if not user.may(Permission.DRAFT_ORDERS):
        return None
    if agreement.status == S.PRINTED:
        url = reverse("agreements:sign", args=[agreement.pk])
        return Attention(
            "Напечатайте два экземпляра, дайте подписать обеим сторонам и отметьте подписание.",
            "Отметить подписание",
            url,
        )
    if agreement.status == S.DRAFT:
        verdict = TABLE.by_name["print"].verdict(agreement, user)
        reason = "" if verdict else " ".join((verdict.reason, *verdict.problems))
        url = reverse("agreements:print", args=[agreement.pk])
        sentence = "Проверьте текст ниже. Он составлен по образцу: покажите его юристу или кадровику."
        return Attention(sentence, "Подготовить к подписи", post_url=url, reason=reason)
    if agreement.status == S.SIGNED and not agreement.scan_id:
        url = reverse("agreements:attach_scan", args=[agreement.pk])
        return Attention(
            "Подписано. Скан можно приложить сейчас.", "Приложить скан", url, title="Можно сделать"
        )
    return None


def doors(agreement: Agreement, user) -> dict[str, bool]:
    """Which further doors of the card are open."""
    offered = {option.transition.name for option in TABLE.available(agreement, user)}
    return {
        "edit": bool(may_edit(agreement, user)),
        "reopen": "reopen" in offered,
        "end": "end" in offered,
        "discard": bool(may_discard(agreement, user)),
        "attach_scan": bool(may_attach_scan(agreement, user)),
        "office": user.may(Permission.DRAFT_ORDERS),
    }
