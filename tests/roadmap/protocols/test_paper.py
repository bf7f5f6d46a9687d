"""The words of a protocol: cases of speakers, votes, quorum; the frozen PDF and the copy for Word."""

from datetime import date
from io import BytesIO

import pytest
from django.utils import timezone
from docx import Document

from mentoring.documents.protocol_papers import ProtocolItem
from mentoring.documents.queries import issued_pdf
from registry.people.models import Person
from registry.people.services import update_person
from roadmap.protocols.documents import draft_pdf, paper_of, register_pdf, register_xlsx, word_copy
from roadmap.protocols.models import Protocol
from roadmap.protocols.paper import votes_words
from roadmap.protocols.queries import in_register_order
from roadmap.protocols.services import set_attendance
from tests.factories.orders import check_forms, make_school
from tests.factories.people import make_curator, make_person
from tests.factories.protocols import add_question, make_protocol
from tests.mentoring.documents.reading import words

pytestmark = pytest.mark.django_db
NBSP = "\xa0"


def people():
    found = [
        make_person("Иванова", first_name="Анна", patronymic="Петровна", gender="f"),
        make_person("Петров", first_name="Иван", patronymic="Сергеевич", gender="m"),
        make_person("Сидорова", first_name="Ольга", patronymic="Игоревна", gender="f"),
    ]
    check_forms(*found)
    return found


def test_a_careful_secretary_would_have_written_it_so():
    make_school()
    chair, secretary, member = people()
    protocol = make_protocol(people=[chair, secretary, member], items=0, on=date(2026, 11, 20))
    absent = make_person("Крылов", first_name="Олег", patronymic="Ильич", gender="m")
    set_attendance(
        protocol, by=make_curator(), version=protocol.version, chair=chair, secretary=secretary, present=[member],
        absent=[absent], guests=[("Лебедева Ольга Игоревна", "методист")], members_total=5,
    )  # fmt: skip
    add_question(
        Protocol.objects.get(),
        title="О работе пар",
        speeches=[
            {"kind": "heard", "person": chair, "text": "о работе пар за полугодие"},
            {"kind": "spoke", "name": "Лебедева Ольга Игоревна", "post": "методист", "text": "Поддержала."},
            {"kind": "spoke", "name": "Сидорова Ольга Игоревна", "text": "Против"},
        ],
        points=[
            {"text": "Провести встречи.", "responsible": member, "due_on": date(2026, 12, 1)},
            {"text": "Принять к сведению."},
        ],
        votes=(2, 0, 1),
    )

    paper = paper_of(Protocol.objects.get())

    post = chair.positions.get()
    assert paper.items == (
        ProtocolItem(
            title="О работе пар",
            heard=(f"Иванову{NBSP}А.{NBSP}П., {post.accusative},{NBSP}– о работе пар за полугодие.",),
            spoke=(f"Лебедева{NBSP}О.{NBSP}И., методист. Поддержала.", f"Сидорова{NBSP}О.{NBSP}И.{NBSP}– Против."),
            decisions=(
                (
                    "Провести встречи.",
                    f"Отвечает Сидорова{NBSP}О.{NBSP}И., {member.positions.get().title}. Срок: 01.12.2026.",
                ),
                ("Принять к сведению.", ""),
            ),
            votes=f"Голосовали: «за»{NBSP}– 2, «против»{NBSP}– нет, «воздержались»{NBSP}– 1.",
        ),
    )  # fmt: skip
    assert [caption for caption, _ in paper.people] == [
        "Председатель", "Секретарь", "Присутствовали", "Отсутствовали", "Приглашены",
    ]  # fmt: skip
    assert paper.quorum == f"Всего членов{NBSP}– 5, присутствуют 3{NBSP}человека. Кворум имеется."
    assert [(row.position, row.name) for row in paper.signatures] == [
        ("Председатель", f"А.{NBSP}П.{NBSP}Иванова"),
        ("Секретарь", f"И.{NBSP}С.{NBSP}Петров"),
    ]


def test_a_typed_speaker_is_declined_and_a_strange_name_stays():
    protocol = make_protocol(items=0)
    rows = [
        {"kind": "heard", "name": "Кузнецов Павел Олегович", "post": "директор музея", "text": "о выставке"},
        {"kind": "heard", "name": "Представитель родителей", "text": ""},
    ]
    add_question(protocol, speeches=rows)

    assert paper_of(protocol).items[0].heard == (
        f"Кузнецова{NBSP}П.{NBSP}О., директора музея,{NBSP}– о выставке.",
        "Представитель родителей.",
    )


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        (None, ""),
        ((3, 0, 0), f"Голосовали: «за»{NBSP}– 3, единогласно."),
        ((0, 2, 1), f"Голосовали: «за»{NBSP}– нет, «против»{NBSP}– 2, «воздержались»{NBSP}– 1."),
    ],
)
def test_the_vote_in_words(votes, expected):
    protocol = make_protocol(items=0)
    assert votes_words(add_question(protocol, votes=votes)) == expected


def test_the_frozen_bytes_do_not_change_when_names_do():
    protocol = make_protocol("signed", people=people())
    before, shown = issued_pdf(protocol.document), paper_of(protocol)
    person = Person.objects.get(last_name="Иванова")
    update_person(person, by=make_curator(), version=None, last_name="Новикова")
    make_school(short_name="МБОУ СШ № 8")

    fresh = Protocol.objects.get(pk=protocol.pk)
    assert issued_pdf(fresh.document) == before
    assert paper_of(fresh) == shown
    text = words(before)
    assert "П Р О Т О К О Л" in text and "Иванова" in text and "Новикова" not in text


def test_a_draft_is_marked_and_word_says_the_same():
    protocol = make_protocol(people=people())
    assert "ПРОЕКТ" in words(draft_pdf(protocol))
    book = Document(BytesIO(word_copy(protocol)))
    text = "\n".join(line.text for line in book.paragraphs)
    for part in (
        "П Р О Т О К О Л",
        "ПОВЕСТКА ДНЯ:",
        "1. СЛУШАЛИ: О ходе работы, часть 1",
        "РЕШИЛИ:",
        "1.1.\tПринять",
    ):
        assert part in text
    assert "Председатель" in text and book.core_properties.author == ""


def test_the_register_lists_signed_protocols_by_number():
    make_protocol("signed")
    make_protocol("signed", body="parents")
    make_protocol()
    rows = list(in_register_order(Protocol.objects.all()))

    text = words(register_pdf(rows, timezone.localdate()))
    assert "Журнал регистрации протоколов" in text and "Родительское собрание" in text
    assert len(rows) == 2 and register_xlsx(rows)[:2] == b"PK"
