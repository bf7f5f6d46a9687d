from datetime import timedelta

import pytest
from django.utils import timezone

from registry.consents import queries
from registry.consents.enums import ConsentKind
from registry.consents.matrix import Lack, PeopleGroup, asked_kinds, matrix_rows, people_for_consents
from registry.consents.services import prepare_blank, withdraw_consent
from registry.people.models import Person
from tests.factories.bank import give_paper, make_mentee, make_mentor
from tests.factories.people import (
    make_council_member,
    make_curator,
    make_director,
    make_person,
    make_teacher,
)

pytestmark = pytest.mark.django_db
K = ConsentKind


def day(shift=0):
    return timezone.localdate() + timedelta(days=shift)


def test_validity_follows_from_the_dates():
    person, other = make_person(), make_person()
    consent = give_paper(person, K.PROCESSING, on=day(-10), valid_until=day(10))
    holders = Person.objects.filter(queries.with_valid_consent(K.PROCESSING, day()))
    assert [queries.has_valid_consent(person, K.PROCESSING, day(shift)) for shift in (-11, -10, 10, 11)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert queries.valid_consent(person, K.PROCESSING, day()) == consent
    assert queries.valid_consent(person, K.MENTORING, day()) is None
    assert list(holders) == [person]
    assert queries.missing_consents([other, person], K.PROCESSING, day()) == [other]


def test_a_withdrawn_consent_and_a_blank_are_not_valid():
    person, curator = make_person(), make_curator()
    withdraw_consent(give_paper(person, K.PROCESSING), by=curator, on=day())
    prepare_blank(person, K.PROCESSING, by=curator)
    assert queries.has_valid_consent(person, K.PROCESSING, day()) is False
    assert [blank.person for blank in queries.open_blanks()] == [person]


def test_what_runs_out_is_listed_until_it_is_renewed():
    soon, over, renewed = make_person(), make_person(), make_person()
    expiring = give_paper(soon, K.PROCESSING, on=day(-100), valid_until=day(30))
    give_paper(make_person(), K.PROCESSING, on=day(-100), valid_until=day(31))
    expired = give_paper(over, K.PROCESSING, on=day(-100), valid_until=day(-1))
    give_paper(renewed, K.PROCESSING, on=day(-100), valid_until=day(-1))
    give_paper(renewed, K.PROCESSING, on=day(-1), valid_until=day(300))
    assert list(queries.expiring_consents(day())) == [expiring]
    assert list(queries.expired_consents(day())) == [expired]


def test_who_sees_whose_consents():
    teacher = make_teacher("own")
    own, strange = give_paper(teacher, K.PROCESSING), give_paper(make_person(), K.PROCESSING)

    def seen(user):
        return set(queries.consents_visible_to(user))

    assert seen(teacher.user) == {own}
    assert seen(make_curator()) == seen(make_director()) == {own, strange}
    assert seen(make_council_member()) == set()


def test_the_matrix_says_who_lacks_what_the_part_needs():
    mentor = make_mentor(consents=(K.PROCESSING,)).person
    mentee = make_mentee().person
    idle = make_person()
    states = {
        row.person: [cell.state for cell in row.cells]
        for row in matrix_rows(people_for_consents(day=day()), day())
    }
    assert states == {
        mentor: ["given", "missing", "none", "none"],
        mentee: ["given", "none", "given", "none"],
        idle: ["none"] * 4,
    }
    assert asked_kinds(Person.objects.get(pk=mentor.pk), day()) == [K.MENTORING]
    assert list(people_for_consents(day=day(), lack=Lack.NEEDED)) == [mentor]
    assert set(people_for_consents(day=day(), lack=Lack.PARTICIPATION)) == {mentor, idle}
    assert list(people_for_consents(day=day(), group=PeopleGroup.MENTEES)) == [mentee]
    assert set(people_for_consents(day=day(), group=PeopleGroup.BANK)) == {mentor, mentee}
    assert list(people_for_consents(day=day(), text=idle.last_name.upper())) == [idle]


def test_a_valid_consent_outweighs_a_later_blank():
    person = make_person()
    give_paper(person, K.PROCESSING, on=day(-3), valid_until=day(10))
    prepare_blank(person, K.PROCESSING, by=make_curator())
    (row,) = matrix_rows([person], day())
    assert [cell.state for cell in row.cells] == ["expiring", "none", "none", "none"]
