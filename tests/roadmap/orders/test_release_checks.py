"""A release from duties: nobody is released twice, or teaches others' lessons, in the hours of one's own release."""

from datetime import timedelta

import pytest

from roadmap.orders.checks import registration_problems
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.enums import OrderRole as R
from tests.factories.kinds import TODAY, make_kind
from tests.factories.people import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]


def problems(released, substitute, **facts):
    """What hinders a draft about these two people; the draft goes again."""
    people = {R.RELEASED: [released], R.SUBSTITUTE: [substitute]}
    order = make_kind(K.DUTY_RELEASE, people=people, facts=facts)
    found = registration_problems(order, TODAY)
    order.delete()
    return found


def test_nobody_is_in_two_places_at_once():
    first, second, third = (make_person() for _ in range(3))
    people = {R.RELEASED: [first], R.SUBSTITUTE: [second]}
    order = make_kind(K.DUTY_RELEASE, "registered", people=people)

    assert problems(first, third) == [f"{first.short_name}: на эти часы уже освобождён(а) ({order})."]
    assert problems(second, third) == [f"{second.short_name}: в эти часы замещает другого ({order})."]
    assert problems(third, first) == [
        f"{first.short_name}: сам(а) освобождён(а) в эти часы и замещать не может ({order})."
    ]
    assert problems(third, second) == [f"{second.short_name}: в эти часы уже замещает другого ({order})."]
    # Touching hours and another day are free.
    assert problems(first, second, starts_at="12:30", ends_at="13:00") == []
    assert problems(first, second, on=TODAY + timedelta(days=1)) == []
    day = TODAY - timedelta(days=60)
    assert problems(first, second, on=day) == [
        f"День освобождения {day:%d.%m.%Y} раньше даты приказа {TODAY:%d.%m.%Y}: освобождают заранее."
    ]

    make_kind(K.CANCELLATION, "registered", subject={"target": order})
    assert problems(first, third) == []
