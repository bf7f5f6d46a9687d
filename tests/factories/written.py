"""People of the bank and pairs written in a few statements, row for row as the services leave them.

A pair walked through the services is a hundred and forty queries, and most tests need one only to begin with.
tests/registry/pairs/test_written.py makes the same both ways and compares every column of every table.
"""

from dataclasses import dataclass, field

from django.utils import timezone

from mentoring.school.queries import organisation
from mentoring.workflow.models import StatusChange
from mentoring.workflow.services import CREATION
from registry.bank.queries import MODELS
from registry.consents.enums import ConsentChannel, ConsentStatus
from registry.consents.models import Consent
from registry.consents.paper import consent_paper, paper_as_data
from registry.consents.queries import latest_texts
from registry.consents.rules import default_valid_until
from registry.consents.services import ensure_texts
from registry.pairs.enums import Answer, AnswerChannel, MentorshipStatus, ParticipantRole
from registry.pairs.letters import tell_about_proposal
from registry.pairs.models import CoveredDirection, Mentorship, Participant
from registry.pairs.queries import inclusive_period
from registry.pairs.rules import TABLE
from registry.people.enums import PersonKind
from registry.people.models import Person

S = MentorshipStatus
# The transitions that lead to each state; further states are reached from these by the services.
WAY = {
    S.DRAFT: (),
    S.PROPOSED: ("propose",),
    S.AGREED: ("propose", "agree"),
    S.IN_ORDER: ("propose", "agree", "place_in_order"),
    S.ACTIVE: ("propose", "agree", "place_in_order", "activate"),
}


@dataclass(frozen=True)
class Newcomer:
    """A plain teacher who is put into a bank with consents on paper; `fields` are those of the entry."""

    person: Person
    role: str
    kinds: tuple
    fields: dict = field(default_factory=dict)


def is_plain(person) -> bool:
    """A teacher of whom nothing is known that a consent or an entry of the bank could contradict?"""
    dates = (person.birth_date, person.hired_on, person.left_on, person.erased_on)
    return person.kind == PersonKind.TEACHER and not any(dates)


def is_unknown(person) -> bool:
    """Has this person given nothing and been entered nowhere yet?"""
    known = [model.objects.filter(person=person) for model in (Consent, *MODELS.values())]
    return not any(rows.exists() for rows in known)


def write_into_bank(newcomers, *, by, given_on) -> list:
    """Write consents and bank entries of people who have none; returns the entries in the same order."""
    people = Person.objects.prefetch_related("positions").in_bulk([row.person.pk for row in newcomers])
    texts, card, today = latest_texts(), organisation(), timezone.localdate()
    if any(kind not in texts for row in newcomers for kind in row.kinds):
        ensure_texts()
        texts = latest_texts()
    made = []
    for row in newcomers:
        person = people[row.person.pk]
        consents = [_consent(person, texts[kind], by, given_on, card) for kind in row.kinds]
        entry = MODELS[row.role](person=person, entered_on=today, reviewed_on=today, **row.fields)
        made.append((consents, entry))
    # One by one: of many rows at once Django makes arrays, and to quote the words of a sheet twice takes longer.
    for consents, _ in made:
        for consent in consents:
            consent.save(force_insert=True)
    for model in MODELS.values():
        entries = [entry for _, entry in made if type(entry) is model]
        if entries:
            model.objects.bulk_create(entries)
    steps = []
    for consents, entry in made:
        steps += [_consent_step(consent, by) for consent in consents]
        sentence = f"включение в банк {entry.entered_on:%d.%m.%Y}"
        steps.append(_step(entry, by, "enter", sentence, tells=[CREATION]))
    StatusChange.objects.bulk_create(steps)
    for person in people.values():
        # What is read of these people later is read anew, as after the services.
        person._prefetched_objects_cache.clear()
    return [entry for _, entry in made]


def _consent(person, text, by, given_on, card):
    consent = Consent(
        person=person,
        kind=text.kind,
        text=text,
        status=ConsentStatus.GIVEN,
        channel=ConsentChannel.PAPER,
        given_on=given_on,
        valid_until=default_valid_until(given_on),
        entered_by=by,
    )
    consent.paper = paper_as_data(consent_paper(consent, card=card))
    return consent


def _consent_step(consent, by):
    given, until = consent.given_on, consent.valid_until
    sentence = f"{ConsentChannel.PAPER.label} {given:%d.%m.%Y}, действует по {until:%d.%m.%Y}"
    tells = [CREATION, "channel", "given_on", "valid_until", "entered_by"]
    return _step(consent, by, "give", sentence, target=ConsentStatus.GIVEN, tells=tells)


def write_mentorship(state, *, mentor, mentees, by, basis, forms, kinds, directions, start, end, reason=""):
    """Write a pair in a state of WAY: everybody has said «yes» on paper today, and `basis` names the order."""
    pair = Mentorship.objects.create(start=start, end=end, reason=reason.strip(), created_by=by)
    sides = [(mentor, ParticipantRole.MENTOR), *((person, ParticipantRole.MENTEE) for person in mentees)]
    participants = Participant.objects.bulk_create(
        Participant(mentorship=pair, person=person, role=role) for person, role in sides
    )
    for name, rows in (("forms", forms), ("kinds", kinds), ("directions", directions)):
        relation = Mentorship._meta.get_field(name)
        column = relation.m2m_reverse_name()
        through = relation.remote_field.through
        through.objects.bulk_create(through(mentorship_id=pair.pk, **{column: row.pk}) for row in rows)
    steps = []
    for name in WAY[state]:
        row = TABLE.by_name[name]
        if name == "agree":
            steps += _answers(pair, participants, by)
        Mentorship.objects.filter(pk=pair.pk).update(status=row.target)
        steps.append(_step(pair, by, name, row.past, source=pair.status, target=row.target))
        pair.status = row.target
        if name == "propose":
            _cover(pair, mentees, directions)
        elif name == "activate":
            begin = max(timezone.localdate(), start)
            steps[-1].sentence = f"утверждена: {basis}; действует с {begin:%d.%m.%Y}"
            pair.participants.update(valid_from=start)
    if any(person.email or person.user_id for person, _ in sides) and state != S.DRAFT:
        tell_about_proposal(pair)
    StatusChange.objects.bulk_create(steps)
    return pair


def _cover(pair, mentees, directions):
    period = inclusive_period(pair.start, pair.end)
    CoveredDirection.objects.bulk_create(
        CoveredDirection(mentorship=pair, mentee=person, direction=direction, period=period)
        for person in mentees
        for direction in directions
    )


def _answers(pair, participants, by):
    """Everybody's «yes»; yields the lines of the history."""
    words = {
        "answer": Answer.YES,
        "answered_on": timezone.localdate(),
        "answered_by": by,
        "answer_channel": AnswerChannel.PAPER,
    }
    pair.participants.update(**words)
    for side in participants:
        for name, value in words.items():
            setattr(side, name, value)
        sentence = (
            f"ответ {side.person.short_name} ({side.get_role_display()}): {side.get_answer_display()}, "
        )
        sentence += f"{side.get_answer_channel_display()} {side.answered_on:%d.%m.%Y}"
        yield _step(pair, by, "answer", sentence)


def _step(subject, by, action, sentence, *, source="", target="", tells=()):
    return StatusChange(
        subject=subject,
        by=by,
        action=action,
        sentence=sentence,
        from_state=source,
        to_state=target,
        tells=list(tells),
    )
