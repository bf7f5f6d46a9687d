"""The way of a list: uploaded, matched, previewed, applied; the same list again changes nothing."""

from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from mentoring.workflow.models import StatusChange
from mentoring.workflow.verdicts import Refused
from registry.people.enums import ImportState, RowOutcome
from registry.people.imports.documents import bad_rows_book, bad_rows_filename
from registry.people.imports.queries import counts_of, loaded_needing_review, loaded_without_gender, rows_of
from registry.people.imports.refusals import WorkbookRefused
from registry.people.imports.services import (
    Applied,
    apply_import,
    cancel_import,
    match_columns,
    preview_import,
    start_import,
)
from registry.people.imports.workbook import read_workbook
from registry.people.models import Person, Position, StaffImport
from registry.people.services import update_person
from tests.factories.people import make_curator, make_director
from tests.registry.people.imports import books
from tests.registry.people.imports.lists import person

pytestmark = pytest.mark.django_db

REAL_LIST = Path(__file__).parent / "staff-list.xlsx"


def previewed(data, *, by=None, filename="список.xlsx"):
    by = by or make_curator()
    return preview_import(start_import(by=by, data=data, filename=filename), by=by)


def applied(data):
    staff_import = previewed(data)
    assert apply_import(staff_import, by=make_curator()) is Applied.NOW
    staff_import.refresh_from_db()
    return staff_import


def outcomes(staff_import):
    counts = counts_of(staff_import)
    return {value: counts[value] for value in RowOutcome.values if counts[value]}


def everything():
    """All that a list may write, as plain rows."""
    return (
        list(Person.objects.order_by("pk").values()),
        list(Position.objects.order_by("pk").values()),
    )


def test_the_real_list_is_previewed_without_touching_a_card():
    staff_import = previewed(REAL_LIST.read_bytes())
    assert outcomes(staff_import) == {"new": 63, "error": 3, "skipped": 4}
    assert sum(outcomes(staff_import).values()) == staff_import.rows_in_file == 70
    assert staff_import.state == ImportState.PREVIEWED
    assert not Person.objects.exists()


def test_the_good_rows_of_the_real_list_become_cards():
    staff_import = applied(REAL_LIST.read_bytes())
    assert (Person.objects.count(), Position.objects.count()) == (63, 63)
    assert staff_import.state == ImportState.APPLIED
    repaired = Person.objects.get(last_name="Черных", first_name="Юлия")
    assert (repaired.gender, repaired.birth_date, repaired.hired_on) == (
        "f",
        date(1971, 7, 23),
        date(2006, 9, 21),
    )
    assert repaired.position_title == "учитель начальных классов"
    assert [found.full_name for found in loaded_without_gender(staff_import)] == ["Толстая Ольга"]
    assert set(loaded_needing_review(staff_import)) <= set(Person.objects.all())
    assert StatusChange.objects.get(action="apply").sentence == (
        "внесён список «список.xlsx»: новых – 63\xa0человека, изменено – 0"
    )


def test_the_same_list_again_changes_nothing():
    applied(REAL_LIST.read_bytes())
    before = everything()
    again = previewed(REAL_LIST.read_bytes())
    assert outcomes(again) == {"unchanged": 63, "error": 3, "skipped": 4}
    with pytest.raises(Refused, match="Вносить нечего"):
        apply_import(again, by=make_curator())
    assert everything() == before


def test_the_bad_rows_come_back_with_reasons_and_are_loaded_once_mended():
    staff_import = applied(REAL_LIST.read_bytes())
    assert bad_rows_filename(staff_import) == "список – исправить.xlsx"
    book = bad_rows_book(staff_import)
    (sheet,) = read_workbook(book, filename="исправить.xlsx")
    heading, undated, repeated, initials = (row.values for row in sheet.rows)
    assert heading == (*books.HEADINGS, "Что исправить")
    assert (undated[1], undated[5], undated[9]) == (
        "Антонова Анна Геннадьевна",
        date(1999, 11, 11),
        "Дата приёма: сентябрь 2025: нужен день",
    )
    assert repeated[9].startswith("Дата рождения: 31.02.1990: такого дня нет в календаре; похоже на повтор")
    mended = (*undated[:6], date(2025, 9, 1), *undated[7:])
    again = applied(
        books.book_bytes(heading, mended, (*repeated[:5], date(1990, 2, 28), *repeated[6:]), initials)
    )
    assert outcomes(again) == {"new": 2, "error": 1, "skipped": 1}
    assert Person.objects.get(last_name="Антонова", first_name="Анна").hired_on == date(2025, 9, 1)
    assert Person.objects.count() == 65


def test_a_changed_list_updates_only_what_it_says():
    applied(books.staff_book(person(category="первая (до 20.12.2026)"), person("Цой Лев Ильич")))
    update_person(Person.objects.get(last_name="Белова"), by=make_curator(), version=0, phone="2-34-56")
    changed = person(category="высшая", position="методист", years=8, note="совместитель")
    staff_import = applied(books.staff_book(changed, person("Цой Лев Ильич")))
    assert outcomes(staff_import) == {"updated": 1, "unchanged": 1, "skipped": 3}
    card = Person.objects.get(last_name="Белова")
    assert (card.category, card.category_note, card.teaching_years, card.note, card.phone) == (
        "highest",
        "",
        8,
        "совместитель",
        "2-34-56",
    )
    assert [position.title for position in card.positions.all()] == ["методист"]


def test_a_new_main_position_keeps_the_others():
    applied(books.staff_book(person()))
    card = Person.objects.get()
    update_person(card, by=make_curator(), version=0, positions=["учитель физики", "классный руководитель"])
    applied(books.staff_book(person(position="методист")))
    assert list(card.positions.values_list("title", "is_main")) == [
        ("методист", True),
        ("классный руководитель", False),
    ]


def test_a_card_changed_since_the_preview_is_shown_again_before_anything_is_written():
    applied(books.staff_book(person()))
    staff_import = previewed(books.staff_book(person(years=8), person("Цой Лев Ильич")))
    update_person(Person.objects.get(), by=make_curator(), version=0, teaching_years=8)
    assert apply_import(staff_import, by=make_curator()) is Applied.CHANGED
    assert outcomes(staff_import) == {"new": 1, "unchanged": 1, "skipped": 3}
    assert Person.objects.count() == 1
    assert apply_import(staff_import, by=make_curator()) is Applied.NOW
    assert Person.objects.count() == 2


BREAK = """
CREATE FUNCTION break_import() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the last card failed'; END $$;
CREATE TRIGGER break_import BEFORE INSERT ON registry_person FOR EACH ROW
WHEN (NEW.last_name = '{}') EXECUTE FUNCTION break_import();
"""


def test_a_list_that_fails_at_its_last_card_leaves_nothing():
    staff_import, before = previewed(REAL_LIST.read_bytes()), everything()
    last = rows_of(staff_import, RowOutcome.NEW).order_by("row_number").last()
    with connection.cursor() as cursor:
        cursor.execute(BREAK.format(last.values["last_name"]))
    with pytest.raises(DatabaseError, match="the last card failed"):
        apply_import(staff_import, by=make_curator())
    staff_import.refresh_from_db()
    assert (everything(), staff_import.state) == (before, ImportState.PREVIEWED)


def test_a_list_is_applied_once():
    staff_import = previewed(books.staff_book(person()))
    assert apply_import(staff_import, by=make_curator()) is Applied.NOW
    assert apply_import(staff_import, by=make_curator()) is Applied.ALREADY
    assert Person.objects.count() == 1


def test_an_applied_list_is_neither_matched_again_nor_given_up():
    staff_import = applied(books.staff_book(person()))
    for act in (
        lambda: match_columns(staff_import, by=make_curator(), header_row=4, columns={"full_name": 1}),
        lambda: preview_import(staff_import, by=make_curator()),
        lambda: cancel_import(staff_import, by=make_curator()),
    ):
        with pytest.raises(Refused, match="уже внесён в картотеку"):
            act()


def test_a_list_that_was_not_checked_is_not_applied():
    staff_import = start_import(by=make_curator(), data=books.staff_book(person()), filename="a.xlsx")
    with pytest.raises(Refused, match="ещё не проверен"):
        apply_import(staff_import, by=make_curator())


def test_a_list_given_up_forgets_its_rows():
    staff_import = previewed(books.staff_book(person()))
    cancel_import(staff_import, by=make_curator())
    staff_import.refresh_from_db()
    assert (staff_import.state, staff_import.rows.count()) == (ImportState.CANCELLED, 0)
    with pytest.raises(Refused, match="отменена"):
        apply_import(staff_import, by=make_curator())


def test_columns_matched_by_hand_are_used():
    data = books.book_bytes(("Кто", "Кем"), ("Белова Нина Павловна", "учитель"))
    staff_import = start_import(by=make_curator(), data=data, filename="a.xlsx")
    assert staff_import.header_row is None
    matched = match_columns(
        staff_import, by=make_curator(), header_row=1, columns={"full_name": 0, "position": 1}
    )
    preview_import(matched, by=make_curator())
    (row,) = rows_of(matched)
    assert (row.outcome, row.values["position"], row.values["gender"]) == ("new", "учитель", "f")


def test_two_lines_about_one_card_are_an_error_of_the_second():
    applied(books.staff_book(person(born=None, hired=None)))
    data = books.staff_book(
        person(born=date(1980, 1, 1), hired=None), person(born=date(1990, 1, 1), hired=None)
    )
    staff_import = previewed(data)
    first, second = rows_of(staff_import)
    assert (first.outcome, second.outcome) == ("updated", "error")
    assert second.errors[-1]["text"] == "эта строка и строка 5 – об одной карточке: Белова Нина Павловна"


def test_only_those_who_may_load_lists_start_one():
    with pytest.raises(Refused, match="загружает куратор"):
        start_import(by=make_director(), data=books.staff_book(person()), filename="a.xlsx")
    assert not StaffImport.objects.exists()


def test_a_refused_book_leaves_nothing_behind():
    with pytest.raises(WorkbookRefused):
        start_import(by=make_curator(), data=b"%PDF-1.7", filename="a.xlsx")
    assert not StaffImport.objects.exists()


def test_a_sheet_may_be_named_and_an_unknown_one_is_refused():
    data = books.staff_book(person())
    staff_import = start_import(by=make_curator(), data=data, filename="a.xlsx", sheet_title="кадры")
    assert staff_import.sheet_name == "Кадры"
    with pytest.raises(WorkbookRefused, match="В книге нет листа «Лист2». Заполнены листы: «Кадры»."):
        start_import(by=make_curator(), data=data, filename="a.xlsx", sheet_title="Лист2")


def test_a_stored_row_that_no_longer_follows_from_the_file_is_not_written():
    staff_import = previewed(books.staff_book(person()))
    row = rows_of(staff_import).get()
    row.values = {**row.values, "hired_on": "1970-01-01"}
    row.save(update_fields=["values"])
    assert apply_import(staff_import, by=make_curator()) is Applied.CHANGED
    assert not Person.objects.exists()


def test_rows_older_than_a_month_are_forgotten():
    staff_import = previewed(books.staff_book(person()))
    StaffImport.objects.update(created_at=date(2026, 1, 1).isoformat() + "T00:00Z")
    start_import(by=make_curator(), data=books.staff_book(person()), filename="b.xlsx")
    staff_import.refresh_from_db()
    assert (staff_import.state, staff_import.rows.count()) == (ImportState.CANCELLED, 0)
