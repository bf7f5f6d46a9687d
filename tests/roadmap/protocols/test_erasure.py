"""What is destroyed with a person's data in protocols, and what the person's own archive says of them."""

import json

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile

from mentoring.accounts.erasure import open_erasure
from mentoring.workflow.models import StatusChange
from registry.people.erasure import names_of
from roadmap.privacy.collecting import sections_about
from roadmap.protocols.erasure import erase_in_protocols
from roadmap.protocols.models import AgendaItem, Protocol, Speech
from roadmap.protocols.services import attach_scan, sign_protocol
from tests.factories.people import make_curator, make_person
from tests.factories.protocols import add_question, make_protocol
from tests.mentoring.documents.zoo import pdf

pytestmark = pytest.mark.django_db


def test_the_name_and_the_scan_go_the_number_stays():
    person, other = make_person("Канарейкина"), make_person("Соседкина")
    protocol = make_protocol(items=0, people=[other, make_person(), person])
    add_question(
        protocol,
        title=f"О работе {person.genitive}",
        speeches=[{"kind": "spoke", "person": other, "text": f"похвалила {person.accusative}"}],
        points=[{"text": f"Поблагодарить {person.accusative}.", "responsible": person}],
    )
    curator = make_curator()
    signed = sign_protocol(protocol, by=curator)
    attach_scan(signed, by=curator, scan=SimpleUploadedFile("s.pdf", pdf(), "application/pdf"))
    rows = {section.title: section.rows for section in sections_about(person)}
    assert rows["Протоколы, в которых вы названы"] == ((str(signed), "присутствует, отвечает за решение"),)

    record = open_erasure(by=curator, people=[person.pk])
    files = erase_in_protocols(person, record=record, words=names_of(person).any)

    fresh = Protocol.objects.get()
    texts = [fresh.items.get().title, Speech.objects.get().text, fresh.items.get().points.get().text]
    assert len(files) == 1 and (fresh.number, fresh.scan) == ("1", None)
    assert not any("Канарейкин" in text for text in texts) and all("уничтожены" in text for text in texts)
    past = json.dumps(
        list(AgendaItem.pgh_event_model.objects.values_list("title", flat=True)), ensure_ascii=False
    )
    assert "Канарейкин" not in past
    assert "Канарейкин" not in " ".join(row.sentence + row.comment for row in steps_of(fresh))


def steps_of(protocol):
    kind = ContentType.objects.get_for_model(Protocol)
    return StatusChange.objects.filter(content_type=kind, object_id=protocol.pk)
