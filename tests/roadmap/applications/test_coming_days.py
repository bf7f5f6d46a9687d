"""A last day and another mentor that lie ahead stand in words on the card of the pair, in the list and on «Мои пары»."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentoring.language.dates import date_words
from roadmap.applications.coming import last_days
from roadmap.applications.queries import earliest_last_day
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.enums import OrderRole as R
from tests.factories.applications import make_application
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.kinds import TODAY, make_kind
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_council_member, make_curator, make_teacher

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]
LIST, MINE = reverse("pairs:list"), reverse("pairs:mine")


def page_of(user, address):
    client = Client()
    client.force_login(user)
    return client.get(address).content.decode()


def stop(pair, on):
    facts = {"on": on, "requested_on": TODAY - timedelta(days=20)}
    return make_kind(K.EARLY_END, "registered", subject={"mentorship": pair}, facts=facts)


def pair_of_teachers():
    mentor, mentee = make_teacher("mentor-side"), make_teacher("mentee-side")
    make_mentor(mentor)
    make_mentee(mentee)
    return make_mentorship("active", mentor=mentor, mentees=[mentee], start=TODAY - timedelta(days=60))


def test_a_registered_last_day_is_read_until_it_is_over(monkeypatch):
    pair, day = pair_of_teachers(), TODAY + timedelta(days=7)
    mentor, mentee, card = pair.mentor.user, pair.mentees[0].user, pair.get_absolute_url()
    read = [(make_curator(), LIST), (mentor, card), (mentor, MINE)]
    assert ["оследний день" in page_of(*who) for who in read] == [False] * 3

    stop(pair, day)
    words = f"оследний день {date_words(day)}"
    others = [(make_council_member(), LIST), (mentee, MINE)]
    assert [words in page_of(*who) for who in (*read, *others)] == [True] * 5
    assert last_days(make_teacher("stranger").user, TODAY) == {}

    monkeypatch.setattr(timezone, "localdate", lambda: day)
    words = f"оследний день сегодня, {date_words(day)}"
    assert [words in page_of(*who) for who in read] == [True] * 3
    monkeypatch.setattr(timezone, "localdate", lambda: day + timedelta(days=1))
    assert ["оследний день" in page_of(*who) for who in read] == [False] * 3


@pytest.mark.parametrize(
    ("kind", "whose"), [("release", "заявлению наставника"), ("notice", "уведомлению школы")]
)
def test_a_last_day_that_is_asked_for_waits_for_its_order(kind, whose):
    pair = pair_of_teachers()
    application = make_application(kind, pair=pair)
    on = earliest_last_day(TODAY)
    words = f"последний день {date_words(on)} – по {whose}, приказа ещё нет"
    assert last_days(make_curator(), TODAY) == {pair.pk: words}
    assert last_days(make_curator(), TODAY, pair) == {pair.pk: words}
    assert last_days(application.person.user, TODAY) == {pair.pk: words}
    # What the mentor asks of the director is read by the office and the mentor alone.
    for user in (pair.mentees[0].user, make_council_member(), make_teacher("stranger").user):
        assert last_days(user, TODAY) == {}
    assert last_days(make_curator(), on + timedelta(days=1)) == {}


def test_the_order_speaks_before_the_application_that_it_answers():
    pair, day = make_mentorship("active"), TODAY + timedelta(days=30)
    make_application("release", pair=pair)
    order = stop(pair, day)
    # An order that takes the stop back only after its day comes too late.
    make_kind(K.CANCELLATION, "registered", subject={"target": order}, facts={"on": day + timedelta(1)})
    assert last_days(make_curator(), TODAY) == {pair.pk: f"последний день {date_words(day)}"}


def test_the_coming_mentor_is_named_until_the_day(monkeypatch):
    day = TODAY + timedelta(days=5)
    new = make_teacher("new-mentor")
    make_mentor(new)
    pair = pair_of_teachers()
    card = pair.get_absolute_url()
    read = [(make_curator(), LIST), (make_curator(), card), (new.user, MINE), (pair.mentor.user, MINE)]
    words = f"{date_words(day)} наставник – {new.short_name}"
    people = {R.SUCCESSOR: [new]}
    make_kind(K.REPLACEMENT, "registered", subject={"mentorship": pair}, people=people, facts={"on": day})
    assert [words in page_of(*who) for who in read] == [True] * 4
    monkeypatch.setattr(timezone, "localdate", lambda: day)
    assert [words in page_of(*who) for who in read] == [False] * 4


def test_one_pair_with_a_last_day_costs_as_much_as_three():
    def cost(address):
        client = Client()
        client.force_login(make_curator())
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    pairs = [make_mentorship("active") for _ in range(3)]
    make_application("release", pair=pairs[0])
    one = cost(LIST), cost(pairs[0].get_absolute_url())
    for pair in pairs[1:]:
        make_application("release", pair=pair)
    assert (one, (cost(LIST), cost(pairs[0].get_absolute_url()))) == ((13, 15), (13, 15))
    assert page_of(make_curator(), LIST).count("приказа ещё нет") == 3
