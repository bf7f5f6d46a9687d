"""Orders of a day ahead: until it comes everything goes on as before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentoring.accounts.models import User
from registry.pairs.models import Mentorship
from registry.pairs.queries import in_place, mentor_loads
from roadmap.orders.checks import registration_problems
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.enums import OrderRole as R
from roadmap.orders.last_days import end_what_is_over, stop_of
from tests.factories.kinds import TODAY, make_kind
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_director
from tests.factories.programmes import make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]


def stop_ahead(**facts):
    """A registered early stop whose last day is in a week, of a pair with a running programme."""
    pair = make_mentorship("active", start=TODAY - timedelta(days=60))
    make_programme("running", mentorship=pair)
    day = TODAY + timedelta(days=7)
    order = make_kind(K.EARLY_END, "registered", subject={"mentorship": pair}, facts={"on": day, **facts})
    return order, pair, day


def test_a_stop_ahead_ends_pair_and_programme_by_whoever_is_in_office_then(monkeypatch):
    order, pair, day = stop_ahead()
    assert stop_of(pair) == order
    other = make_kind(K.REPLACEMENT, subject={"mentorship": pair})
    assert "уже завершается, последний день" in " ".join(registration_problems(other, TODAY))
    # Whoever registered it has left; the work goes on.
    make_director()
    User.objects.filter(pk=order.registered_by_id).update(is_active=False)
    monkeypatch.setattr(timezone, "localdate", lambda: day + timedelta(days=3))
    assert end_what_is_over() == 1
    pair.refresh_from_db()
    programme = pair.programmes.get()
    assert (pair.status, pair.ended_on) == ("ended", day)
    assert (programme.status, programme.ended_on) == ("ended_early", day)
    basis = f"приказ № {order.number} от {TODAY:%d.%m.%Y}"
    assert pair.end_note == programme.end_note == basis


def test_a_stop_that_was_taken_back_before_its_day_does_not_happen(monkeypatch):
    order, pair, day = stop_ahead()
    make_kind(K.CANCELLATION, "registered", subject={"target": order}, facts={"on": day})
    monkeypatch.setattr(timezone, "localdate", lambda: day + timedelta(days=1))
    assert (end_what_is_over(), stop_of(pair)) == (0, None)
    pair.refresh_from_db()
    assert pair.status == "active"


def test_a_new_mentor_takes_over_on_the_day_of_the_order(monkeypatch):
    day = TODAY + timedelta(days=5)
    order = make_kind(K.REPLACEMENT, "registered", facts={"on": day})
    former, new = order.people.get(role=R.MENTOR).person, order.people.get(role=R.SUCCESSOR).person

    def mentors():
        pair = Mentorship.objects.get(pk=order.mentorship_id)
        placed = pair.participants.filter(in_place(timezone.localdate()), role="mentor")
        return pair.mentor, pair.last_mentor, [row.person for row in placed]

    assert mentors() == (former, new, [former])
    loads = mentor_loads([former.pk, new.pk], TODAY, day + timedelta(days=9))
    assert loads == {former.pk: 1, new.pk: 1}
    assert mentor_loads([former.pk, new.pk], day, day) == {new.pk: 1}
    monkeypatch.setattr(timezone, "localdate", lambda: day - timedelta(days=1))
    assert mentors() == (former, new, [former])
    monkeypatch.setattr(timezone, "localdate", lambda: day)
    assert mentors() == (new, new, [new])
