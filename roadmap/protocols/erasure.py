"""Taking one person out of the protocols: words of speeches and decisions, typed names, the scan; the rest stays.

The paper itself is emptied with the other papers that name the person; its number and its hash stay in the register.
"""

import pgtrigger

from mentoring.accounts.erasure import erase_history, erase_steps_with
from roadmap.protocols.models import AgendaItem, Attendee, DecisionPoint, Protocol, Speech
from roadmap.protocols.queries import naming

# A signed protocol is frozen; only the destruction of the person's data lifts that, under its own record.
FROZEN = (
    "roadmap.Protocol:protocol_signed_is_frozen",
    "roadmap.Protocol:protocol_scan_stays",
    "roadmap.Attendee:attendee_frozen",
    "roadmap.AgendaItem:agenda_item_frozen",
    "roadmap.Speech:speech_frozen",
    "roadmap.DecisionPoint:decision_point_frozen",
)
TEXTS = (
    (Attendee, ("name",)),
    (AgendaItem, ("title",)),
    (Speech, ("name", "text")),
    (DecisionPoint, ("text",)),
)


def erase_in_protocols(person, *, record, words) -> list:
    """Scrub the person's name from every protocol; returns the stored scans of those that name the person."""
    protocols = list(naming(person).select_related("scan"))
    scans = [row.scan for row in protocols if row.scan is not None]
    with pgtrigger.ignore(*FROZEN):
        for protocol in protocols:
            protocol.scan = None
            protocol.save(update_fields=["scan"])
        items = [pk for model, fields in TEXTS for pk in _scrub(model, fields, words) if model is AgendaItem]
        for protocol in Protocol.objects.all():
            if words.in_text(protocol.title):
                protocol.title = words.scrub(protocol.title)
                protocol.save(update_fields=["title"])
    erase_history(record, AgendaItem, items)
    erase_steps_with(record, Protocol, Protocol.objects.values_list("pk", flat=True), words)
    return scans


def _scrub(model, fields, words) -> list[int]:
    changed = []
    for row in model.objects.all():
        named = [name for name in fields if words.in_text(getattr(row, name))]
        for name in named:
            setattr(row, name, words.scrub(getattr(row, name))[: model._meta.get_field(name).max_length])
        if named:
            row.save(update_fields=named)
            changed.append(row.pk)
    return changed
