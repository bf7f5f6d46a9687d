"""What an act says on paper, how it is frozen, and how an order approves it."""

import hashlib
from io import BytesIO

import pytest
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from mentoring.documents.queries import issued_pdf
from mentoring.school.models import LegalAct
from mentoring.school.services import ensure_dictionaries, ensure_school_year, save_record
from mentoring.workflow.verdicts import Refused
from roadmap.acts.documents import act_word
from roadmap.acts.models import LocalAct
from roadmap.acts.naming import names_act
from roadmap.acts.paper import act_paper, paper_of
from roadmap.acts.rules import may_acknowledge
from roadmap.acts.sample import REGULATION
from roadmap.acts.services import approve_act, end_act, start_edition, submit_act
from tests.factories.acts import make_act, make_regulation
from tests.factories.kinds import make_kind
from tests.factories.orders import make_order, make_school
from tests.factories.people import make_curator, make_director

pytestmark = pytest.mark.django_db
DAY = timezone.timedelta(days=1)


def today():
    return timezone.localdate()


def words_of(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_the_sample_has_nine_sections_and_is_filled_from_the_school_and_the_normative_base():
    ensure_dictionaries()
    paper = act_paper(make_regulation())

    assert [section.heading for section in paper.sections] == [heading for heading, _ in REGULATION]
    assert len(paper.sections) == 9
    first = paper.sections[0].clauses[0]
    assert "в Муниципальном бюджетном" in first.paragraphs[0]
    assert first.lines[0].startswith("Федеральный закон от 29.12.2012 №\xa0273-ФЗ") and len(first.lines) == 4
    assert paper.stamps[0] == ("УТВЕРЖДЕНО", "приказом МБОУ СШ №\xa07", "от ____________ №\xa0________")
    assert paper.stamps[1][0] == "ПРИНЯТО" and "{" not in str(paper)


def test_without_acts_marked_for_preambles_the_sample_leaves_the_list_out():
    act = make_regulation()

    assert act_paper(act).sections[0].clauses[0].lines == ()


def test_an_approved_act_is_the_same_bytes_for_ever():
    act = make_act("approved")
    before, text = issued_pdf(act.document), words_of(issued_pdf(act.document))
    assert hashlib.sha256(before).hexdigest() == act.document.sha256
    assert "УТВЕРЖДАЮ" in text and "Г. А. Кедрова" in text.replace("\xa0", " ")

    make_school(short_name="Другая школа", full_name_prepositional="Другой школе")
    again = LocalAct.objects.get(pk=act.pk)
    assert issued_pdf(again.document) == before
    assert "Другой" not in str(paper_of(again)) and "Другой" in str(act_paper(again))
    assert paper_of(again).title == "приёма наставляемых"


def test_word_holds_the_same_words_as_the_paper():
    act = make_regulation("approved")
    book, paper = Document(BytesIO(act_word(act))), paper_of(act)
    lines = [line.text for line in book.paragraphs]
    table = " ".join(cell.text for row in book.tables[0].rows for cell in row.cells)

    for number, section in enumerate(paper.sections, start=1):
        assert f"{number}. {section.heading}" in lines
        for place, clause in enumerate(section.clauses, start=1):
            assert f"{number}.{place}. {clause.paragraphs[0]}" in lines
            assert {f"– {line}" for line in clause.lines} <= set(lines)
    assert all(line in table for stamp in paper.stamps for line in stamp)
    assert book.core_properties.author == ""


def test_an_order_approves_only_an_act_that_it_names():
    act, director = make_regulation("submitted"), make_director()
    stranger = make_order("registered")
    assert not names_act(stranger, act)
    with pytest.raises(Refused, match="этот акт не назван"):
        approve_act(act, by=director, order=stranger)
    with pytest.raises(Refused, match="ещё не зарегистрирован"):
        approve_act(act, by=director, order=make_order("draft"))

    order = make_kind("regulation", "registered")
    approve_act(act, by=director, order=order)
    act.refresh_from_db()
    assert (act.order, act.approved_on, act.in_force_from) == (order, order.date, order.date)
    assert paper_of(act).stamps[0][0] == "УТВЕРЖДЕНО" and order.number in paper_of(act).stamps[0][2]


def test_dates_of_an_approval_are_sensible():
    act, director = make_act("submitted"), make_director()
    for words, sentence in (
        ({}, "Укажите приказ или дату"),
        ({"on": today() + DAY}, "ещё не наступила"),
        ({"on": today(), "in_force_to": today() - DAY}, "раньше первого"),
    ):
        with pytest.raises(Refused, match=sentence):
            approve_act(act, by=director, **words)
    former = make_act("approved", title="иные")
    newer = start_edition(former, by=make_curator())
    submit_act(newer, by=make_curator())
    with pytest.raises(Refused, match="только позже"):
        approve_act(newer, by=director, on=today(), in_force_from=former.in_force_from)
    with pytest.raises(Refused, match="не может быть раньше"):
        end_act(former, by=director, on=former.in_force_from - DAY, reason="приказ")


def test_a_new_edition_ends_the_former_one_and_takes_nothing_from_it():
    act = make_act("approved")
    text = words_of(issued_pdf(act.document))
    newer = start_edition(act, by=make_curator())
    submit_act(newer, by=make_curator())
    assert LocalAct.objects.get(pk=act.pk).status == "approved"

    approve_act(newer, by=make_director(), on=today(), in_force_from=today() + DAY)
    former = LocalAct.objects.select_related("document").get(pk=act.pk)
    assert (former.status, former.in_force_to) == ("superseded", today())
    assert words_of(issued_pdf(former.document)) == text
    assert (former.document.status, former.document.cancelled_on) == ("cancelled", today() + DAY)
    assert [item.text for item in newer.items.all()] == [item.text for item in former.items.all()]
    # Approved today, in force tomorrow: until then the former edition is the one to read.
    newer.refresh_from_db()
    assert newer.shown_state == ("approved", f"утверждён, вступит в силу {today() + DAY:%d.%m.%Y}")
    assert former.shown_state == ("approved", f"действует по {today():%d.%m.%Y}")
    assert may_acknowledge(former, None)
    former.in_force_to = today() - DAY
    assert former.shown_state == ("superseded", "сменён новой редакцией")
    assert not may_acknowledge(former, None)


def test_nothing_is_approved_with_a_placeholder_that_has_lost_its_value():
    ensure_dictionaries()
    act = make_regulation("submitted")
    for row in LegalAct.objects.filter(is_cited=True):
        save_record(row, by=make_curator(), fields={"is_cited": False})

    with pytest.raises(Refused, match="нечем заполнить"):
        approve_act(act, by=make_director(), on=today())


def test_a_closed_year_takes_no_approval():
    year = ensure_school_year(timezone.datetime(2020, 9, 1).date())
    type(year).objects.filter(pk=year.pk).update(closed_on="2021-10-01")
    act = make_act("submitted")

    with pytest.raises(Refused, match="закрыт"):
        approve_act(act, by=make_director(), on=timezone.datetime(2021, 1, 12).date())
