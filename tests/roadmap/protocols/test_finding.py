"""Protocols in the search above every page and on the card of a person, for those who may read them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentoring.documents.models import IssuedDocument
from mentoring.home.search import search
from roadmap.protocols.models import Attendee, Protocol
from roadmap.protocols.services import begin_protocol
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_keeper,
    make_person,
    make_psychologist,
    make_teacher,
)
from tests.factories.protocols import add_question, make_protocol

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]
CANARY = "Канареечный вопрос"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def found(user, words):
    """Addresses of the protocols that the search names."""
    groups = dict(search(user, words))
    return [row.url for row in groups.get("Протоколы", ())]


def cost(client, address, **data):
    client.get(address, data)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(address, data)
    return len(captured), page


def test_the_search_finds_protocols_for_those_who_read_them():
    named = make_teacher("named", "Соколова")
    people = [named, make_person(), make_person()]
    own = make_protocol("signed", people=people)
    other = make_protocol(people=people, items=0, body="pedagogical")
    add_question(other, title=CANARY)
    methodical, both = [own.get_absolute_url()], {row.get_absolute_url() for row in (own, other)}
    day = f"{timezone.localdate():%d.%m.%Y}"

    for user in (make_curator(), make_director()):
        assert found(user, own.number) == found(user, f" № {own.number} ") == methodical
        assert found(user, CANARY.lower()) == [other.get_absolute_url()]
        assert set(found(user, day)) == set(found(user, "соколова")) == both
    council = make_council_member()
    assert found(council, day) == found(council, "соколова") == methodical
    assert found(council, CANARY) == []
    for user in (named.user, make_administrator(), make_psychologist(), make_keeper()):
        for words in (own.number, day, "соколова", CANARY):
            assert (user.username, words, found(user, words)) == (user.username, words, [])


def test_the_papers_of_a_person_name_protocols_that_the_reader_sees():
    named = make_teacher("named", "Соколова")
    people = [named, make_person(), make_person()]
    own, other = (make_protocol("signed", people=people, body=body) for body in ("methodical", "pedagogical"))
    draft = make_protocol(people=people)
    rows, papers = (own, other, draft), reverse("mentions:person", args=[named.pk])

    def listed(user):
        page = signed_in(user).get(papers).content.decode()
        return [f'href="{row.get_absolute_url()}"' in page for row in rows]

    assert listed(make_curator()) == listed(make_director()) == [True] * 3
    assert listed(make_council_member()) == [True, False, True]
    assert listed(named.user) == [False] * 3


def test_the_search_and_the_papers_cost_the_same_with_one_protocol_and_with_fifty():
    person, curator = make_person("Соколова"), make_curator()
    client, address = signed_in(curator), reverse("home:search")
    card = reverse("mentions:person", args=[person.pk])
    first = make_protocol("signed", people=[person, make_person(), make_person()])
    one = cost(client, address, q="соколова")[0], cost(client, card)[0]
    rows = [begin_protocol(by=curator, body="parents", held_on=timezone.localdate()) for _ in range(49)]
    Attendee.objects.bulk_create(Attendee(protocol=row, person=person, role="present") for row in rows)
    papers = IssuedDocument.objects.bulk_create(
        IssuedDocument(
            code=f"код-{row.pk}", kind=first.document.kind, title="Протокол", issued_on=row.held_on, data={},
            sha256="0" * 64, page_count=1, issued_by=curator,
        )
        for row in rows
    )  # fmt: skip
    for number, (row, paper) in enumerate(zip(rows, papers, strict=True), 1):
        row.status, row.number, row.sequence, row.year = "signed", str(number), number, first.year
        row.document, row.signed_by, row.signed_at = paper, curator, timezone.now()
    Protocol.objects.bulk_update(
        rows, ["status", "number", "sequence", "year", "document", "signed_by", "signed_at"]
    )

    searched, seen = cost(client, address, q="соколова")
    many, shown = cost(client, card)
    assert (one, (searched, many)) == ((14, 15), (14, 15))
    assert len(dict(seen.context["groups"])["Протоколы"]) == 10
    assert shown.content.decode().count("Протокол ") == 20
