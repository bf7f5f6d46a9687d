"""The agenda of the methodical council made of what waits for it; protocols are written by their own room."""

from datetime import date

from django.db import transaction

from mentoring.language.typography import shortened
from mentoring.workflow.services import once
from mentoring.workflow.verdicts import Refused, require
from roadmap.agendas.queries import waiting
from roadmap.protocols.editing import LONGEST_AGENDA, add_item_about
from roadmap.protocols.enums import ProtocolBody
from roadmap.protocols.models import Protocol
from roadmap.protocols.rules import may_gather
from roadmap.protocols.services import begin_protocol

LONGEST_NAME = 300


@transaction.atomic
def gather_agenda(*, by, key: str, held_on: date, protocol: Protocol | None = None) -> Protocol:
    """Make a draft for the meeting on `held_on`, or go on with the given draft, with an item for all that waits.

    Raises Refused when nothing waits or the agenda would be too long, StaleState for a form sent twice.
    """
    require(may_gather(by))
    once(key)
    found = waiting()
    things = [
        *(("mentorship", pair, *_about_pair(pair)) for pair in found.pairs),
        *(("programme", row, *_about_programme(row)) for row in found.programmes),
        *(("roadmap", row, *_about_roadmap(row)) for row in found.roadmaps),
    ]
    if not things:
        raise Refused("Совета сейчас ничего не ждёт: все вопросы уже в повестке или решены.")
    room = LONGEST_AGENDA - (protocol.items.count() if protocol else 0)
    if room <= 0:
        raise Refused("В этой повестке больше нет места. Начните новый протокол.")
    protocol = protocol or begin_protocol(by=by, body=ProtocolBody.METHODICAL, held_on=held_on)
    for name, thing, title, decision in things[:room]:
        add_item_about(protocol, by=by, title=title, decision=decision, **{name: thing})
    protocol.refresh_from_db()
    return protocol


def _about_pair(pair) -> tuple[str, str]:
    who = pair.title.partition(": ")[2]
    word = "наставнической группе" if pair.is_group else "наставнической паре"
    named = "наставническую группу" if pair.is_group else "наставническую пару"
    return f"О {word}: {who}"[:400], f"Рекомендовать директору закрепить {named}: {who.rstrip('.')}."


def _about_programme(programme) -> tuple[str, str]:
    name = shortened(programme.title, LONGEST_NAME)
    return f"О персонализированной программе «{name}»", f"Принять к сведению программу «{name}»."


def _about_roadmap(roadmap) -> tuple[str, str]:
    name = shortened(str(roadmap), LONGEST_NAME)
    return f"О дорожной карте «{name}»", f"Рекомендовать к утверждению дорожную карту «{name}»."
