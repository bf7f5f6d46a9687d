from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from registry.pairs import queries
from registry.pairs import today as room
from registry.pairs.today import today as today_of
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.pairs import make_mentorship
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_psychologist,
    make_teacher,
)

pytestmark = pytest.mark.django_db


def lines_of(user):
    return [
        (section.order, line.sentence, line.label) for section in today_of(user) for line in section.lines
    ]


def test_nothing_to_do_is_nothing_said():
    make_mentorship("active")
    people = (
        make_curator(),
        make_director(),
        make_council_member(),
        make_psychologist(),
        make_administrator(),
    )
    assert [lines_of(user) for user in people] == [[]] * 5


def test_the_proposed_mentor_and_mentee_are_asked_first():
    mentor, mentee = make_teacher("mentor1"), make_teacher("mentee1")
    make_mentor(mentor)
    make_mentee(mentee)
    make_mentorship("proposed", mentor=mentor, mentees=[mentee])
    asked = f"Вам предложено стать наставником. Кому нужна помощь: {mentee.short_name}"
    assert lines_of(mentor.user) == [(0, asked, "Ответить")]
    assert lines_of(mentee.user) == [(0, f"Вам предложен наставник: {mentor.short_name}", "Ответить")]


def test_the_curator_is_told_to_prepare_the_order_and_whom_to_pair():
    for _ in range(3):
        make_mentorship("agreed")
    make_mentee()
    assert lines_of(make_curator()) == [
        (20, "3\xa0пары согласованы – подготовьте приказ.", "Подготовить приказ"),
        (20, "Без пары остаётся 1\xa0наставляемый.", "Подобрать наставника"),
    ]
    assert lines_of(make_council_member()) == [
        (20, "3\xa0пары ждут мнения методического совета.", "Посмотреть пары")
    ]


def test_an_answer_awaited_for_a_week_is_told(monkeypatch):
    mentorship = make_mentorship("proposed")
    later = timezone.localdate() + timedelta(days=8)
    assert lines_of(make_curator()) == []
    monkeypatch.setattr(room.timezone, "localdate", lambda: later)
    line = f"{mentorship.title}: ответа ждём 8\xa0дней."
    assert lines_of(make_curator()) == [(20, line, "Напомнить или внести ответ")]


def test_the_psychologist_sees_who_has_no_pair():
    make_mentee()
    assert lines_of(make_psychologist()) == [(20, "Без пары остаётся 1\xa0наставляемый.", "Посмотреть")]


def test_the_room_costs_a_teacher_one_query():
    teacher = make_teacher("teacher1")
    user = type(teacher.user).objects.get(pk=teacher.user.pk)
    assert user.current_permissions == frozenset()
    with assertNumQueries(1):
        today_of(user)
    assert queries.own_proposals(user).count() == 0
