"""Lists and the card cost the database the same with one programme and with fifty."""

import pytest
from django.urls import reverse

from programs.programmes.enums import ProgrammeStatus
from tests.factories.bank import make_mentor
from tests.factories.people import make_curator, make_user
from tests.factories.programmes import hold_all, make_pair, make_programme, make_school

pytestmark = pytest.mark.django_db
S = ProgrammeStatus


def two_mentors():
    """With room for all the mentees of a test; thirty is the most."""
    return [make_mentor(max_mentees=30).person for _ in range(2)]


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_of_programmes(client, django_assert_num_queries, count):
    curator, mentors = make_curator(), two_mentors()
    for number in range(count):
        pair = make_pair(usernames=False, by=curator, mentor=mentors[number % 2])
        make_programme(rows=2, by=curator, mentorship=pair)
    client.force_login(curator)
    with django_assert_num_queries(11):
        page = client.get(reverse("programmes:list"))
    assert len(page.context["table"].rows) == count


@pytest.mark.parametrize("count", [1, 30])
def test_pairs_without_a_programme(client, django_assert_num_queries, count):
    curator, mentors = make_curator(), two_mentors()
    for number in range(count):
        make_pair(usernames=False, by=curator, mentor=mentors[number % 2])
    client.force_login(curator)
    with django_assert_num_queries(12):
        assert len(client.get(reverse("programmes:create")).context["page"].object_list) == min(count, 20)


@pytest.mark.parametrize("rows", [1, 50])
def test_the_card(client, django_assert_num_queries, rows):
    make_school()
    programme = make_programme(S.RUNNING, rows=rows)
    hold_all(programme, by=make_curator())
    client.force_login(make_user("mentor"))
    with django_assert_num_queries(12):
        assert len(client.get(programme.get_absolute_url()).context["lines"]) == rows


@pytest.mark.parametrize("rows", [1, 50])
def test_the_page_of_the_plan(client, django_assert_num_queries, rows):
    programme = make_programme(rows=rows)
    client.force_login(make_user("mentor"))
    with django_assert_num_queries(10):
        page = client.get(reverse("programmes:plan", args=[programme.pk]))
    assert len(page.context["editor"].forms) == rows
