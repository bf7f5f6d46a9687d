"""Whom to take: everybody of the banks with the reason for and against (Положение, п. 3.5, 6.1)."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from mentoring.language.folding import fold_key
from mentoring.school.queries import school_year_start
from registry.bank.models import MenteeEntry, MentorEntry
from registry.bank.queries import gone, mentee_entries, mentor_entries
from registry.pairs.enums import MentorshipStatus
from registry.pairs.queries import mentor_loads, open_places_of_mentees
from registry.pairs.rules import capacity_obstacle, mentee_obstacles, mentor_obstacles
from registry.people.models import Person

LAST_DAY_OF_LESSONS = (5, 31)


@dataclass(frozen=True)
class MenteeChoice:
    """A row of the tick list; with `obstacle` the box is off and the reason stands beside it."""

    entry: MenteeEntry
    obstacle: str
    is_paired: bool
    is_chosen: bool

    @property
    def person(self) -> Person:
        return self.entry.person


@dataclass(frozen=True)
class MentorChoice:
    """A row of the list of mentors; `fit` says why this person, `obstacle` why not."""

    entry: MentorEntry
    obstacle: str
    shared: tuple[str, ...]
    free: int
    is_chosen: bool

    @property
    def person(self) -> Person:
        return self.entry.person

    @property
    def fit(self) -> str:
        """«направления: воспитательная деятельность; свободно 1 из 2»"""
        words = f"направления: {', '.join(self.shared)}" if self.shared else "общих направлений нет"
        return f"{words}; свободно {self.free} из {self.entry.max_mentees}"


def default_term(day: date) -> tuple[date, date]:
    """From `day` to 31 May; the next one when less than a month of the school year is left."""
    year = school_year_start(day).year + 1
    end = date(year, *LAST_DAY_OF_LESSONS)
    if (end - day).days < 30:
        end = end.replace(year=year + 1)
    return day, end


def mentee_choices(*, chosen=(), text="") -> list[MenteeChoice]:
    """Everybody in the bank of mentees: the chosen first, then those without a pair, then by name.

    `chosen` are person ids, which stay in the list whatever is searched for.
    """
    day = timezone.localdate()
    entries = list(mentee_entries().exclude(gone(day)))
    obstacles = mentee_obstacles([entry.person for entry in entries], day)
    paired = set(
        open_places_of_mentees([entry.person_id for entry in entries])
        .exclude(mentorship__status=MentorshipStatus.ACTIVE, mentorship__end__lt=day)
        .values_list("person_id", flat=True)
    )
    choices = [
        MenteeChoice(
            entry=entry,
            obstacle="; ".join(obstacles[entry.person_id]),
            is_paired=entry.person_id in paired,
            is_chosen=entry.person_id in chosen and not obstacles[entry.person_id],
        )
        for entry in entries
    ]
    choices = [row for row in choices if row.is_chosen or is_named(row.person, text)]
    # The entries come by name, and sorting keeps that order.
    return sorted(choices, key=lambda row: (not row.is_chosen, bool(row.obstacle), row.is_paired))


def mentor_choices(
    mentees, *, start: date, end: date, chosen=None, text="", exclude=None
) -> list[MentorChoice]:
    """Everybody in the bank of mentors, who fits best first; those who cannot be taken come last.

    `chosen` is a person id, `exclude` the mentorship that is being changed.
    """
    day = timezone.localdate()
    entries = list(mentor_entries().exclude(gone(day)))
    people = [entry.person for entry in entries]
    obstacles = mentor_obstacles(people, day)
    loads = mentor_loads([person.pk for person in people], start, end, exclude=exclude)
    wanted = wanted_directions(mentees)
    own = {person.pk for person in mentees}
    choices = []
    for entry in entries:
        load = loads.get(entry.person_id, 0)
        reasons = [*obstacles[entry.person_id], capacity_obstacle(load, entry.max_mentees, len(mentees))]
        if entry.person_id in own:
            reasons.insert(0, "выбран наставляемым в этой же паре")
        obstacle = "; ".join(reason for reason in reasons if reason)
        choices.append(
            MentorChoice(
                entry=entry,
                obstacle=obstacle,
                shared=tuple(str(row) for row in entry.directions.all() if row.pk in wanted),
                free=max(entry.max_mentees - load, 0),
                is_chosen=entry.person_id == chosen and not obstacle,
            )
        )
    choices = [row for row in choices if row.is_chosen or is_named(row.person, text)]
    return sorted(
        choices, key=lambda row: (not row.is_chosen, bool(row.obstacle), -len(row.shared), -row.free)
    )


def wanted_directions(mentees) -> set[int]:
    """Ids of the directions that these people asked for in the bank of mentees."""
    entries = mentee_entries().filter(person__in=mentees)
    return {direction.pk for entry in entries for direction in entry.directions.all()}


def initial_terms(proposal, mentor: Person, mentees) -> dict:
    """What the third question shows ticked: earlier answers, else what both entries of the bank suggest."""
    start, end = proposal.term or default_term(timezone.localdate())
    if proposal.directions:
        return {name: getattr(proposal, name) for name in ("directions", "forms", "kinds", "reason")} | {
            "start": start,
            "end": end,
        }
    entry = mentor_entries().get(person=mentor)
    wanted = wanted_directions(mentees)
    shared = [row.pk for row in entry.directions.all() if row.pk in wanted]
    return {
        "directions": shared or sorted(wanted),
        "forms": _only([row.pk for row in entry.forms.all()]),
        # What a mentor does one to one says nothing about a group.
        "kinds": _only([row.pk for row in entry.kinds.all()]) if len(mentees) == 1 else [],
        "start": start,
        "end": end,
    }


def _only(ids) -> list[int]:
    return ids if len(ids) == 1 else []


def is_named(person: Person, text: str) -> bool:
    """Does the name hold every word of the text, «ё» and capitals aside?"""
    return all(word in person.sort_key for word in fold_key(text).split())
