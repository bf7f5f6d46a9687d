"""The day on which an order comes into force: what it says never happens before."""

from datetime import timedelta

import pytest

from mentoring.workflow.verdicts import Refused
from roadmap.orders.checks import registration_checks, registration_problems
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.models import Order
from roadmap.orders.services import submit_order
from tests.factories.kinds import TODAY, make_kind
from tests.factories.orders import make_order
from tests.factories.people import make_curator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def in_force(order, day, **facts):
    """What hinders the order when it comes into force on the day."""
    Order.objects.filter(pk=order.pk).update(effective_from=day, facts=order.facts | facts)
    found = registration_problems(Order.objects.get(pk=order.pk), TODAY)
    return [sentence for sentence in found if "вступает в силу" in sentence]


def test_an_order_with_a_day_of_its_own_is_in_force_by_that_day():
    order = make_kind(K.EARLY_END)
    day = (TODAY + timedelta(days=5)).isoformat()
    assert in_force(order, TOMORROW, on=day) == in_force(order, None) == in_force(order, TODAY) == []
    assert in_force(order, TOMORROW) == [
        f"Приказ вступает в силу {TOMORROW:%d.%m.%Y}, а назначает на {TODAY:%d.%m.%Y}, когда ещё не действует. "
        "Проверьте обе даты."
    ]
    assert in_force(order, YESTERDAY) == [
        f"Приказ вступает в силу {YESTERDAY:%d.%m.%Y}, раньше своей даты {TODAY:%d.%m.%Y}. "
        "Уберите этот день или укажите более поздний."
    ]
    with pytest.raises(Refused) as refusal:
        submit_order(order, by=make_curator())
    assert any("вступает в силу" in sentence for sentence in refusal.value.problems)


def test_what_happens_at_once_waits_for_no_day():
    order = make_kind(K.AWARD)
    assert in_force(order, TODAY) == []
    assert in_force(order, TOMORROW) == [
        f"Приказ вступает в силу {TOMORROW:%d.%m.%Y}, а исполняется сразу, в день регистрации. "
        "Уберите этот день или зарегистрируйте приказ, когда он наступит."
    ]


def test_no_pair_begins_before_the_order_about_it_is_in_force():
    order = make_order()
    pair = order.mentorship_rows.get().mentorship
    assert in_force(order, max(TOMORROW, pair.start + timedelta(days=1))) == [
        f"{pair.title}: срок начинается {pair.start:%d.%m.%Y}, а приказ вступает в силу "
        f"только {max(TOMORROW, pair.start + timedelta(days=1)):%d.%m.%Y}. Проверьте обе даты."
    ]
    assert in_force(order, TODAY) == []
    order.refresh_from_db()
    titles = [check.title for check in registration_checks(order, TODAY)]
    assert "Приказ вступает в силу не позже того, что в нём назначено" in titles
