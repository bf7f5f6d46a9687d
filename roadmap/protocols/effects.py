"""What a signed decision of the methodical council does: its opinion on a pair, its acquaintance with a programme."""

from collections.abc import Iterable
from datetime import date

from mentoring.workflow.verdicts import Refused
from programs.programmes.enums import AcquaintedBody
from programs.programmes.services import note_acquaintance
from registry.pairs.enums import CouncilOpinion
from registry.pairs.services import give_council_opinion
from roadmap.protocols.enums import Outcome
from roadmap.protocols.models import AgendaItem, Protocol

OPINIONS = {Outcome.SUPPORTS: CouncilOpinion.SUPPORTS, Outcome.OBJECTS: CouncilOpinion.OBJECTS}


def carry_out(protocol: Protocol, items: Iterable[AgendaItem], number: str, *, by) -> None:
    """Write the council's decisions through the services of the pairs and of the programmes, in the order of ids.

    Raises Refused with every item that a rule there does not let through; the caller's transaction undoes the rest.
    """
    rows = list(enumerate(items, start=1))
    pairs = sorted((row for row in rows if row[1].mentorship_id), key=lambda row: row[1].mentorship_id)
    programmes = sorted((row for row in rows if row[1].programme_id), key=lambda row: row[1].programme_id)
    source = f"№ {number} от {protocol.held_on:%d.%m.%Y}"
    problems = []
    for place, item in (*pairs, *programmes):
        try:
            _decide(item, protocol.held_on, source, by=by)
        except Refused as refusal:
            problems.append((place, f"Вопрос {place} («{item.title}»): {refusal.reason}"))
    if problems:
        raise Refused(
            "Подписать протокол пока нельзя: одно из решений уже не выполнить. Измените решение на «вопрос отложен» "
            "или уберите вопрос.",
            [sentence for _, sentence in sorted(problems)],
        )


def _decide(item: AgendaItem, on: date, source: str, *, by) -> None:
    if item.outcome in OPINIONS:
        note = "\n".join(point.text for point in item.points.all())
        opinion = OPINIONS[Outcome(item.outcome)]
        give_council_opinion(item.mentorship, by=by, opinion=opinion, note=note, protocol=source, on=on)
    elif item.outcome == Outcome.ACQUAINTED:
        body, note = AcquaintedBody.COUNCIL, f"протокол {source}"
        note_acquaintance(item.programme, by=by, body=body, on=on, note=note)
