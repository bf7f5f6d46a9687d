"""What stands answered beforehand on the last question about a pair."""

from datetime import date

import pytest

from mentoring.school.models import MentoringForm, MentoringKind
from registry.pairs.proposals import fresh
from registry.pairs.suggestions import default_term, initial_terms, usual_forms, usual_kinds
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.pairs import the_direction, the_form, the_kind
from tests.factories.people import make_person

YEAR = (date(2026, 9, 1), date(2027, 5, 31))


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2026, 9, 1), YEAR),
        (date(2026, 11, 21), (date(2026, 11, 21), date(2027, 5, 31))),
        (date(2027, 1, 10), (date(2027, 1, 10), date(2027, 5, 31))),
        (date(2026, 5, 1), (date(2026, 5, 1), date(2026, 5, 31))),
        (date(2026, 5, 2), YEAR),
        (date(2026, 7, 15), YEAR),
        (date(2026, 8, 31), YEAR),
    ],
)
def test_the_term_is_from_today_to_the_end_of_lessons_or_the_next_year(day, term):
    assert default_term(day) == term


@pytest.mark.django_db
class TestPreset:
    @pytest.fixture(autouse=True)
    def dictionaries(self):
        the_form()

    def test_the_kind_follows_from_the_number_of_mentees(self):
        one, group, virtual = the_kind(0).pk, the_kind(1).pk, the_kind(2).pk
        assert (usual_kinds(1), usual_kinds(3)) == ([one], [group])
        assert usual_kinds(1, [the_kind(2)]) == [virtual]
        assert (usual_kinds(1, [the_kind(1)]), usual_kinds(2, [the_kind(0)])) == ([one], [group])

    def test_a_kind_that_is_switched_off_is_not_proposed(self):
        MentoringKind.objects.filter(pk=the_kind(1).pk).update(is_active=False)
        assert usual_kinds(3) == []

    def test_the_form_follows_from_who_the_mentor_is(self):
        teacher, head, college = (the_form(number).pk for number in range(3))
        people = {
            make_person(): [teacher],
            make_person(positions=["директор"]): [head],
            make_person(positions=["заместитель директора по УВР"]): [],
            make_person(kind="external"): [college],
        }
        assert {person: usual_forms(person) for person in people} == people
        assert usual_forms(make_person(), [the_form(1)]) == [head]
        MentoringForm.objects.exclude(pk=head).update(is_active=False)
        assert usual_forms(make_person()) == [head]

    def test_directions_are_those_of_both_sides(self):
        first, second, third = (the_direction(number) for number in range(3))
        mentor = make_mentor(directions=[first, second]).person
        mentees = [make_mentee(directions=[second]).person, make_mentee(directions=[third]).person]
        assert initial_terms(fresh(), mentor, mentees)["directions"] == [second.pk]
        assert initial_terms(fresh(), mentor, mentees[1:])["directions"] == [third.pk]
        only = make_mentor(directions=[first]).person
        assert initial_terms(fresh(), only, [make_mentee().person])["directions"] == [first.pk]
