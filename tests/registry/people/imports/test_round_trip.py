"""What the product writes into a staff list it reads back as the same people: nothing changes, nobody is lost."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mentoring.documents.sheets import render_xlsx
from registry.people.documents import staff_sheet
from registry.people.enums import RowOutcome
from registry.people.imports.queries import counts_of
from registry.people.imports.services import preview_import, start_import
from registry.people.models import Person
from registry.people.queries import for_staff_list
from registry.people.services import create_person
from tests.factories.people import make_curator

pytestmark = pytest.mark.django_db

SURNAMES = ("Ёлкина", "Соловьёва", "Мамин-Сибиряк", "О’Коннор", "Ле", "Йодль", "Щ", "Рыбина")
FIRST_NAMES = ("Алёна", "Анна-Мария", "Лю", "Семён", "Фёкла")
PATRONYMICS = ("Семёновна", "Ильинична", "Кузьмич", "")
# What a spreadsheet likes to spoil: leading noughts and signs, long numbers, lookalikes of dates and formulas.
TEXTS = st.one_of(
    st.sampled_from(
        (
            "007",
            "0012.0",
            "1e5",
            "=1+1",
            "+7 900 000-00-00",
            "-",
            "@совместитель",
            "01.02",
            "3/4",
            "TRUE",
            "№ 5",
        )
    ),
    st.text(st.sampled_from("абвгёйЩ 0123456789=+-@#'\"<>&;«»№\n"), max_size=60),
)
PHONES = st.from_regex(r"\+7 9[0-9]{2} [0-9]{3}-[0-9]{2}-[0-9]{2}|0[0-9]{5}|8[0-9]{10}", fullmatch=True)


@st.composite
def people(draw, number):
    born = draw(st.dates(date(1950, 1, 1), date(1990, 12, 31)))
    total = draw(st.integers(0, 16))
    return {
        # A surname of its own for each, so that nobody is taken for another.
        "last_name": draw(st.sampled_from(SURNAMES)) + "абвгдежз"[number],
        "first_name": draw(st.sampled_from(FIRST_NAMES)),
        "patronymic": draw(st.sampled_from(PATRONYMICS)),
        "gender": draw(st.sampled_from(("m", "f"))),
        "birth_date": born,
        "hired_on": born + timedelta(days=draw(st.integers(18 * 366, 30 * 366))),
        "total_years": total,
        "teaching_years": draw(st.integers(0, total)),
        "phone": draw(PHONES),
        "personnel_number": f"0{draw(st.integers(0, 999))}{number}",
        "note": " ".join(draw(TEXTS).split()),
        "subjects": " ".join(draw(TEXTS).split())[:100],
        "positions": [draw(st.sampled_from(("учитель", "педагог-психолог", "социальный педагог")))],
    }


# A card takes the grammar a while, so a failing school is shown as it is, not made smaller.
@settings(max_examples=5, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.tuples(*(people(number) for number in range(6))))
def test_a_list_that_was_exported_changes_nothing_when_it_is_loaded_again(school):
    with transaction.atomic():
        by = make_curator()
        for fields in school:
            create_person(by=by, kind="teacher", **fields)
        book = render_xlsx(staff_sheet(for_staff_list(Person.objects.order_by("pk"))))

        counts = counts_of(preview_import(start_import(by=by, data=book, filename="список.xlsx"), by=by))

        transaction.set_rollback(True)
    assert {value: counts[value] for value in RowOutcome.values if counts[value]} == {
        "unchanged": len(school),
        "skipped": 1,
    }
