"""This room's lines on «Сегодня»."""

from django.urls import reverse

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.language.numbers import counted
from roadmap.orders.enums import OrderStatus
from roadmap.orders.queries import orders_with_work, own_unread
from roadmap.orders.rules import keeps

S = OrderStatus


def questions(user) -> dict[str, Question]:
    return {"orders.own": Question(own_unread(user))}


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """The director's decisions first, then what the curator is to do next, then own signatures."""
    own = tuple(_own(user)) if answers["orders.own"] else ()
    sections = [TodaySection("Ознакомьтесь с приказом", own, order=5)]
    if user.may(Permission.DRAFT_ORDERS) or user.may(Permission.APPROVE_ORDERS):
        orders = list(orders_with_work())
        sections.append(TodaySection("Приказы на утверждение", tuple(_decisions(user, orders)), order=0))
        sections.append(TodaySection("Приказы", tuple(_office(user, orders)), order=10))
    return [section for section in sections if section.lines]


def _decisions(user, orders):
    if user.may(Permission.APPROVE_ORDERS):
        for order in orders:
            if order.status == S.SUBMITTED:
                about = f"Автор проекта: {order.created_by}"
                yield TodayLine(f"Приказ «{order.title}»", _to("approve", order), "Прочитать и решить", about)


def _office(user, orders):
    """What follows the director's word; the paper work only for whom the order waits."""
    for order in orders:
        if order.status == S.APPROVED and user.may(Permission.REGISTER_ORDERS):
            yield TodayLine(
                f"Приказ «{order.title}» утверждён и ждёт номера", _to("register", order), "Зарегистрировать"
            )
        elif keeps(order, user):
            yield from _preparing(order)


def _preparing(order):
    if order.status == S.DRAFT:
        yield TodayLine(
            f"Проект приказа «{order.title}» не отправлен директору", _to("text", order), "Открыть текст"
        )
    elif order.status == S.RETURNED:
        sentence = f"Директор вернул приказ «{order.title}»"
        yield TodayLine(
            sentence, _to("text", order), "Исправить", about=order.return_comment or "", tone="warning"
        )
    elif order.status == S.REGISTERED:
        yield TodayLine(
            f"{order}: напечатайте и дайте директору подписать", _to("sign", order), "Отметить подписание"
        )
    elif order.status == S.SIGNED and order.missing_count:
        people = counted(order.missing_count, "человек", "человека", "человек")
        yield TodayLine(f"{order}: не ознакомлены {people}", _to("acquaint", order), "Отметить")


def _own(user):
    for row in own_unread(user):
        yield TodayLine(
            f"{row.order} «{row.order.title}»", row.order.get_absolute_url(), "Прочитать и отметить"
        )


def _to(name, order) -> str:
    return reverse(f"orders:{name}", args=[order.pk])
