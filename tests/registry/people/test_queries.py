from datetime import date

import pytest

from mentoring.accounts.enums import Role
from registry.people import queries
from registry.people.enums import PersonKind
from registry.people.models import Person
from registry.people.services import dismiss_person
from tests.factories.people import make_curator, make_person, make_pupil, make_teacher, make_user

pytestmark = pytest.mark.django_db


def surnames(people):
    return [person.last_name for person in people]


def test_order_and_search_do_not_tell_yo_from_ye():
    make_person("Ершова")
    make_person("Ёлкина")
    make_person("Яковлева")
    make_person("Дёмина")

    assert surnames(Person.objects.all()) == ["Дёмина", "Ёлкина", "Ершова", "Яковлева"]
    assert surnames(queries.search_people(Person.objects.all(), "елк")) == ["Ёлкина"]
    assert surnames(queries.search_people(Person.objects.all(), "ДЕМИНА мар")) == ["Дёмина"]


@pytest.mark.parametrize(
    ("text", "found"),
    [("cоро", ["Сорокина"]), ("сорокина петровна", []), ("%", []), ("", ["Петрова", "Сорокина"])],
)
def test_search_by_every_word_with_latin_look_alikes(text, found):
    make_person("Сорокина")
    make_person("Петрова")

    assert surnames(queries.search_people(Person.objects.all(), text)) == found


@pytest.mark.parametrize("role", [Role.CURATOR, Role.DIRECTOR, Role.COUNCIL, Role.KEEPER])
def test_office_roles_see_everybody(role):
    make_teacher("petrova", "Петрова")
    make_person("Орлова")

    assert surnames(queries.people_visible_to(make_user("somebody", role))) == ["Орлова", "Петрова"]


def test_others_see_their_own_card_only():
    teacher = make_teacher("petrova", "Петрова")
    make_person("Орлова")

    assert surnames(queries.people_visible_to(teacher.user)) == ["Петрова"]
    assert surnames(queries.people_visible_to(make_user("psychologist", Role.PSYCHOLOGIST))) == []
    assert queries.person_of(teacher.user) == teacher
    assert queries.person_of(make_curator()) is None


def test_employees_are_staff_who_work_now():
    make_person("Петрова")
    make_person("Орлова", kind=PersonKind.EXTERNAL)
    make_pupil("Сорокина")
    dismiss_person(make_person("Белова"), by=make_curator(), on=date(2026, 6, 30))

    assert surnames(queries.employees()) == ["Петрова"]


def test_namesakes_are_found_whatever_the_spelling():
    make_person("Фёдорова")
    make_person("Орлова", patronymic="")

    assert queries.namesakes("ФЕДОРОВА", "Мария", "Сергеевна").count() == 1
    assert queries.namesakes("Орлова", "Мария", "").count() == 1
    assert queries.namesakes("Орлова", "Мария", "Сергеевна").count() == 0


def test_the_queue_of_doubtful_forms_goes_round_by_name():
    bear = make_person("Медведь", first_name="Олег", patronymic="Ильич")
    hare = make_person("Заяц", first_name="Пётр", patronymic="Львович")
    plain = make_person("Иванова")
    odd_post = make_person("Яковлева", positions=["по хозяйству"])
    gone = make_person("Волк", first_name="Олег", patronymic="Ильич")
    dismiss_person(gone, by=make_curator(), on=date(2026, 6, 30))

    assert list(queries.needing_review()) == [hare, bear, odd_post]
    assert queries.next_needing_review(plain) == bear
    assert queries.next_needing_review(bear) == odd_post
    assert queries.next_needing_review(odd_post) == hare


def test_the_last_doubtful_person_has_nobody_after():
    assert queries.next_needing_review(make_person("Заяц", first_name="Пётр", patronymic="Львович")) is None


def test_titles_of_positions_stand_once_in_alphabetical_order():
    make_person("Петрова", positions=["учитель", "методист"])
    make_person("Орлова", positions=["учитель"])

    assert queries.position_titles() == ["методист", "учитель"]
