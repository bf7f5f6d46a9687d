"""People at once: a programme is agreed once, begun once, and no plan is written over another."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from mentoring.workflow.models import StatusChange
from mentoring.workflow.verdicts import StaleState
from programs.programmes.enums import AgreementChannel, ProgrammeStatus
from programs.programmes.models import Programme
from programs.programmes.services import agree_programme, begin_work, save_plan, start_programme
from tests.factories.people import make_curator, make_user
from tests.factories.programmes import make_pair, make_programme, plan_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("long_queues")]
S = ProgrammeStatus


def at_once(acts):
    """Run the acts in threads that start together; «done» or «stale» for each, sorted."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=120)
            act()
        except StaleState:
            return "stale"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_mentees_agreeing_at_once_make_it_agreed_once():
    programme = make_programme(S.ON_AGREEMENT, size=4)
    users = [make_user(name) for name in ("mentee", "mentee2", "mentee3", "mentee4")]
    people = [user.person for user in users]

    def agreeing(user, person):
        return lambda: agree_programme(
            programme, by=user, person=person, on=timezone.localdate(), channel=AgreementChannel.SCREEN
        )

    assert at_once([agreeing(*pair) for pair in zip(users, people, strict=True)]) == ["done"] * 4
    assert Programme.objects.get().status == S.AGREED
    assert StatusChange.objects.filter(action="agree", object_id=programme.pk).count() == 1


def test_a_double_click_begins_the_work_once():
    programme, curator = make_programme(S.AGREED), make_curator()
    assert at_once([lambda: begin_work(programme, by=curator)] * 3) == ["done", "stale", "stale"]


def test_a_double_click_begins_one_programme():
    pair, curator = make_pair(), make_curator()
    assert at_once([lambda: start_programme(pair, by=curator)] * 3) == ["done", "stale", "stale"]
    assert Programme.objects.count() == 1


def test_of_two_plans_saved_at_once_one_is_stale():
    programme, curator = make_programme(), make_curator()

    def saving(count):
        return lambda: save_plan(programme, by=curator, version=programme.version, rows=plan_rows(count))

    assert at_once([saving(2), saving(5)]) == ["done", "stale"]
    assert programme.plan.count() in (2, 5)
