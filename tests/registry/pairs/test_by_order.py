"""What an order may do to a pair, and what it is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentoring.workflow.verdicts import Refused
from registry.pairs.by_order import end_by_order, extend_mentorship, replace_mentor
from registry.pairs.enums import EndGround
from tests.factories.bank import make_mentor
from tests.factories.pairs import BASIS, make_mentorship
from tests.factories.people import make_council_member, make_curator, make_director, make_person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def replace(pair, mentor, on=TODAY, by=None):
    by = by or make_director()
    return replace_mentor(pair, by=by, mentor=mentor, on=on, consented_on=TODAY, basis=BASIS)


def reason_of(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return " ".join(refusal.value.problems) or refusal.value.reason


def test_only_an_active_pair_changes_and_only_by_who_registers():
    mentor = make_mentor().person
    agreed, active = make_mentorship("agreed"), make_mentorship("active")
    assert "а состояние – «согласована сторонами»" in reason_of(replace, agreed, mentor)
    for act in (
        lambda: replace(active, mentor, by=make_council_member()),
        lambda: extend_mentorship(active, by=make_council_member(), end=active.end, basis=BASIS),
    ):
        assert reason_of(act) == "Наставника и срок пары меняют только приказом."
    assert active.participants.filter(role="mentor").count() == 1


def test_a_mentor_is_replaced_within_the_term_by_somebody_else_from_the_bank():
    pair, other = make_mentorship("active"), make_mentor().person
    assert "уже наставник этой пары" in reason_of(replace, pair, pair.mentor)
    for on in (pair.start, pair.end + timedelta(days=1)):
        assert reason_of(replace, pair, other, on) == (
            f"Замена возможна после {pair.start:%d.%m.%Y} и не позже {pair.end:%d.%m.%Y}. Проверьте дату."
        )
    assert "нет записи в банке наставников" in reason_of(replace, pair, make_person())
    assert "не может быть наставником самому себе" in reason_of(replace, pair, pair.mentees[0])


def test_a_mentor_without_room_takes_nobody_over():
    full = make_mentor(max_mentees=1).person
    make_mentorship("active", mentor=full)
    assert "уже ведёт одного наставляемого из одного" in reason_of(replace, make_mentorship("active"), full)


def test_the_end_moves_only_later():
    pair = make_mentorship("active")
    assert "и так по" in reason_of(extend_mentorship, pair, by=make_curator(), end=pair.end, basis=BASIS)


def test_an_order_ends_a_pair_on_a_day_ahead_but_not_without_a_note():
    pair, day = make_mentorship("active"), TODAY + timedelta(days=5)
    words = {"by": make_director(), "on": day, "basis": BASIS}
    assert "без пояснения" in reason_of(end_by_order, pair, ground=EndGround.SIDES, note=" ", **words)
    pair = end_by_order(pair, ground=EndGround.SIDES, note=BASIS, **words)
    assert (pair.status, pair.ended_on) == ("ended", day)
    assert {row.period.upper for row in pair.covered_directions.all()} == {day + timedelta(days=1)}
