"""What the database itself refuses, whoever writes."""

import pgtrigger
import pytest
from django.db import Error, connection, transaction

from roadmap.protocols.models import AgendaItem, Attendee, DecisionPoint, Protocol, ProtocolCounter, Speech
from tests.factories.people import make_person
from tests.factories.programmes import make_programme
from tests.factories.protocols import add_question, make_protocol

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]


def refused(act, name):
    with pytest.raises(Error) as error, transaction.atomic():
        act()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert name in str(error.value)


def change(row, **fields):
    return lambda: type(row).objects.filter(pk=row.pk).update(**fields)


def test_what_a_draft_may_not_hold():
    protocol = make_protocol()
    item, attendee = protocol.items.get(), protocol.attendees.first()
    point = item.points.get()
    person = make_person()
    programme = make_programme()
    pair = programme.mentorship
    cases = [
        (change(protocol, body="club"), "protocol_body_known"),
        (change(protocol, status="lost"), "protocol_status_known"),
        (change(protocol, number="5"), "protocol_signed_is_whole"),
        (change(protocol, status="signed"), "protocol_signed_is_whole"),
        (change(attendee, role="guest"), "attendee_role_known"),
        (change(attendee, name="Лишнее имя"), "attendee_person_or_name"),
        (change(attendee, person=None), "attendee_person_or_name"),
        (change(attendee, role="secretary"), "attendee_one_secretary"),
        (
            lambda: Attendee.objects.create(protocol=protocol, person=attendee.person, role="absent"),
            "person_once",
        ),
        (
            lambda: Attendee.objects.create(protocol=protocol, person=person, role="chair"),
            "attendee_one_chair",
        ),
        (change(item, title=""), "agenda_item_has_title"),
        (change(item, mentorship=pair, programme=programme), "agenda_item_about_one_thing"),
        (change(item, outcome="supports"), "agenda_item_outcome_fits"),
        (change(item, mentorship=pair, outcome="acquainted"), "agenda_item_outcome_fits"),
        (change(item, votes_for=1), "agenda_item_votes_are_whole"),
        (change(item, amends=protocol), "agenda_item_amends_another"),
        (change(point, text=""), "decision_point_has_text"),
        (lambda: Speech.objects.create(item=item, kind="sang", name="Кто-то"), "speech_kind_known"),
        (lambda: Speech.objects.create(item=item, kind="heard"), "speech_person_or_name"),
        (lambda: ProtocolCounter.objects.create(body="club", year=2026), "protocol_counter_body_known"),
    ]
    for act, name in cases:
        refused(act, name)
    for field, thing in (("mentorship", pair), ("programme", programme)):
        with transaction.atomic():
            AgendaItem.objects.create(protocol=protocol, title="Первый", **{field: thing})
        second = lambda field=field, thing=thing: AgendaItem.objects.create(  # noqa: E731
            protocol=protocol, title="Второй", **{field: thing}
        )
        refused(second, f"agenda_item_{'pair' if field == 'mentorship' else 'programme'}_once")


def test_votes_are_never_more_than_people():
    protocol = make_protocol()
    item = add_question(protocol, votes=(2, 1, 0))

    refused(change(item, votes_for=3), "more votes than people")
    refused(lambda: protocol.attendees.filter(role="present").delete(), "more votes than people")
    refused(change(protocol.attendees.get(role="present"), role="invited"), "more votes than people")
    Protocol.objects.filter(pk=protocol.pk).update(others_present=5)
    AgendaItem.objects.filter(pk=item.pk).update(votes_for=7)
    refused(change(protocol, others_present=4), "more votes than people")


def test_a_signed_protocol_is_kept_as_it_is():
    protocol = make_protocol("signed")
    item = protocol.items.get()
    point = item.points.get()
    frozen = "a signed protocol is frozen"
    for act, name in [
        (change(protocol, title="другого"), "protocol_signed_is_frozen"),
        (change(protocol, number="9"), "protocol_signed_is_frozen"),
        (change(protocol, others_present=9), "protocol_signed_is_frozen"),
        (protocol.delete, frozen),
        (lambda: Protocol.objects.filter(pk=protocol.pk)._raw_delete("default"), "protocol_signed_is_kept"),
        (change(item, title="Другой"), frozen),
        (change(point, text="Другое"), frozen),
        (point.delete, frozen),
        (lambda: DecisionPoint.objects.create(item=item, text="Ещё"), frozen),
        (lambda: Speech.objects.create(item=item, kind="heard", name="Кто-то"), frozen),
        (lambda: protocol.attendees.first().delete(), frozen),
    ]:
        refused(act, name)


def test_a_number_is_given_once_in_a_body_and_year():
    first = make_protocol("signed")
    make_protocol("signed", body="parents")
    second = make_protocol("signed")
    assert (first.number, second.number) == ("1", "2")
    with pgtrigger.ignore("roadmap.Protocol:protocol_signed_is_frozen"):
        refused(change(second, sequence=1), "protocol_sequence_once_a_year")
        refused(change(second, number="1"), "protocol_number_once_a_year")
    refused(lambda: ProtocolCounter.objects.create(body="parents", year=first.year), "counter_once_a_year")
