"""The measured schools: one of 500 people with 300 pairs, one of 20 000 people."""

from datetime import date, timedelta

from django.db import connection

from registry.people.models import Person, Position
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.orders import make_order, make_school
from tests.factories.pairs import make_mentorship
from tests.factories.people import MEN, PATRONYMICS, SURNAMES, make_curator, make_director

SMALL, LARGE, PAIRS = 500, 20_000, 300
TITLES = (
    "учитель математики", "учитель русского языка и литературы", "учитель начальных классов",
    "учитель физики", "учитель химии", "учитель истории и обществознания", "учитель географии",
    "учитель иностранного языка", "учитель физической культуры", "педагог-психолог", "учитель-логопед",
    "социальный педагог", "педагог дополнительного образования", "воспитатель", "методист",
    "заместитель директора", "учитель информатики", "учитель музыки", "учитель технологии", "тьютор",
)  # fmt: skip
CATEGORIES = ("", "first", "highest", "")


def add_people(first: int, until: int) -> None:
    """People number `first` … `until - 1` with their positions, in bulk."""
    people = Person.objects.bulk_create(
        (person_number(number) for number in range(first, until)), batch_size=2000
    )
    Position.objects.bulk_create(
        (
            Position(person=person, title=TITLES[number % len(TITLES)], forms_state="auto")
            for number, person in enumerate(people)
        ),
        batch_size=2000,
    )


def person_number(number: int) -> Person:
    name, patronymic = MEN[number % 8], PATRONYMICS[number % 7]
    surname = f"{SURNAMES[number % 23]}-{SURNAMES[number // 23 % 23]}"
    return Person(
        last_name=surname,
        first_name=name,
        patronymic=f"{patronymic}ич",
        gender="m",
        personnel_number=f"Т-{number}",
        birth_date=date(1965, 1, 1) + timedelta(days=number % 12_000),
        hired_on=date(2005, 9, 1) + timedelta(days=number % 5000),
        category=CATEGORIES[number % 4],
        teaching_years=number % 35,
        total_years=number % 35 + 2,
        subjects=TITLES[number % len(TITLES)].removeprefix("учитель "),
        education="высшее, педагогический институт",
        phone=f"8 900 000-{number % 10_000:04d}",
        email=f"person{number}@school.example",
        genitive=f"{surname}а {name}а {patronymic}ича",
        dative=f"{surname}у {name}у {patronymic}ичу",
        accusative=f"{surname}а {name}а {patronymic}ича",
        instrumental=f"{surname}ым {name}ом {patronymic}ичем",
        forms_state="auto",
    )


def found_school() -> None:
    """The card, the accounts, a registered order and 300 pairs: agreed, in work, proposed."""
    make_school()
    make_curator(), make_director()
    make_order("registered", pairs=[make_mentorship("agreed") for _ in range(5)])
    people = iter(bulk_people(PAIRS // 2 + PAIRS))
    states = ("active", "active", "active", "agreed", "proposed", "draft")
    for _ in range(PAIRS // 2):
        mentor = make_mentor(next(people), max_mentees=2).person
        for _ in range(2):
            mentee = make_mentee(next(people)).person
            make_mentorship(states[mentee.pk % len(states)], mentor=mentor, mentees=[mentee])
    add_people(PAIRS * 3 // 2, SMALL)
    analyse()


def bulk_people(count: int) -> list[Person]:
    add_people(0, count)
    return list(Person.objects.filter(personnel_number__startswith="Т-").order_by("pk"))


def analyse() -> None:
    with connection.cursor() as cursor:
        # As the server does of itself within a minute after so many new rows.
        cursor.execute("VACUUM ANALYZE")
