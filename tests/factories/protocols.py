"""Protocols for tests in any state, reached only through the services."""

from datetime import date

from django.utils import timezone

from roadmap.protocols.editing import save_item
from roadmap.protocols.enums import ProtocolBody
from roadmap.protocols.models import Protocol
from roadmap.protocols.services import begin_protocol, set_attendance, sign_protocol
from tests.factories.orders import make_school
from tests.factories.people import make_curator, make_person


def make_protocol(
    state="draft", *, body=ProtocolBody.METHODICAL, by=None, on: date | None = None, people=None, items=1
) -> Protocol:
    """A protocol with a chair, a secretary and one more present and `items` decided questions."""
    make_school()
    by = by or make_curator()
    protocol = begin_protocol(by=by, body=body, held_on=on or timezone.localdate())
    chair, secretary, *present = people or [make_person() for _ in range(3)]
    protocol = set_attendance(
        protocol, by=by, version=protocol.version, chair=chair, secretary=secretary, present=present
    )
    for number in range(items):
        add_question(protocol, by=by, title=f"О ходе работы, часть {number + 1}")
    if state == "signed":
        sign_protocol(protocol, by=by)
    return Protocol.objects.get(pk=protocol.pk)


def add_question(protocol, *, by=None, title="О ходе работы", decision="Принять к сведению.", **parts):
    """A question with one decision."""
    points = parts.pop("points", [{"text": decision}])
    return save_item(protocol, None, by=by or make_curator(), title=title, points=points, **parts)
