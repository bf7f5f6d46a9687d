"""The draft made of agreed pairs: words, cases, annex, and the paper as one can read it."""

import pytest
from django.utils import timezone

from mentoring.documents.queries import issued_pdf
from mentoring.workflow.verdicts import Refused, StaleState
from registry.pairs.enums import CouncilOpinion
from registry.pairs.services import give_council_opinion
from registry.people.services import link_account
from roadmap.orders.documents import acquaintance_pdf, draft_pdf, frozen_paper
from roadmap.orders.models import Order
from roadmap.orders.new_drafts import draft_pairing_order
from roadmap.orders.paper import order_paper
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.orders import check_forms, make_order, make_school
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_administrator, make_council_member, make_curator, make_person
from tests.mentoring.documents.reading import read, size_mm, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def person(last_name, first_name, patronymic, position):
    return make_person(last_name, first_name=first_name, patronymic=patronymic, positions=(position,))


def two_pairs():
    """A pair and a group of people whose names decline in different ways."""
    curator = person(
        "Ясенева", "Наталья", "Михайловна", "заместитель директора по научно-методической работе"
    )
    link_account(curator, make_curator(), by=make_administrator())
    check_forms(curator)
    first = make_mentor(person("Петрова", "Мария", "Сергеевна", "учитель математики"), max_mentees=3).person
    second = make_mentor(person("Шевченко", "Любовь", "Андреевна", "педагог-психолог"), max_mentees=3).person
    pupils = [
        person("Кравец", "Пётр", "Ильич", "учитель физики"),
        person("Ким", "Виктория", "Олеговна", "учитель начальных классов"),
        person("Соловьёв", "Артём", "Денисович", "учитель информатики"),
    ]
    pupils = [make_mentee(row).person for row in pupils]
    return [
        make_mentorship("agreed", mentor=first, mentees=pupils[:1]),
        make_mentorship("agreed", mentor=second, mentees=pupils[1:]),
    ]


def test_the_text_names_everybody_in_the_right_case():
    pairs = two_pairs()
    order = make_order("draft", pairs=pairs)
    term = f"с {pairs[0].start:%d.%m.%Y} по {pairs[0].end:%d.%m.%Y}"

    items = {number: text for number, _, text in order_paper(order).numbered_items}

    assert items["2.1."].replace("\xa0", " ") == (
        f"Петрову Марию Сергеевну, учителя математики, – наставником учителя физики Кравца Петра Ильича {term}."
    )
    assert items["2.2."].replace("\xa0", " ") == (
        "Шевченко Любовь Андреевну, педагога-психолога, – наставником учителя начальных классов Ким Виктории "
        f"Олеговны и учителя информатики Соловьёва Артёма Денисовича {term}."
    )
    assert items["4."] == (
        "Куратору реализации программ наставничества Ясеневой Наталье Михайловне, "
        "заместителю директора по научно-методической работе:"
    )
    assert items["6."] == "Контроль за исполнением приказа оставляю за собой."


def test_the_registered_paper_reads_as_it_should():
    order = make_order("registered", pairs=two_pairs())
    pdf = issued_pdf(order.document)

    assert len(read(pdf).pages) == order.document.page_count
    assert [size_mm(pdf, page) for page in (0, -2, -1)] == [(210, 297), (297, 210), (210, 297)]
    text = words(pdf)
    for part in (
        "МУНИЦИПАЛЬНОЕ БЮДЖЕТНОЕ ОБЩЕОБРАЗОВАТЕЛЬНОЕ УЧРЕЖДЕНИЕ",
        f"от {TODAY:%d.%m.%Y}",
        "№ 1/01-02",
        "в Муниципальном бюджетном общеобразовательном учреждении «Средняя школа № 7»",
        "статьёй 351.8 Трудового кодекса Российской Федерации",
        "Петрову Марию Сергеевну, учителя математики",
        "Соловьёва Артёма Денисовича",
        "Директор",
        "Г. А. Кедрова",
    ):
        assert part in text
    assert "Петрова Мария Сергеевна, учитель математики" in words(pdf, -2)
    assert "Согласия: наставника от 01.09." in words(pdf, -2)
    assert "ПРОЕКТ" not in text


def test_the_acquaintance_sheet_is_printed_alone():
    order = make_order("registered", pairs=two_pairs())

    pdf = acquaintance_pdf(order)

    assert len(read(pdf).pages) == 1
    assert words(pdf).startswith(f"Лист ознакомления С приказом МБОУ СШ № 7 от {TODAY:%d.%m.%Y} № 1/01-02")
    assert "Ясенева Наталья Михайловна" in words(pdf)


def test_a_draft_is_printed_with_a_watermark_and_without_number():
    order = make_order("draft")

    text = words(draft_pdf(order))

    assert "ПРОЕКТ" in text
    assert "1/01-02" not in text


def test_frozen_data_give_the_same_paper_back():
    order = make_order("approved")
    paper = order_paper(order, number="7", on=TODAY)
    order = make_order("registered")

    assert frozen_paper(order.document.data) == order_paper(order, number=order.number, on=order.date)
    assert paper.number == "7"


def test_the_protocol_of_the_council_stands_among_the_grounds():
    pair = make_mentorship("agreed")
    give_council_opinion(
        pair,
        by=make_council_member(),
        opinion=CouncilOpinion.SUPPORTS,
        note="",
        protocol="протокол № 2 от 10.09.2026",
        on=TODAY,
    )

    order = make_order("draft", pairs=[pair])

    assert order.preamble.endswith("решения методического совета (протокол № 2 от 10.09.2026)")


def test_typed_template_code_stays_text_on_paper():
    order = make_order("draft")
    Order.objects.filter(pk=order.pk).update(preamble="{{ 7*191 }} {% debug %} ${7*191} <b>жирно</b>")
    order.refresh_from_db()

    text = words(draft_pdf(order))

    assert "{{ 7*191 }} {% debug %} ${7*191} <b>жирно</b>" in text
    assert "1337" not in text


def test_an_order_may_come_into_force_later():
    order = make_order("draft")
    order.effective_from = TODAY

    assert [text for number, _, text in order_paper(order).numbered_items if number in ("6.", "7.")] == [
        f"Приказ вступает в силу с {TODAY:%d.%m.%Y}.",
        "Контроль за исполнением приказа оставляю за собой.",
    ]


def test_only_agreed_pairs_become_an_order():
    make_school()
    by = make_curator()

    with pytest.raises(StaleState):
        draft_pairing_order([make_mentorship("proposed")], by=by)
    with pytest.raises(Refused):
        draft_pairing_order([], by=by)

    assert Order.objects.count() == 0


def test_a_draft_is_made_even_before_the_school_card():
    order = draft_pairing_order([make_mentorship("agreed")], by=make_curator())

    assert (order.signer_position, order.signer_name) == ("Директор", "____________")
    assert order.title == f"О закреплении наставнических пар/групп на {_year()} учебный год"


def _year():
    start = TODAY.year if TODAY.month >= 9 else TODAY.year - 1
    return f"{start}/{start + 1}"
