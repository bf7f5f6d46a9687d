"""The only writer of protocols but for their items (`editing`): from the draft to the number and the scan.

Locks are taken in this order: the protocol, the counter of numbers, its pairs by id, its programmes by id.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from mentoring.documents.enums import DocumentKind
from mentoring.documents.papers import paper_data
from mentoring.documents.services import issue_document, put_scan
from mentoring.school.queries import organisation, paper_layout
from mentoring.school.rules import may_date
from mentoring.workflow.services import CREATION, add_history, check_version, move, once
from mentoring.workflow.verdicts import Refused, StaleState, require
from registry.people.models import Person
from roadmap.protocols.effects import carry_out
from roadmap.protocols.enums import AttendeeRole, ProtocolBody
from roadmap.protocols.models import Attendee, Protocol
from roadmap.protocols.numbering import next_number, set_last_number
from roadmap.protocols.paper import protocol_paper
from roadmap.protocols.queries import items_of, last_protocol
from roadmap.protocols.rules import TABLE, may_attach_scan, may_edit, may_keep

R = AttendeeRole
HEADER = ("title", "held_on", "place")
MORE_VOTES = "Вопрос {}: голосов больше, чем присутствующих. Исправьте сначала голоса."


@transaction.atomic
def begin_protocol(
    *, by, body: str, held_on: date, place: str = "", title: str = "", key: str = ""
) -> Protocol:
    """Make a draft; the people of the body's last protocol are put on its list.

    `key` names the form. Raises Refused for a body that the person does not keep, or a day of a closed school year,
    StaleState when the form was sent already.
    """
    if key:
        once(f"protocols/{key}")
    require(may_keep(body, by))
    require(may_date(held_on))
    former = last_protocol(body)
    card = organisation()
    protocol = Protocol.objects.create(
        body=body,
        title=title.strip() or (former.title if former else ProtocolBody(body).genitive),
        held_on=held_on,
        place=place.strip() or (former.place if former else card.town if card else ""),
        members_total=former.members_total if former else None,
        created_by=by,
    )
    if former:
        people = former.attendees.exclude(role=R.INVITED).exclude(person__left_on__isnull=False)
        Attendee.objects.bulk_create(
            Attendee(
                protocol=protocol,
                person_id=row.person_id,
                name=row.name,
                post=row.post,
                role=R.PRESENT if row.role == R.ABSENT else row.role,
                position=row.position,
            )
            for row in people.exclude(person__erased_on__isnull=False)
        )
    tells, sentence = [CREATION], "начат черновик протокола"
    add_history(protocol, by=by, action="begin", sentence=sentence, to_state=protocol.status, tells=tells)
    return protocol


@transaction.atomic
def change_header(protocol, *, by, version: int, title: str, held_on: date, place: str) -> Protocol:
    """Write what the meeting was, when and where. Raises StaleState after another saving."""
    protocol = editable(protocol, by=by, version=version)
    if held_on != protocol.held_on:
        require(may_date(protocol.held_on, held_on))
    protocol.title, protocol.held_on, protocol.place = title.strip(), held_on, place.strip()
    protocol.version += 1
    protocol.save(update_fields=[*HEADER, "version"])
    return protocol


@transaction.atomic
def set_attendance(
    protocol,
    *,
    by,
    version: int,
    chair: Person | None,
    secretary: Person | None,
    present=(),
    absent=(),
    guests=(),
    others_present: int = 0,
    members_total: int | None = None,
) -> Protocol:
    """Write the whole list of people anew; `guests` are (name, position) pairs of those invited.

    Raises Refused when somebody stands there twice or votes would be more than people, StaleState after another
    saving.
    """
    protocol = editable(protocol, by=by, version=version)
    heads = [(R.CHAIR, chair), (R.SECRETARY, secretary)]
    rows = [(role, person) for role, person in heads if person is not None]
    rows += [(R.PRESENT, person) for person in present] + [(R.ABSENT, person) for person in absent]
    _require_once([person for _, person in rows])
    voters = others_present + sum(role != R.ABSENT for role, _ in rows)
    for number, item in enumerate(protocol.items.all(), start=1):
        if item.was_voted and item.votes_for + item.votes_against + item.votes_abstained > voters:
            raise Refused(MORE_VOTES.format(number))
    protocol.attendees.all().delete()
    found = [Attendee(protocol=protocol, person=person, role=role) for role, person in rows]
    found += [Attendee(protocol=protocol, name=name, post=post, role=R.INVITED) for name, post in guests]
    for position, row in enumerate(found):
        row.position = position
    Attendee.objects.bulk_create(found)
    protocol.others_present, protocol.members_total = others_present, members_total
    protocol.version += 1
    fields = ["others_present", "members_total", "version"]
    protocol.save(update_fields=fields)
    sentence = f"записаны участники: голосуют {voters}"
    add_history(protocol, by=by, action="attendance", sentence=sentence, tells=fields)
    return protocol


def _require_once(people: list[Person]) -> None:
    for person in people:
        if people.count(person) > 1:
            raise Refused(f"{person.short_name} стоит в списке дважды. Оставьте одну отметку.")


@transaction.atomic
def sign_protocol(protocol, *, by, version: int | None = None, last_on_paper: int | None = None) -> Protocol:
    """Give the protocol its number, freeze its paper and carry out its decisions – all or nothing.

    `last_on_paper` is the number given last outside the system this school year, for the first protocol here.
    Raises Refused with every decision that a rule of a pair or of a programme does not let through, StaleState in
    another state.
    """
    protocol = _locked(protocol)
    TABLE.require(protocol, "sign", by=by)
    if version is not None:
        check_version(protocol, version, "Протокол")
    require(may_date(protocol.held_on))
    if last_on_paper is not None:
        set_last_number(by=by, body=protocol.body, on=protocol.held_on, last=last_on_paper)
    counter = next_number(protocol.body, protocol.held_on)
    number = str(counter.last)
    carry_out(protocol, items_of(protocol), number, by=by)
    protocol.document = _freeze(protocol, number, by=by)
    protocol.number, protocol.sequence, protocol.year = number, counter.last, counter.year
    protocol.signed_by, protocol.signed_at = by, timezone.now()
    protocol.version += 1
    changed = ("document", "number", "sequence", "year", "signed_by", "signed_at", "version")
    sentence = f"подписан: № {number} от {protocol.held_on:%d.%m.%Y}"
    move(TABLE, protocol, "sign", by=by, changed=changed, sentence=sentence)
    return protocol


def _freeze(protocol: Protocol, number: str, *, by):
    paper = protocol_paper(protocol, number=number)
    return issue_document(
        kind=DocumentKind.PROTOCOL,
        number=number,
        title=f"Протокол {ProtocolBody(protocol.body).genitive}",
        issued_on=protocol.held_on,
        data=paper_data(paper),
        template_name=paper.template_name,
        context={"paper": paper},
        layout=paper_layout("order"),
        subject=protocol,
        by=by,
    )


@transaction.atomic
def attach_scan(protocol, *, by, scan) -> Protocol:
    """Put the scan of the paper that the chair and the secretary signed; raises ValidationError for a bad file."""
    protocol = _locked(protocol)
    require(may_attach_scan(protocol, by))
    return put_scan(protocol, by=by, scan=scan)


@transaction.atomic
def discard_protocol(protocol, *, by) -> None:
    """Remove a draft; nothing of it has a number. Raises StaleState when it is gone already."""
    protocol = _locked(protocol)
    require(may_edit(protocol, by))
    protocol.delete()


def editable(protocol, *, by, version: int | None = None) -> Protocol:
    """The draft, locked, for a change by this person; raises Refused or StaleState."""
    protocol = _locked(protocol)
    require(may_edit(protocol, by))
    if version is not None:
        check_version(protocol, version, "Протокол")
    return protocol


def _locked(protocol) -> Protocol:
    found = Protocol.objects.filter(pk=protocol.pk).select_for_update(of=("self",)).first()
    if found is None:
        raise StaleState("Этот черновик протокола уже удалён. Откройте список протоколов.")
    return found
