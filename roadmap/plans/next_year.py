"""What a roadmap would be in its next period: measures that come over and their terms, as a proposal to a person.

Yearly and constant terms stay as they are, years in dated ones move on. Nothing is saved here.
"""

import re
from dataclasses import dataclass
from datetime import date

from roadmap.plans.models import Roadmap, RoadmapMeasure, RoadmapStage
from roadmap.plans.period import period_of
from roadmap.plans.term_spans import TermKind
from roadmap.plans.terms import PlanPeriod, read_term

DAYS_IN_YEAR = 365.25
REPEATED = {TermKind.YEARLY, TermKind.ALWAYS, TermKind.REGULAR, TermKind.AS_NEEDED}
_YEARS = re.compile(r"(?<!\d)(?P<first>(?:19|20)\d\d)(?:(?P<glue>\s?[/–—-]\s?)(?P<last>\d\d)(?!\d))?(?!\d)")
_SHORT_DAY = re.compile(r"(?<!\d)(?P<day>\d{1,2}\.\d{1,2}\.)(?P<year>\d\d)(?!\d)")


@dataclass(frozen=True)
class ProposedTerm:
    """A stage or a measure as it would come over; `why` says what was done to the term."""

    row: RoadmapStage | RoadmapMeasure
    text: str
    why: str
    is_head: bool = False


@dataclass(frozen=True)
class ProposedStage:
    stage: ProposedTerm
    measures: tuple[ProposedTerm, ...]


@dataclass(frozen=True)
class ProposedRoadmap:
    """Title and period of the next roadmap with all that may come over."""

    title: str
    period_label: str
    period: PlanPeriod | None
    stages: tuple[ProposedStage, ...]


def propose_next(roadmap: Roadmap) -> ProposedRoadmap:
    """The next roadmap: a year later, or as many years later as the plan lasts."""
    period = period_of(roadmap)
    years = shift_of(period)
    return ProposedRoadmap(
        title=move_years(roadmap.title, years),
        period_label=move_years(roadmap.period_label, years),
        period=PlanPeriod(_later(period.start, years), _later(period.end, years)) if period else None,
        stages=tuple(
            ProposedStage(_proposed(stage, years, period), tuple(_measures(stage, years, period)))
            for stage in roadmap.stages.prefetch_related("measures")
        ),
    )


def shift_of(period: PlanPeriod | None) -> int:
    """By how many years everything moves: one, or the length of a longer plan."""
    if period is None:
        return 1
    return max(1, round(((period.end - period.start).days + 1) / DAYS_IN_YEAR))


def move_years(text: str, years: int) -> str:
    """The text with every year moved on: «октябрь 2025 г.», «2025/26 учебный год», «до 12.01.26»."""

    def moved(found: re.Match) -> str:
        first = str(int(found["first"]) + years)
        if found["last"] is None:
            return first
        return f"{first}{found['glue']}{(int(found['last']) + years) % 100:02}"

    text = _YEARS.sub(moved, text)
    return _SHORT_DAY.sub(lambda found: f"{found['day']}{(int(found['year']) + years) % 100:02}", text)


def _measures(stage: RoadmapStage, years: int, period: PlanPeriod | None):
    rows = list(stage.measures.all())
    said = {row.parent_id for row in rows if row.parent_id and row.text.strip()}
    for row in rows:
        yield _proposed(row, years, period, is_head=row.pk in said)


def _proposed(row, years: int, period: PlanPeriod | None, *, is_head: bool = False) -> ProposedTerm:
    text = move_years(row.term_text, years)
    return ProposedTerm(row, text, _why(row.term_text, text, period), is_head)


def _why(before: str, after: str, period: PlanPeriod | None) -> str:
    if not before.strip():
        return "без срока"
    if after != before:
        return "год сдвинут"
    if read_term(before, period).kind in REPEATED:
        return "повторяется"
    return "год не назван" if read_term(before, period).is_recognised else "срок не распознан: проверьте"


def _later(day: date, years: int) -> date:
    # 29 February has no namesake in most years.
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + years, day.month, last)
