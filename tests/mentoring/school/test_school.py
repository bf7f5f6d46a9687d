"""The school's card, its dictionaries and its calendar."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from mentoring.documents.layout import PaperLayout
from mentoring.school.enums import DayKind
from mentoring.school.forms import LegalActForm
from mentoring.school.models import (
    CalendarDay,
    Direction,
    LegalAct,
    MentoringForm,
    MentoringKind,
    Organisation,
    SchoolYear,
)
from mentoring.school.queries import (
    cited_acts,
    nth_working_day_after,
    organisation,
    paper_layout,
    school_year_of,
    school_year_start,
    year_end,
)
from mentoring.school.services import (
    delete_record,
    ensure_dictionaries,
    ensure_school_year,
    save_organisation,
    save_record,
)
from mentoring.workflow.verdicts import Refused, StaleState
from tests.factories.people import make_curator
from tests.factories.school import CARD, make_school

pytestmark = pytest.mark.django_db


def test_the_card_is_one_row():
    make_school()
    with pytest.raises(IntegrityError, match="organisation_is_one"), transaction.atomic():
        Organisation.objects.create(pk=2, **CARD)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [({"font_size": 11}, "organisation_font_12_14"), ({"margin_top": 5}, "organisation_margins_of_gost")],
)
def test_the_database_keeps_margins_and_type_of_the_standard(fields, constraint):
    make_school()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Organisation.objects.update(**fields)


def test_two_people_do_not_overwrite_each_others_card():
    curator = make_curator()
    card = make_school(by=curator)
    save_organisation(by=curator, version=card.version, phone="11-11-11")
    with pytest.raises(StaleState):
        save_organisation(by=curator, version=card.version, phone="22-22-22")
    assert organisation().phone == "11-11-11"


def test_papers_take_margins_and_type_from_the_card():
    curator = make_curator()
    card = make_school(by=curator)
    save_organisation(by=curator, version=card.version, order_margin_left=35, font_size=13)
    order = PaperLayout(margin_left=35, margin_right=10, margin_top=20, margin_bottom=20, font_size=13)
    assert paper_layout("order") == order
    assert paper_layout("register").orientation == "landscape"
    with pytest.raises(ValueError, match="poster"):
        paper_layout("poster")


def test_dictionaries_begin_with_the_words_of_the_regulation_and_are_not_installed_twice():
    for _ in range(2):
        ensure_dictionaries()
    counts = [model.objects.count() for model in (MentoringForm, MentoringKind, Direction, LegalAct)]
    assert counts == [3, 7, 5, 11]
    assert Direction.objects.first().name == "предметное содержание"


def test_acts_named_in_preambles_stand_in_their_order_until_they_lose_force():
    ensure_dictionaries()
    assert [act.number for act in cited_acts()] == ["273-ФЗ", "197-ФЗ", "1264-р", "АЗ-1128/08"]
    assert all(act.is_sample and act.citation_genitive for act in LegalAct.objects.all())
    assert set(LegalAct.objects.values_list("number", flat=True)) >= {
        "204",
        "474",
        "1642",
        "3273-р",
        "94",
        "152-ФЗ",
    }
    letter = LegalAct.objects.get(number="АЗ-1128/08")
    save_record(letter, by=make_curator(), fields={"position": 0})
    assert [act.number for act in cited_acts()][0] == "АЗ-1128/08" and not letter.is_sample
    with pytest.raises(IntegrityError, match="legal_act_cited_is_in_force"), transaction.atomic():
        LegalAct.objects.filter(pk=letter.pk).update(is_in_force=False)


def test_the_form_of_an_act_says_why_it_cannot_be_named_in_a_preamble():
    row = {"level": "local", "kind": "приказ", "title": "О школе", "position": 1, "is_cited": "on"}
    form = LegalActForm(row)
    assert not form.is_valid()
    assert form.errors["is_cited"] == ["Акт, который не действует, в преамбуле не называют."]
    assert form.errors["citation"] == ["Напишите, как назвать акт в преамбуле."]
    assert LegalActForm({**row, "is_in_force": "on", "citation": "приказом"}).is_valid()


def test_a_school_year_comes_with_its_holidays():
    year = ensure_school_year(datetime.date(2026, 9, 1))
    assert (year.label, year.end) == ("2026/2027", datetime.date(2027, 8, 31))
    assert ensure_school_year(datetime.date(2026, 9, 1)) == year
    assert CalendarDay.objects.get(date=datetime.date(2026, 11, 4)).name == "День народного единства"
    assert not CalendarDay.objects.filter(date=datetime.date(2026, 6, 12)).exists()
    assert school_year_of(datetime.date(2027, 2, 1)) == year


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (datetime.date(2026, 8, 31), datetime.date(2025, 9, 1)),
        (datetime.date(2026, 9, 1), datetime.date(2026, 9, 1)),
        (datetime.date(2027, 2, 28), datetime.date(2026, 9, 1)),
    ],
)
def test_the_school_year_turns_on_the_first_of_september(day, start):
    assert school_year_start(day) == start
    assert year_end(day) == datetime.date(start.year + 1, 8, 31)


def test_the_third_working_day_after_a_friday_is_wednesday():
    assert nth_working_day_after(datetime.date(2025, 10, 10), 3) == datetime.date(2025, 10, 15)


def test_holidays_and_moved_days_shift_the_count():
    CalendarDay.objects.create(date=datetime.date(2025, 10, 13), kind=DayKind.DAY_OFF)
    CalendarDay.objects.create(date=datetime.date(2025, 10, 18), kind=DayKind.WORKING)
    assert nth_working_day_after(datetime.date(2025, 10, 10), 3) == datetime.date(2025, 10, 16)
    assert nth_working_day_after(datetime.date(2025, 10, 17), 1) == datetime.date(2025, 10, 18)


@pytest.mark.parametrize(
    ("notice", "last_day"),
    [("2026-12-30", "2027-01-12"), ("2027-12-30", "2028-01-11"), ("2027-11-03", "2027-11-09")],
)
def test_a_year_whose_calendar_nobody_has_begun_has_its_holidays(notice, last_day):
    ensure_school_year(datetime.date(2026, 9, 1))
    assert nth_working_day_after(datetime.date.fromisoformat(notice), 3).isoformat() == last_day


@pytest.mark.parametrize("moved", [None, "2027-12-31", "2028-05-09"])
def test_the_first_day_of_a_year_brings_the_holidays_with_it(moved):
    curator = make_curator()
    if moved:
        day = {"date": datetime.date.fromisoformat(moved), "kind": DayKind.DAY_OFF, "name": "перенос"}
        save_record(CalendarDay(), by=curator, fields=day)
    else:
        start, end = datetime.date(2027, 9, 1), datetime.date(2028, 8, 31)
        save_record(SchoolYear(), by=curator, fields={"label": "2027/2028", "start": start, "end": end})
    assert (
        CalendarDay.objects.filter(date__range=("2027-09-01", "2028-08-31")).count()
        == {
            None: 14,
            "2027-12-31": 15,
            "2028-05-09": 14,
        }[moved]
    )
    # The 31st is a Friday: taken off, it makes the count one day longer.
    third = datetime.date(2028, 1, 12 if moved == "2027-12-31" else 11)
    assert nth_working_day_after(datetime.date(2027, 12, 30), 3) == third


def test_a_holiday_taken_out_of_the_calendar_is_a_working_day():
    curator = make_curator()
    ensure_school_year(datetime.date(2026, 9, 1))
    delete_record(CalendarDay.objects.get(date=datetime.date(2026, 11, 4)), by=curator)
    assert nth_working_day_after(datetime.date(2026, 11, 3), 1) == datetime.date(2026, 11, 4)


def test_a_word_in_use_is_not_deleted_and_a_twin_is_not_made():
    curator = make_curator()
    ensure_dictionaries()
    first = MentoringForm.objects.first()
    with pytest.raises(Refused, match="уже есть"):
        save_record(MentoringForm(), by=curator, fields={"name": first.name})
    unused = MentoringForm()
    save_record(unused, by=curator, fields={"name": "студент – педагог"})
    delete_record(unused, by=curator)
    assert not MentoringForm.objects.filter(name="студент – педагог").exists()


def test_the_curator_fills_the_card_and_the_head_is_declined(client):
    client.force_login(make_curator())
    answer = client.post(
        reverse("school:organisation"),
        {
            **{name: value for name, value in CARD.items() if not name.startswith("head_name")},
            "version": "0", "head_position_genitive": "директора", "head_position_dative": "директору",
            "head_position_accusative": "директора", "order_margin_left": "30", "working_margin_left": "20",
            "margin_right": "10", "margin_top": "20", "margin_bottom": "20", "font_size": "14", "date_style": "numeric",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    card = organisation()
    assert (card.head_gender, card.head_name_dative) == ("f", "Берестовой Галине Аркадьевне")


def test_a_stale_card_is_shown_again_with_what_was_typed(client):
    make_school()
    client.force_login(make_curator())
    page = client.get(reverse("school:organisation"))
    data = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    Organisation.objects.update(version=9)
    answer = client.post(reverse("school:organisation"), data | {"version": 1, "phone": "99-99-99"})
    assert answer.status_code == 409
    assert "99-99-99" in answer.content.decode()


@pytest.mark.parametrize("slug", ["forms", "kinds", "directions", "acts", "calendar", "years"])
def test_every_dictionary_has_its_pages(client, slug):
    ensure_dictionaries()
    ensure_school_year(datetime.date(2026, 9, 1))
    client.force_login(make_curator())
    page = client.get(reverse("school:dictionary", args=[slug]))
    record = page.context["page"].object_list[0]
    assert client.get(reverse("school:record-create", args=[slug])).status_code == 200
    form = client.get(reverse("school:record-edit", args=[slug, record.pk])).context["form"]
    assert form.instance == record
    assert client.get(reverse("school:dictionary", args=["unknown"])).status_code == 404


def test_a_word_is_changed_on_its_page(client):
    ensure_dictionaries()
    client.force_login(make_curator())
    record = Direction.objects.first()
    url = reverse("school:record-edit", args=["directions", record.pk])
    client.post(url, {"name": "новое название", "definition": "", "position": "1"})
    record.refresh_from_db()
    assert (record.name, record.is_active) == ("новое название", False)
