"""What a roadmap would be in its next period: measures that come over and their terms, as a proposal to a person.

Yearly and constant terms stay as they are, years in dated ones move on. What a person has to look at is said: a new
term that no calendar has, a year of the former period in a text that is copied as it is. Nothing is saved here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
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
    """A stage or a measure as it would come over; `why` says what was done to the term, `doubts` what to mend."""

    row: RoadmapStage | RoadmapMeasure
    text: str
    why: str
    is_head: bool = False
    doubts: tuple[str, ...] = ()


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
    doubts: tuple[str, ...] = ()

    @property
    def doubtful(self) -> int:
        """How many stages and measures a person has to look at."""
        rows = (row for stage in self.stages for row in (stage.stage, *stage.measures))
        return sum(bool(row.doubts) for row in rows)


def propose_next(roadmap: Roadmap) -> ProposedRoadmap:
    """The next roadmap: a year later, or as many years later as the plan lasts."""
    period = period_of(roadmap)
    years = shift_of(period)
    following = PlanPeriod(_later(period.start, years), _later(period.end, years)) if period else None
    mover = _Mover(years, period, following)
    around = [roadmap.closing, *roadmap.footnotes.values_list("text", flat=True)]
    return ProposedRoadmap(
        title=move_years(roadmap.title, years),
        period_label=move_years(roadmap.period_label, years),
        period=following,
        stages=tuple(
            ProposedStage(mover.proposed(stage), tuple(mover.measures(stage)))
            for stage in roadmap.stages.prefetch_related("texts", "measures__texts")
        ),
        doubts=_about_years("Под таблицей остаётся", years_left(around, period)),
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


def years_left(texts: Iterable[str], period: PlanPeriod | None) -> tuple[str, ...]:
    """The years of the former period in texts that are copied as they are: «2027/28», «12.01.28».

    A year far from the period («Закон от 29.12.2012») means what it says and is left out.
    """
    found = []
    for text in texts:
        for match in (*_YEARS.finditer(text), *_SHORT_DAY.finditer(text)):
            year = match.groupdict().get("first") or f"20{match['year']}"
            if period is None or period.start.year - 1 <= int(year) <= period.end.year + 1:
                found.append(match[0])
    return tuple(dict.fromkeys(found))


def _about_years(where: str, years: Sequence[str]) -> tuple[str, ...]:
    named = ", ".join(f"«{year}»" for year in years)
    return (f"{where} {named}: если это о прежнем периоде, поправьте в проекте.",) if years else ()


@dataclass(frozen=True)
class _Mover:
    """Moves the terms of rows from one period to the following one."""

    years: int
    period: PlanPeriod | None
    following: PlanPeriod | None

    def measures(self, stage: RoadmapStage) -> Iterator[ProposedTerm]:
        rows = list(stage.measures.all())
        said = {row.parent_id for row in rows if row.parent_id and row.text.strip()}
        for row in rows:
            yield self.proposed(row, is_head=row.pk in said)

    def proposed(self, row: RoadmapStage | RoadmapMeasure, *, is_head: bool = False) -> ProposedTerm:
        text = move_years(row.term_text, self.years)
        left = _about_years("В тексте остаётся", years_left(_kept_texts(row), self.period))
        return ProposedTerm(
            row, text, self._why(row.term_text, text), is_head, (*self._unread(row, text), *left)
        )

    def _why(self, before: str, after: str) -> str:
        if not before.strip():
            return "без срока"
        if after != before:
            return "год сдвинут"
        term = read_term(before, self.period)
        if term.kind in REPEATED:
            return "повторяется"
        return "год не назван" if term.is_recognised else "срок не распознан: проверьте"

    def _unread(self, row: RoadmapStage | RoadmapMeasure, text: str) -> tuple[str, ...]:
        """Say that the new term is none: 29 February has no namesake in most years."""
        term = read_term(text, self.following)
        was_read = read_term(row.term_text, self.period).is_recognised
        if term.is_recognised or (text == row.term_text and not was_read):
            return ()
        reason = f" ({'; '.join(term.warnings)})" if term.warnings else ""
        return (f"Новый срок «{text}» не распознан{reason}. Исправьте его здесь.",)


def _kept_texts(row: RoadmapStage | RoadmapMeasure) -> list[str]:
    """What is copied word for word; a term in brackets inside of the text is not, it moves."""
    if isinstance(row, RoadmapStage):
        said = row.title
    else:
        said = row.text.replace(row.term_text, "", 1) if row.is_term_inline else row.text
    return [said, row.documents_text, row.responsible_text, *(own.text for own in row.texts.all())]


def _later(day: date, years: int) -> date:
    # 29 February has no namesake in most years.
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + years, day.month, last)
