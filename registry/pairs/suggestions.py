"""What the question about terms shows answered beforehand; every answer may be changed."""

from datetime import date

from django.utils import timezone

from mentoring.language.folding import fold_key
from mentoring.school.models import MentoringForm, MentoringKind
from mentoring.school.queries import school_year_start
from registry.bank.queries import mentor_entries
from registry.pairs.matching import wanted_directions
from registry.people.enums import PersonKind
from registry.people.models import Person

LAST_DAY_OF_LESSONS = (5, 31)
SHORTEST_TERM = 30
# Words of the dictionary by which the kind for two people, for a group, and the usual forms are known.
ONE_TO_ONE = ("один-на-один", "один на один", "традиционн")
GROUP = ("групп",)
FORM_OF_TEACHER, FORM_OF_HEAD, FORM_OF_OUTSIDER = ("педагог – педагог",), ("руководител",), ("вуз", "колледж")
HEAD_POSITIONS = ("директор", "заведующ")


def default_term(day: date) -> tuple[date, date]:
    """From `day` to 31 May; between the school years, and in the last month of one, the whole next year."""
    september = school_year_start(day)
    end = date(september.year + 1, *LAST_DAY_OF_LESSONS)
    if (end - day).days >= SHORTEST_TERM:
        return day, end
    return september.replace(year=september.year + 1), end.replace(year=end.year + 1)


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
    own = [row.pk for row in entry.directions.all()]
    return {
        "directions": [pk for pk in own if pk in wanted] or sorted(wanted) or _only(own),
        "forms": usual_forms(mentor, list(entry.forms.all())),
        "kinds": usual_kinds(len(mentees), list(entry.kinds.all())),
        "start": start,
        "end": end,
    }


def usual_kinds(size: int, own=()) -> list[int]:
    """The kind for a pair or for a group of `size` mentees; `own` are kinds of the mentor's entry.

    What a mentor does one to one says nothing about a group, and the other way round.
    """
    offered = list(MentoringKind.objects.filter(is_active=True))
    words, foreign = (ONE_TO_ONE, GROUP) if size == 1 else (GROUP, ONE_TO_ONE)
    if size == 1:
        fitting = [row for row in own if not _named(row, foreign)]
        if len(fitting) == 1:
            return [fitting[0].pk]
    return _only([row.pk for row in offered if _named(row, words)])


def usual_forms(mentor: Person, own=()) -> list[int]:
    """The only form there is, else the one that follows from who the mentor is; empty when it is not obvious."""
    offered = list(own) or list(MentoringForm.objects.filter(is_active=True))
    if len(offered) == 1:
        return [offered[0].pk]
    words, title = FORM_OF_TEACHER, fold_key(mentor.position_title)
    if mentor.kind == PersonKind.EXTERNAL:
        words = FORM_OF_OUTSIDER
    elif title.startswith(HEAD_POSITIONS):
        words = FORM_OF_HEAD
    elif any(word in title for word in HEAD_POSITIONS):
        # A deputy may help as a head or as a teacher: that is for the curator to say.
        return []
    return _only([row.pk for row in offered if _named(row, words)])


def _named(row, words) -> bool:
    name = fold_key(row.name)
    return any(fold_key(word) in name for word in words)


def _only(ids) -> list[int]:
    return ids if len(ids) == 1 else []
