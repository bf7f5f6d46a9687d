"""What programmes say on «Сегодня» to each person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programs.programmes.enums import AcquaintedBody, ProgrammeStatus
from programs.programmes.models import PlanEvent
from programs.programmes.today import today
from registry.pairs.enums import EndGround
from registry.pairs.models import Mentorship
from registry.pairs.services import end_mentorship
from tests.factories.people import (
    make_council_member,
    make_curator,
    make_director,
    make_psychologist,
    make_teacher,
    make_user,
)
from tests.factories.programmes import hold, make_pair, make_programme, note

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready")]
S = ProgrammeStatus


def sentences(user):
    return [line.sentence.replace("\xa0", " ") for section in today(user) for line in section.lines]


def test_the_mentor_is_asked_for_a_programme_and_warned_after_two_weeks():
    pair = make_pair()
    mentor = make_user("mentor")
    (line,) = [line for section in today(mentor) for line in section.lines]
    assert (line.sentence.replace("\xa0", " "), line.tone) == (
        "Составьте программу: 1 пара действует без неё.",
        "info",
    )
    Mentorship.objects.update(start=timezone.localdate() - timedelta(days=15))
    assert [line.tone for section in today(mentor) for line in section.lines] == ["warning"]
    assert sentences(make_curator()) == ["Составьте программу: 1 пара действует без неё."]
    assert sentences(make_user("mentee")) == []
    assert pair.status == "active"


def test_a_draft_waits_for_the_mentor_and_an_agreement_for_the_mentee():
    programme = make_programme(title="Старт")
    assert sentences(make_user("mentor")) == ["Программа «Старт» ещё не отправлена на согласование."]
    assert sentences(make_user("mentee")) == []
    programme = make_programme(S.ON_AGREEMENT, title="Ждёт", mentorship=renew(programme))
    assert sentences(make_user("mentee")) == ["Согласуйте программу «Ждёт»."]
    assert sentences(make_user("mentor")) == []


def renew(programme):
    programme.delete()
    return programme.mentorship


def test_curator_and_council_are_asked_to_read():
    programme = make_programme(S.AGREED)
    wanted = ["Прочитайте 1 программу и отметьте ознакомление."]
    assert sentences(make_curator()) == sentences(make_council_member()) == wanted
    note(programme, by=make_curator())
    assert sentences(make_curator()) == []
    note(programme, by=make_council_member(), body=AcquaintedBody.COUNCIL)
    assert sentences(make_council_member()) == []


def test_an_open_programme_of_an_ended_pair_waits_for_the_curator():
    programme = make_programme(S.RUNNING)
    note(programme, by=make_curator())
    end_mentorship(
        programme.mentorship,
        by=make_curator(),
        on=timezone.localdate(),
        ground=EndGround.CURATOR,
        note="Увольнение",
    )
    assert sentences(make_curator()) == ["Пара завершена, а программа нет: завершите 1 программу."]


def test_events_of_the_week_late_ones_and_silent_ones_stand_before_both_sides():
    programme = make_programme(S.RUNNING, title="Старт", rows=4)
    day = timezone.localdate()
    late, silent, soon, far = programme.plan.all()
    PlanEvent.objects.filter(pk=late.pk).update(planned_on=day - timedelta(days=1))
    PlanEvent.objects.filter(pk=soon.pk).update(planned_on=day + timedelta(days=7))
    PlanEvent.objects.filter(pk=far.pk).update(planned_on=day + timedelta(days=8))
    hold(silent, by=make_user("mentor"), reflection="")
    expected = [
        f"Мероприятие не отмечено: Посещение урока 1, срок был {day - timedelta(days=1):%d.%m.%Y}.",
        "Напишите, как прошло: Посещение урока 2.",
        f"{day + timedelta(days=7):%d.%m.%Y}: Посещение урока 3.",
    ]
    assert sentences(make_user("mentor")) == sentences(make_user("mentee")) == expected


def test_others_hear_nothing():
    make_programme(S.RUNNING)
    for user in (make_director(), make_psychologist(), make_teacher("stranger").user):
        assert sentences(user) == []


@pytest.mark.parametrize(("username", "queries"), [("curator", 1), ("mentor", 2), ("council", 1)])
def test_the_room_asks_little_of_the_database(django_assert_num_queries, username, queries):
    make_programme(S.RUNNING)
    user = {"curator": make_curator, "council": make_council_member}.get(
        username, lambda: make_user(username)
    )()
    assert user.current_permissions is not None
    with django_assert_num_queries(queries):
        today(user)
