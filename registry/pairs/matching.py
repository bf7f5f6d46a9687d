"""Whom to take: everybody of the banks with the reason for and against (Положение, п. 3.5, 6.1)."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils import timezone

from mentoring.language.folding import fold_key
from registry.bank.models import MenteeEntry, MentorEntry
from registry.bank.queries import gone, mentee_entries, mentor_entries
from registry.pairs.enums import MentorshipStatus
from registry.pairs.queries import mentor_loads, open_places_of_mentees
from registry.pairs.rules import capacity_obstacle, mentee_obstacles, mentor_obstacles
from registry.people.models import Person


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
    """A row of the list of mentors; `fit` says why this person, `obstacle` why not.

    `shared` is None when there is nothing to compare: one of the sides has no directions filled in.
    """

    entry: MentorEntry
    obstacle: str
    shared: tuple[str, ...] | None
    likeness: str
    free: int
    is_chosen: bool

    @property
    def person(self) -> Person:
        return self.entry.person

    @property
    def fit(self) -> str:
        """«направления: воспитательная деятельность; свободно 1 из 2»"""
        words = [f"свободно {self.free} из {self.entry.max_mentees}"]
        if self.shared is None:
            words.insert(0, self.likeness)
        else:
            words.insert(
                0, f"направления: {', '.join(self.shared)}" if self.shared else "общих направлений нет"
            )
        return "; ".join(word for word in words if word)

    @property
    def rank(self):
        """The best fitting first: common directions, then the same subject or position, then free places."""
        return not self.is_chosen, bool(self.obstacle), -len(self.shared or ()), not self.likeness, -self.free


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
    prefetch_related_objects(list(mentees), "positions")
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
                shared=_shared(entry, wanted),
                likeness=likeness(entry.person, mentees),
                free=max(entry.max_mentees - load, 0),
                is_chosen=entry.person_id == chosen and not obstacle,
            )
        )
    choices = [row for row in choices if row.is_chosen or is_named(row.person, text)]
    return sorted(choices, key=lambda row: row.rank)


def _shared(entry, wanted):
    own = entry.directions.all()
    return tuple(str(row) for row in own if row.pk in wanted) if wanted and own else None


def likeness(mentor: Person, mentees) -> str:
    """«тот же предмет: математика», else «та же должность: учитель», or an empty string."""
    subjects = _subjects(mentor)
    common = [word for word in subjects if any(word in _subjects(person) for person in mentees)]
    if common:
        word = "тот же предмет" if len(common) == 1 else "те же предметы"
        return f"{word}: {', '.join(subjects[key] for key in common)}"
    title = mentor.position_title
    if title and any(fold_key(person.position_title) == fold_key(title) for person in mentees):
        return f"та же должность: {title}"
    return ""


def _subjects(person) -> dict[str, str]:
    words = (word.strip() for word in re.split(r"[,;/\n]", person.subjects))
    return {fold_key(word): word for word in words if word}


def wanted_directions(mentees) -> set[int]:
    """Ids of the directions that these people asked for in the bank of mentees."""
    entries = mentee_entries().filter(person__in=mentees)
    return {direction.pk for entry in entries for direction in entry.directions.all()}


def is_named(person: Person, text: str) -> bool:
    """Does the name hold every word of the text, «ё» and capitals aside?"""
    return all(word in person.sort_key for word in fold_key(text).split())
