from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from registry.people.models import Person, Position, Representative
from tests.factories.people import make_person, make_pupil, make_teacher

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("person_kind_known", {"kind": "guest"}),
        ("person_gender_known", {"gender": "x"}),
        ("person_forms_state_known", {"forms_state": "maybe"}),
        ("person_has_surname_and_name", {"last_name": ""}),
        ("person_has_surname_and_name", {"first_name": ""}),
        ("person_left_after_hired", {"hired_on": date(2026, 1, 2), "left_on": date(2026, 1, 1)}),
        ("person_hired_after_birth", {"birth_date": date(2000, 1, 1), "hired_on": date(2000, 1, 1)}),
        ("person_external_has_organisation", {"kind": "external"}),
        ("person_checked_forms_are_full", {"forms_state": "checked", "dative": ""}),
        ("person_personnel_number_unique", {"personnel_number": "12"}),
    ],
)
def test_the_database_keeps_people_whole(constraint, values):
    make_person("Орлова", personnel_number="12")
    person = make_person("Петрова")

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(**values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("position_has_title", {"title": ""}),
        ("position_forms_state_known", {"forms_state": "maybe"}),
        ("position_title_once_per_person", {"title": "учитель"}),
        ("position_one_main_per_person", {"is_main": True}),
    ],
)
def test_the_database_keeps_positions_whole(constraint, values):
    person = make_person("Петрова", positions=["учитель", "методист"])

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Position.objects.filter(person=person, title="методист").update(**values)


def test_a_pupil_has_one_representative():
    pupil = make_pupil("Орлова")

    with pytest.raises(IntegrityError, match="pupil_id"), transaction.atomic():
        Representative.objects.create(pupil=pupil, last_name="Орлов", first_name="Пётр", relation="дед")


def test_an_account_belongs_to_one_person():
    teacher = make_teacher("petrova", "Петрова")
    other = make_person("Орлова")

    with pytest.raises(IntegrityError, match="user_id"), transaction.atomic():
        Person.objects.filter(pk=other.pk).update(user=teacher.user)


def test_the_sort_key_is_made_by_the_database():
    person = make_person("Фёдорова")

    with connection.cursor() as cursor:
        cursor.execute("SELECT sort_key FROM registry_person WHERE id = %s", [person.pk])
        assert cursor.fetchone() == ("федорова мария сергеевна",)
