"""What an order about a mentor's work must keep to besides the pair itself: ТК РФ, ст. 351.8."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.module_loading import import_string

from mentoring.school.queries import nth_working_day_after
from registry.consents.enums import ConsentKind
from registry.people.models import Person
from roadmap.agreements.queries import has_signed_agreement
from roadmap.orders.enums import OrderKind
from roadmap.orders.models import Order
from roadmap.orders.particulars import day_of
from roadmap.orders.queries import consents_for_order

# Applications stand to the right of the orders: they are asked by name.
AGREED = "roadmap.applications.queries.is_agreed_by_sides"
# Between the notice of an early stop and the last day.
DAYS_OF_NOTICE = 3


def consent_date_problems(order: Order, mentor: Person, on: date) -> Iterable[str]:
    """The consent that the order names is the one that the mentor gave (L-08); without any the consents say so."""
    rows = consents_for_order([mentor]).get((mentor.pk, ConsentKind.MENTORING), [])
    given = [row.given_on for row in rows if row.is_valid_on(on)]
    if given and day_of(order, "consented_on") not in given:
        yield (
            f"{mentor.short_name}: письменное согласие быть наставником дано {given[0]:%d.%m.%Y}, "
            f"а в приказе названо от {day_of(order, 'consented_on'):%d.%m.%Y}. Исправьте дату."
        )


def notice_problems(order: Order, on: date) -> Iterable[str]:
    """The mentor who is replaced has asked for it, agreed, or was told three working days before (L-04)."""
    if order.facts.get("by_agreement"):
        return
    told = "warned_on" if order.facts.get("warned_on") else "requested_on"
    if told == "requested_on" and order.facts["request"] != "application":
        yield (
            "Прежний наставник не подавал заявления. Укажите, когда он предупреждён (не позже чем за три рабочих дня, "
            "ТК РФ, ст. 351.8), или отметьте его согласие."
        )
        return
    soonest = nth_working_day_after(day_of(order, told), DAYS_OF_NOTICE)
    last = day_of(order, "on") - timedelta(days=1)
    if last < soonest:
        yield (
            f"Последний день прежнего наставника – {last:%d.%m.%Y}, а должен быть не раньше {soonest:%d.%m.%Y}: "
            "предупреждают не позже чем за три рабочих дня (ТК РФ, ст. 351.8). Раньше можно только с его согласия – "
            "отметьте его."
        )


def mutual_consent_problems(order: Order, on: date) -> Iterable[str]:
    """Term and programme change when all sides have agreed: in the program or on the scanned sheet (п. 7.2)."""
    pair = order.programme.mentorship_id
    if not import_string(AGREED)(pair, order.kind == OrderKind.EXTENSION, on):
        yield (
            "Обоюдное согласие сторон (Положение, п. 7.2) в программе не отмечено: нет ни заявления с согласиями всех, "
            "ни его скана. Если согласие на бумаге, внесите заявление с карточки пары и приложите скан."
        )


def agreement_problems(order: Order, mentor: Person) -> Iterable[str]:
    """The new mentor has signed on what terms the work is done (L-02, L-07)."""
    if not has_signed_agreement(order.mentorship, mentor):
        word = "соглашения" if mentor.is_employee else "договора"
        yield f"{mentor.short_name}: нет подписанного {word} о наставничестве (ТК РФ, ст. 351.8)."
