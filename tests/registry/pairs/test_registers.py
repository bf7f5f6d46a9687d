import re
from datetime import date, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from mentoring.accounts.models import AccessRecord
from registry.pairs.documents import mentee_register, mentor_register, pair_register
from tests.factories.bank import first_of_september, make_mentee, make_mentor
from tests.factories.pairs import make_mentorship, the_direction
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_person,
    make_teacher,
)

pytestmark = pytest.mark.django_db
today = timezone.localdate
REGISTERS = {"mentees": mentee_register, "mentors": mentor_register, "pairs": pair_register}
NAMES = list(REGISTERS)
DAY = re.compile(r"\d\d\.\d\d\.\d{4}")


def opened(client, name, kind, query=""):
    return client.get(reverse(f"pairs:register_{kind}", args=[name]) + query)


def words_of(pdf):
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_a_mentee_is_told_with_request_consent_and_mentor():
    entry = make_mentee(
        make_person(teaching_years=2, subjects="математика"),
        request="дисциплина на уроке",
        directions=[the_direction()],
        entered_on=date(2026, 9, 10),
    )
    mentorship = make_mentorship("active", mentees=[entry.person])
    consents_to = date(first_of_september().year + 1, 8, 31)
    assert mentee_register().rows == (
        (
            1,
            entry.person.full_name,
            "учитель математики",
            "молодой / начинающий специалист",
            2,
            "математика\nпредметное содержание",
            "дисциплина на уроке",
            date(2026, 9, 10),
            first_of_september(),
            consents_to,
            mentorship.mentor.full_name,
            "педагог – педагог\nТрадиционная форма («один-на-один»)",
            mentorship.start,
            mentorship.end,
        ),
    )


def test_a_mentor_is_told_with_mentees_and_both_consents():
    entry = make_mentor(competencies="олимпиады", achievements="лауреат", directions=[the_direction()])
    mentorship = make_mentorship("active", mentor=entry.person, size=2)
    names = "\n".join(person.full_name for person in mentorship.mentees)
    row = mentor_register().rows[0]
    assert (row[1], row[4], row[6], row[14]) == (
        entry.person.full_name, "олимпиады", "предметное содержание", "лауреат",
    )  # fmt: skip
    assert row[8:14] == (
        first_of_september(),
        date(first_of_september().year + 1, 8, 31),
        first_of_september(),
        names,
        mentorship.start,
        mentorship.end,
    )


def test_who_gave_no_consent_to_processing_is_left_out():
    make_mentee(consents=())
    make_mentor(consents=())
    assert (mentee_register().rows, mentor_register().rows) == ((), ())


def test_pairs_are_told_in_every_state_but_drafts():
    states = ["draft", "proposed", "agreed", "in_order", "active", "ended", "declined"]
    for state in states:
        make_mentorship(state)
    rows = pair_register().rows
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5, 6]
    ended = next(row for row in rows if row[11])
    assert ended[10:] == ("завершена", today(), "план мероприятий выполнен в полном объёме")


@pytest.mark.parametrize("name", NAMES)
def test_the_paper_is_a_landscape_sheet_with_heading_and_signature(client, name):
    mentorship = make_mentorship("active")
    client.force_login(make_curator())
    response = opened(client, name, "pdf")
    page = PdfReader(BytesIO(response.content)).pages[0]
    assert round(page.mediabox.width) == 842
    text = words_of(response.content)[0]
    assert text.count(f"по состоянию на {today():%d.%m.%Y}") == 1
    assert text.count("Куратор реализации программ наставничества") == 1
    assert text.count(f"{mentorship.start:%d.%m.%Y}") == 1
    assert text.count("(подпись)") == 1
    nothing_is_torn(text, REGISTERS[name]())


def nothing_is_torn(text, register):
    """Every date stands whole, no comma begins a line, words of the heading are parted by a hyphen at most."""
    days = [value for row in register.rows for value in row if isinstance(value, date)]
    # The day of the register itself stands under its title.
    assert sorted(DAY.findall(text)) == sorted(f"{day:%d.%m.%Y}" for day in (*days, today()))
    assert " ," not in text
    whole = text.replace("\u2010 ", "")
    headings = [word for column in register.columns for word in column.heading.split()]
    assert [word for word in headings if word not in whole] == []


def test_the_heading_is_repeated_and_pages_are_numbered(client):
    for _ in range(25):
        make_mentee(request="Нужна помощь с планированием уроков и с дисциплиной в седьмых классах")
    client.force_login(make_curator())
    pages = words_of(opened(client, "mentees", "pdf").content)
    assert len(pages) > 1
    assert [page.count("Пед. стаж, лет") for page in pages] == [1] * len(pages)
    # The margin of a page is the last thing that is drawn on it.
    assert [page.split()[-1] for page in pages[1:]] == [str(number) for number in range(2, len(pages) + 1)]


def test_a_single_curator_is_named_under_the_register(client):
    teacher = make_teacher("curator-with-card")
    curator = make_curator()
    teacher.user = None
    teacher.save(update_fields=["user"])
    teacher.user = curator
    teacher.save(update_fields=["user"])
    client.force_login(curator)
    assert teacher.signature_name.split()[-1] in words_of(opened(client, "pairs", "pdf").content)[0]


@pytest.mark.parametrize("name", NAMES)
def test_the_workbook_has_the_columns_of_the_paper_and_real_dates(client, name):
    mentorship = make_mentorship("active")
    client.force_login(make_director())
    sheet = load_workbook(BytesIO(opened(client, name, "xlsx").content)).active
    register = {"mentees": mentee_register, "mentors": mentor_register, "pairs": pair_register}[name]()
    assert [cell.value for cell in sheet[1]] == [column.heading for column in register.columns]
    assert (sheet.freeze_panes, sheet.auto_filter.ref.split(":")[0]) == ("A2", "A1")
    assert sheet["A2"].value == 1
    dates = [cell.value for cell in sheet[2] if isinstance(cell.value, datetime)]
    assert datetime.combine(mentorship.start, datetime.min.time()) in dates


def test_the_list_of_pairs_hands_its_filters_over(client):
    make_mentorship("proposed")
    make_mentorship("active")
    client.force_login(make_curator())
    page = client.get(reverse("pairs:registers") + "?state=active")
    shown = {
        row["name"]: ([chip["label"] for chip in row["chips"]], row["query"])
        for row in page.context["registers"]
    }
    assert shown == {
        "pairs": (["Состояние: действует"], "state=active"), "mentors": ([], ""), "mentees": ([], ""),
    }  # fmt: skip
    sheet = load_workbook(BytesIO(opened(client, "pairs", "xlsx", "?state=active").content)).active
    assert sheet.max_row == 2


def test_the_banks_hand_their_filters_over(client):
    make_mentee()
    found = make_mentee(make_person("Жарова")).person
    client.force_login(make_curator())
    page = client.get(reverse("pairs:register-mentees") + "?q=жаров")
    assert [chip["label"] for row in page.context["registers"] for chip in row["chips"]] == ["ФИО: жаров"]
    sheet = load_workbook(BytesIO(opened(client, "mentees", "xlsx", "?q=жаров").content)).active
    assert [cell.value for cell in sheet["B"]] == ["ФИО", found.full_name]


def test_taking_a_register_is_written_down(client):
    make_mentorship("active")
    curator = make_curator()
    client.force_login(curator)
    opened(client, "pairs", "pdf")
    opened(client, "mentors", "xlsx")
    rows = AccessRecord.objects.order_by("pk").values_list("user", "kind", "subject", "rows")
    as_of = f"по состоянию на {today():%d.%m.%Y}"
    assert list(rows) == [
        (curator.pk, "export", f"Реестр наставнических пар и групп, {as_of}, PDF", 1),
        (curator.pk, "export", f"Реестр наставников, {as_of}, Excel", 1),
    ]


def test_registers_are_for_who_may_export(client):
    statuses = {}
    for user in (make_curator(), make_director(), make_administrator(), make_council_member()):
        client.force_login(user)
        statuses[user.username] = {
            client.get(reverse("pairs:registers")).status_code,
            opened(client, "pairs", "xlsx").status_code,
        }
    assert statuses == {"curator": {200}, "director": {200}, "administrator": {403}, "council": {403}}


def test_an_unknown_register_is_not_found(client):
    client.force_login(make_curator())
    assert opened(client, "secrets", "pdf").status_code == 404
