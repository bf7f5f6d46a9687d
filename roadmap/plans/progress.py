"""How far a roadmap is: what is followed, until when, what is late, how much is done.

What is followed are the measures without parts of their own; a yearly one stands once for each school year.
Done counts whole, done in part counts half, «не требуется» does not count at all (docs/curator.md says so to people).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import Prefetch, QuerySet

from mentoring.language.dates import SCHOOL_YEAR_MONTH, school_year_label, school_year_start
from roadmap.plans.enums import ExecutionState, OutsideKind
from roadmap.plans.execution_models import Evidence, Execution
from roadmap.plans.models import Roadmap, RoadmapMeasure, RoadmapStage
from roadmap.plans.period import period_of
from roadmap.plans.term_spans import TermKind
from roadmap.plans.terms import PlanPeriod, Term, read_term

E = ExecutionState
SOON = timedelta(days=14)
BULLETS = " \t\xa0–—-•·;,."
LONGEST_NAME = 300
CLOSED = (E.DONE, E.PARTLY, E.NOT_NEEDED)
SHARES = {E.DONE: 1.0, E.PARTLY: 0.5}
# A plan that begins in summer is made for the school year to come.
FIRST_SUMMER_MONTH = 6
# The same texts are read on every page and on «Сегодня».
_read = lru_cache(maxsize=4096)(read_term)


@dataclass(frozen=True)
class Followed:
    """One thing to be done: a measure, of a yearly one what falls on the school year that begins in `year`."""

    measure: RoadmapMeasure
    stage: RoadmapStage
    year: int | None
    term: str
    start: date | None
    due: date | None
    is_unread: bool
    responsible: str
    execution: Execution | None

    @property
    def state(self) -> ExecutionState:
        return E(self.execution.state) if self.execution else E.NOT_STARTED

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED

    @property
    def deadline(self) -> date | None:
        """The day by which it is to be done: the one it was moved to, else the end of the term."""
        if self.execution and self.execution.moved_to:
            return self.execution.moved_to
        return self.due

    @property
    def evidence(self) -> list[Evidence]:
        return list(self.execution.evidence.all()) if self.execution else []

    @property
    def expected(self) -> tuple[str, ...]:
        """The documents that the measure's own column awaits, one a line of the cell (S1, graph «Документы»)."""
        lines = (line.strip(BULLETS)[:LONGEST_NAME] for line in self.measure.documents_text.splitlines())
        return tuple(dict.fromkeys(filter(None, lines)))

    @property
    def present(self) -> frozenset[str]:
        """Those of them that have come."""
        return frozenset(item.expected for item in self.evidence) & frozenset(self.expected)

    @property
    def year_label(self) -> str:
        return "" if self.year is None else school_year_label(date(self.year, SCHOOL_YEAR_MONTH, 1))

    def is_overdue(self, today: date) -> bool:
        return not self.is_closed and self.deadline is not None and self.deadline < today

    def is_soon(self, today: date) -> bool:
        """Due within two weeks, today included."""
        return not self.is_closed and self.deadline is not None and today <= self.deadline <= today + SOON

    @property
    def is_undated(self) -> bool:
        """Nobody can say that it is late: no term, or one without a day («постоянно»)."""
        return self.deadline is None and not self.is_unread


@dataclass(frozen=True)
class StageProgress:
    """A stage with what is followed in it."""

    stage: RoadmapStage
    rows: tuple[Followed, ...]

    @property
    def done(self) -> int:
        return sum(row.state == E.DONE for row in self.rows)

    @property
    def percent(self) -> int | None:
        return percent(self.rows)

    @property
    def publications(self) -> list[Evidence]:
        """What was published of the stage, the latest last, without a day at the end (S0, п. 7)."""
        found = [
            item for row in self.rows for item in row.evidence if item.outside == OutsideKind.PUBLICATION
        ]
        return sorted(found, key=lambda item: (item.outside_on or date.max, item.pk))


def percent(rows: Iterable[Followed]) -> int | None:
    """How much is done, rounded down, so that 100 means everything; None when there is nothing to do."""
    counted = [row for row in rows if row.state != E.NOT_NEEDED]
    if not counted:
        return None
    return int(100 * sum(SHARES.get(row.state, 0) for row in counted) / len(counted))


def with_execution(roadmaps: QuerySet[Roadmap]) -> QuerySet[Roadmap]:
    """The same roadmaps with everything that `stages_of` looks at, in four queries more."""
    evidence = Evidence.objects.select_related("order", "programme", "protocol", "event", "file")
    return roadmaps.select_related("order").prefetch_related(
        Prefetch("stages__measures__executions__evidence", queryset=evidence)
    )


def stages_of(roadmap: Roadmap, today: date) -> tuple[StageProgress, ...]:
    """What is followed, stage by stage in the order of the paper; stages without measures stay empty."""
    years = plan_years(roadmap, today)
    return tuple(
        StageProgress(stage, tuple(_of_stage(stage, period_of(roadmap), years)))
        for stage in roadmap.stages.all()
    )


def all_rows(stages: Iterable[StageProgress]) -> list[Followed]:
    return [row for stage in stages for row in stage.rows]


def plan_years(roadmap: Roadmap, today: date) -> list[int]:
    """The years in which the school years of the plan begin; without a period, up to the present one."""
    first_day = roadmap.period_start or roadmap.effective_from or today
    last_day = roadmap.period_end or max(today, first_day)
    first = school_year_start(first_day).year + (FIRST_SUMMER_MONTH <= first_day.month < SCHOOL_YEAR_MONTH)
    return list(range(first, max(first, school_year_start(last_day).year) + 1))


def _of_stage(stage: RoadmapStage, period: PlanPeriod | None, years: list[int]):
    measures = list(stage.measures.all())
    by_pk = {measure.pk: measure for measure in measures}
    parts = defaultdict(list)
    for measure in measures:
        if measure.parent_id:
            parts[measure.parent_id].append(measure)
    for measure in measures:
        own = parts[measure.pk]
        if not _says_something(measure) or any(_says_something(part) for part in own):
            continue
        above = list(_above(measure, by_pk))
        terms = _terms([measure, *own], [*above, stage])
        responsible = next(
            (row.responsible_text for row in (measure, *above, stage) if row.responsible_text), ""
        )
        yield from _rows(measure, stage, terms, responsible, period, years)


def _says_something(measure: RoadmapMeasure) -> bool:
    """A row of the table that only adds a term to the measure above it is no measure of its own."""
    return bool(measure.text.strip() or measure.number_label)


def _above(measure: RoadmapMeasure, by_pk: dict[int, RoadmapMeasure]):
    while measure.parent_id in by_pk:
        measure = by_pk[measure.parent_id]
        yield measure


def _terms(own: list[RoadmapMeasure], above: list[RoadmapMeasure | RoadmapStage]) -> list:
    """The rows whose terms hold for a measure: its own, else those of what it is a part of."""
    said = [row for row in own if row.term_text.strip()]
    return said or [row for row in above if row.term_text.strip()][:1]


def _rows(measure, stage, terms, responsible, period, years):
    text = "; ".join(" ".join(row.term_text.split()) for row in terms)
    executions = {execution.year: execution for execution in measure.executions.all()}
    yearly = next((row.term_text for row in terms if _kind(row.term_text, period) == TermKind.YEARLY), None)
    if yearly is None:
        ends = [row.term_end for row in terms if row.term_end]
        starts = [row.term_start for row in terms if row.term_start]
        start, due = min(starts, default=None), max(ends, default=None)
        is_unread = due is None and any(row.is_term_unread for row in terms)
        yield Followed(measure, stage, None, text, start, due, is_unread, responsible, executions.get(None))
        return
    for year in years:
        start, due = _days_in_year(yearly, year, period)
        yield Followed(measure, stage, year, text, start, due, False, responsible, executions.get(year))


def _kind(text: str, period: PlanPeriod | None) -> str:
    return _term(text, period).kind


def _term(text: str, period: PlanPeriod | None) -> Term:
    return _read(text, period)


def _days_in_year(text: str, year: int, period: PlanPeriod | None) -> tuple[date, date]:
    """The days of a yearly term in one school year («ежегодно, сентябрь»), the whole of it when no month is said."""
    window = PlanPeriod(date(year, SCHOOL_YEAR_MONTH, 1), date(year + 1, SCHOOL_YEAR_MONTH - 1, 31))
    start, due = _term(text, window).both_days(window) or (window.start, window.end)
    if period and period.start <= due and start <= period.end:
        start, due = max(start, period.start), min(due, period.end)
    return start, due
