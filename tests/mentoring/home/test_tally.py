"""The questions of «Сегодня»: SQL made once for a role asks the same as SQL made for the person."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import EmptyResultSet
from django.utils import timezone

from mentoring.accounts.enums import Role
from mentoring.accounts.models import User
from mentoring.home import tally
from mentoring.home.rooms import ASKING
from mentoring.home.tally import READER, Answer, Question, asks, tally_of_rooms
from registry.pairs.models import Mentorship
from tests.factories.people import make_curator, make_teacher, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    tally._compiled.cache_clear()  # noqa: SLF001 - what another test has compiled is not this one's
    yield
    tally._compiled.cache_clear()  # noqa: SLF001 - and the other way round


def made_for(user):
    """The SQL and its values for this very person."""
    questions = {name: row for room in ASKING for name, row in room.questions(user).items()}
    sql, values = tally._joined(questions).query.sql_with_params()  # noqa: SLF001 - compared here
    return names_and_values(questions, sql, values)


def names_and_values(names, sql, values):
    """Written out: values that wrap a list are equal to themselves only."""
    return [*names, sql, *map(repr, values)]


@pytest.mark.parametrize("roles", [(), *((role,) for role in Role), (Role.CURATOR, Role.ADMINISTRATOR)])
def test_what_is_asked_for_a_role_is_what_would_be_asked_for_the_person(roles, django_assert_num_queries):
    user = make_user("reader", *roles)
    # All that is read: the roles, and the numbers of kinds of rows, which never change.
    user.current_roles  # noqa: B018
    ContentType.objects.get_for_model(Mentorship)
    with django_assert_num_queries(0):
        names, sql, values = tally._compiled(ASKING, user.current_roles, True, timezone.localdate())  # noqa: SLF001
        expected = made_for(user)
    ours = [user.pk if value == READER else value for value in values]
    assert names_and_values(names, sql, ours) == expected
    assert READER in values


def test_two_people_of_one_role_are_told_their_own():
    waits = asks(lambda user: {"own": Question(User.objects.filter(pk=user.pk))})(lambda user, answers: [])
    anna, boris = make_teacher("anna").user, make_teacher("boris").user

    answers = [tally_of_rooms(user, (waits,))["own"] for user in (anna, boris)]

    assert answers == [Answer(1, anna.pk), Answer(1, boris.pk)]
    assert tally._compiled.cache_info().misses == 1  # noqa: SLF001


def test_a_new_day_is_asked_about_anew(monkeypatch):
    room = asks(
        lambda user: {"joined": Question(User.objects.filter(date_joined__date__lt=timezone.localdate()))}
    )(lambda user, answers: [])
    user, today = make_curator(), timezone.localdate()
    assert not tally_of_rooms(user, (room,))["joined"]

    monkeypatch.setattr(timezone, "localdate", lambda: today + timedelta(days=1))
    assert tally_of_rooms(user, (room,))["joined"].count >= 1


def test_who_may_not_sign_in_any_more_is_not_asked_as_the_others():
    room = asks(lambda user: {"able": Question(User.objects.all())} if user.is_active else {})(
        lambda user, answers: []
    )
    user = make_curator()
    assert tally_of_rooms(user, (room,))
    user.is_active = False
    assert not tally_of_rooms(user, (room,))


def test_a_question_without_a_possible_answer_is_answered_with_none():
    room = asks(lambda user: {"none": Question(User.objects.none())})(lambda user, answers: [])
    assert tally_of_rooms(make_curator(), (room,)) == {"none": Answer()}
    with pytest.raises(EmptyResultSet):
        User.objects.none().query.sql_with_params()


@pytest.mark.parametrize(
    "question",
    [
        lambda user: User.objects.filter(date_joined__lt=timezone.now()),
        lambda user: User.objects.filter(username=f"of {user.pk}"),
    ],
    ids=["moment", "text made of the number"],
)
def test_a_question_that_cannot_be_kept_is_refused(question):
    room = asks(lambda user: {"wrong": Question(question(user))})(lambda user, answers: [])
    with pytest.raises(TypeError, match="cannot be kept"):
        tally_of_rooms(make_curator(), (room,))
