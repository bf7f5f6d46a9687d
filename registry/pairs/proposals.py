"""What is picked while a pair is being put together: kept in the session until everything is checked."""

import secrets
from dataclasses import asdict, dataclass, field, fields
from datetime import date

from mentoring.school.models import Direction, MentoringForm, MentoringKind
from registry.pairs.models import Mentorship
from registry.people.models import Person

SESSION_KEY = "pairs_proposals"
# Several tabs may put different pairs together; the oldest are forgotten.
MOST_KEPT = 5


@dataclass
class Proposal:
    """Ids and dates only (ISO strings), as a session keeps them; `saved` is the mentorship it became."""

    key: str
    mentees: list[int] = field(default_factory=list)
    mentor: int | None = None
    forms: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    directions: list[int] = field(default_factory=list)
    start: str = ""
    end: str = ""
    reason: str = ""
    mentorship: int | None = None
    version: int | None = None
    saved: int | None = None

    @property
    def mentee_people(self) -> list[Person]:
        people = Person.objects.in_bulk(self.mentees)
        return [people[pk] for pk in self.mentees if pk in people]

    @property
    def mentor_person(self) -> Person | None:
        return Person.objects.filter(pk=self.mentor).first() if self.mentor else None

    @property
    def term(self) -> tuple[date, date] | None:
        if not (self.start and self.end):
            return None
        return date.fromisoformat(self.start), date.fromisoformat(self.end)

    @property
    def is_described(self) -> bool:
        """Is every question answered?"""
        return bool(self.mentees and self.mentor and self.directions and self.term)

    def describe(self, *, forms, kinds, directions, start, end, reason) -> None:
        """Keep the answers to the third question."""
        self.forms = [row.pk for row in forms]
        self.kinds = [row.pk for row in kinds]
        self.directions = [row.pk for row in directions]
        self.start, self.end, self.reason = start.isoformat(), end.isoformat(), reason

    def terms(self) -> dict:
        """Everything picked, as the services take it."""
        start, end = self.term
        return {
            "mentor": self.mentor_person,
            "mentees": self.mentee_people,
            "forms": list(MentoringForm.objects.filter(pk__in=self.forms)),
            "kinds": list(MentoringKind.objects.filter(pk__in=self.kinds)),
            "directions": list(Direction.objects.filter(pk__in=self.directions)),
            "start": start,
            "end": end,
            "reason": self.reason,
        }


def fresh() -> Proposal:
    """An empty one; nothing is kept before the first answer."""
    return Proposal(key=secrets.token_urlsafe(6))


def begin(session, mentorship: Mentorship) -> Proposal:
    """Start from a draft that is to be changed."""
    proposal = fresh()
    proposal.mentorship, proposal.version = mentorship.pk, mentorship.version
    proposal.mentees = [person.pk for person in mentorship.mentees]
    proposal.mentor = mentorship.mentor.pk
    proposal.describe(
        forms=mentorship.forms.all(),
        kinds=mentorship.kinds.all(),
        directions=mentorship.directions.all(),
        start=mentorship.start,
        end=mentorship.end,
        reason=mentorship.reason,
    )
    keep(session, proposal)
    return proposal


def read(session, key: str) -> Proposal | None:
    """What was picked so far, or None when the session has forgotten it."""
    stored = session.get(SESSION_KEY, {}).get(key)
    if stored is None:
        return None
    known = {item.name for item in fields(Proposal)}
    return Proposal(**{name: value for name, value in stored.items() if name in known})


def keep(session, proposal: Proposal) -> None:
    """Write down what is picked."""
    kept = {key: value for key, value in session.get(SESSION_KEY, {}).items() if key != proposal.key}
    kept = dict(list(kept.items())[-(MOST_KEPT - 1) :])
    session[SESSION_KEY] = {**kept, proposal.key: asdict(proposal)}
