"""A protocol → what its paper says: speakers in their cases, numbered decisions, votes, quorum."""

from mentoring.documents.papers import Letterhead, Signature
from mentoring.documents.protocol_papers import ProtocolItem, ProtocolPaper
from mentoring.language.cases import Case
from mentoring.language.dates import date_numeric, date_words
from mentoring.language.fullnames import split_full_name
from mentoring.language.initials import NBSP, short_name
from mentoring.language.names import propose_name_forms
from mentoring.language.numbers import people_phrase
from mentoring.language.positions import propose_position_forms
from mentoring.language.typography import typeset
from mentoring.school.enums import DateStyle
from mentoring.school.models import Organisation
from mentoring.school.queries import organisation
from registry.people.models import Person
from registry.people.naming import position_in_case, surname_with_initials
from roadmap.protocols.enums import AttendeeRole, SpeechKind
from roadmap.protocols.models import VOTING, AgendaItem, Attendee, NamedModel, Protocol
from roadmap.protocols.queries import attendees_of, items_of

R = AttendeeRole


def protocol_paper(protocol: Protocol, *, number: str = "") -> ProtocolPaper:
    """The protocol as its paper says it now; a draft has no number."""
    card = organisation() or Organisation()
    people = attendees_of(protocol)
    return ProtocolPaper(
        letterhead=Letterhead(
            full_name=typeset(card.full_name),
            short_name=typeset(card.short_name),
            place=typeset(protocol.place or card.town),
        ),
        title=typeset(protocol.title),
        number=number,
        date=_day(protocol.held_on, card),
        people=_people(protocol, people),
        quorum=quorum_words(protocol, people),
        items=tuple(_item(item, card) for item in items_of(protocol)),
        signatures=tuple(
            Signature(R(role).label.capitalize(), _signer(people, role)) for role in (R.CHAIR, R.SECRETARY)
        ),
    )


def quorum_words(protocol: Protocol, people: list[Attendee]) -> str:
    """«Всего членов – 9, присутствуют 7 человек. Кворум имеется.»; empty where no quorum is counted.

    Without a typed total the members are those present and those absent; a quorum is more than a half.
    """
    if not protocol_has_quorum(protocol, people):
        return ""
    here, total = counted_members(protocol, people)
    verdict = "Кворум имеется." if has_quorum(protocol, people) else "Кворума нет."
    return f"Всего членов{NBSP}– {total}, присутствуют {people_phrase(here)}. {verdict}"


def protocol_has_quorum(protocol: Protocol, people: list[Attendee]) -> bool:
    """Is a quorum counted at all: a council with somebody on the list?"""
    return protocol.get_body().is_council and counted_members(protocol, people)[1] > 0


def has_quorum(protocol: Protocol, people: list[Attendee]) -> bool:
    here, total = counted_members(protocol, people)
    return here * 2 > total


def counted_members(protocol: Protocol, people: list[Attendee]) -> tuple[int, int]:
    """How many members are present and how many there are."""
    here = protocol.others_present + sum(row.role in VOTING for row in people)
    absent = sum(row.role == R.ABSENT for row in people)
    return here, max(protocol.members_total or 0, here + absent)


def named(row: NamedModel) -> str:
    """«Иванова А. П., заместитель директора» in the nominative."""
    if row.person is None:
        return ", ".join(filter(None, (_shortened(row.name, Case.NOMINATIVE), row.post)))
    return _with_post(row.person, Case.NOMINATIVE)


def _day(day, card: Organisation) -> str:
    return date_words(day) if card.date_style == DateStyle.WORDS else date_numeric(day)


def _people(protocol: Protocol, people: list[Attendee]) -> tuple[tuple[str, str], ...]:
    def names(role: str) -> str:
        return "; ".join(typeset(named(row)) for row in people if row.role == role)

    present = names(R.PRESENT)
    if protocol.others_present:
        more = f"ещё {people_phrase(protocol.others_present)} (список прилагается)"
        present = f"{present}; {more}" if present else more.removeprefix("ещё ")
    rows = (
        ("Председатель", names(R.CHAIR)),
        ("Секретарь", names(R.SECRETARY)),
        ("Присутствовали", present),
        ("Отсутствовали", names(R.ABSENT)),
        ("Приглашены", names(R.INVITED)),
    )
    return tuple(row for row in rows if row[1])


def _signer(people: list[Attendee], role: str) -> str:
    for row in people:
        if row.role == role:
            if row.person:
                return surname_with_initials(row.person, Case.NOMINATIVE, before=True)
            return _shortened(row.name, Case.NOMINATIVE, before=True)
    return ""


def _item(item: AgendaItem, card: Organisation) -> ProtocolItem:
    speeches = list(item.speeches.all())
    return ProtocolItem(
        title=typeset(item.title),
        heard=tuple(_speech(row, Case.ACCUSATIVE) for row in speeches if row.kind == SpeechKind.HEARD),
        spoke=tuple(_speech(row, Case.NOMINATIVE) for row in speeches if row.kind == SpeechKind.SPOKE),
        decisions=tuple((typeset(point.text), _about(point, card)) for point in item.points.all()),
        votes=votes_words(item),
    )


def votes_words(item: AgendaItem) -> str:
    """«Голосовали: «за» – 7, «против» – нет, «воздержались» – 1.»; empty without a vote."""
    if not item.was_voted:
        return ""

    def count(number: int) -> str:
        return f"{NBSP}– {number or 'нет'}"

    words = f"Голосовали: «за»{count(item.votes_for)}"
    if item.votes_for and not (item.votes_against or item.votes_abstained):
        return f"{words}, единогласно."
    return f"{words}, «против»{count(item.votes_against)}, «воздержались»{count(item.votes_abstained)}."


def _speech(row: NamedModel, case: Case) -> str:
    """«Иванову А. П., заместителя директора, – о ходе работы пар.»; «… заместителя директора. Представила …»."""
    if row.person:
        who = _with_post(row.person, case)
    else:
        who = ", ".join(filter(None, (_shortened(row.name, case), _post_in_case(row.post, case))))
    text = " ".join(row.text.split())
    if not text:
        return typeset(f"{who.rstrip('.')}.")
    # A position after the name is set off by commas, so one stands before the dash too; a sentence needs no dash.
    after_post = ". " if text[0].isupper() else ", – "
    mark = after_post if ", " in who else " – "
    return typeset(f"{who}{mark}{text}{'' if text.endswith(('.', '!', '?', '…')) else '.'}")


def _with_post(person: Person, case: Case) -> str:
    post = position_in_case(person, case)
    return ", ".join(filter(None, (surname_with_initials(person, case), post)))


def _shortened(name: str, case: Case, *, before: bool = False) -> str:
    """A typed name with initials; one that is no whole name, or cannot be declined, stays as it was typed."""
    parts = split_full_name(name)
    if not parts.patronymic or parts.warnings:
        return name
    if case == Case.NOMINATIVE:
        return short_name(parts.surname, parts.first_name, parts.patronymic, before=before)
    forms = propose_name_forms(parts.surname, parts.first_name, parts.patronymic, "")
    return forms.short(case, before=before)


def _post_in_case(post: str, case: Case) -> str:
    return propose_position_forms(post).in_case(case) if post else ""


def _about(point, card: Organisation) -> str:
    words = []
    if point.responsible:
        words.append(f"Отвечает {_with_post(point.responsible, Case.NOMINATIVE)}.")
    if point.due_on:
        words.append(f"Срок: {_day(point.due_on, card)}".rstrip(".") + ".")
    return typeset(" ".join(words))
