"""The last day of a mentor who stops early: three working days by the school's calendar (ТК РФ, ст. 351.8)."""

from datetime import date

import pytest

from mentoring.school.models import CalendarDay
from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.applications.queries import earliest_last_day
from roadmap.applications.services import accept_application, file_application, refuse_application
from tests.factories.applications import make_application, words_of
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_director

pytestmark = pytest.mark.django_db
FRIDAY, TUESDAY, WEDNESDAY = date(2025, 10, 10), date(2025, 10, 14), date(2025, 10, 15)


def test_a_notice_of_friday_ends_the_work_on_wednesday():
    assert earliest_last_day(FRIDAY) == WEDNESDAY


def test_the_editable_calendar_moves_the_last_day():
    CalendarDay.objects.create(date=date(2025, 10, 11), kind="working")
    assert earliest_last_day(FRIDAY) == TUESDAY
    CalendarDay.objects.create(date=date(2025, 10, 13), kind="day_off")
    assert earliest_last_day(FRIDAY) == WEDNESDAY


@pytest.mark.parametrize("kind", ["release", "notice"])
def test_an_earlier_day_needs_both_parties(kind):
    own, other = (
        ("employer_agrees", "worker_agrees") if kind == "notice" else ("worker_agrees", "employer_agrees")
    )
    pair = make_mentorship("active")
    words = {**words_of(kind, pair), "filed_on": FRIDAY, "last_day": TUESDAY}
    with pytest.raises(Refused, match=r"не раньше третьего рабочего дня, 15\.10\.2025"):
        file_application(pair, kind, by=make_curator(), **words)

    application = file_application(pair, kind, by=make_curator(), **words, **{own: True})
    with pytest.raises(Refused, match="только по согласию и наставника, и школы"):
        accept_application(application, by=make_director())
    assert accept_application(application, by=make_director(), **{other: True}).status == "accepted"


def test_a_later_day_may_be_chosen():
    application = make_application("release", "accepted", filed_on=FRIDAY, last_day=date(2025, 10, 31))

    assert (application.filed_on, application.last_day) == (FRIDAY, date(2025, 10, 31))


def test_nobody_is_held_in_mentoring():
    application = make_application("release")

    with pytest.raises(Refused, match="Отказать нельзя"):
        refuse_application(application, by=make_director(), answer="Некому заменить")
    with pytest.raises(StaleState, match="уже подано"):
        make_application("release", pair=application.mentorship)
