"""The period of a roadmap: proposed from its title or its terms, and what in the terms does not agree with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mentoring.language.dates import EARLIEST_YEAR, LATEST_YEAR, SCHOOL_YEAR_MONTH
from roadmap.plans.enums import ColumnKind
from roadmap.plans.models import Roadmap
from roadmap.plans.outline import Plan, PlanMeasure, PlanStage
from roadmap.plans.terms import PlanPeriod, read_term

_YEARS = re.compile(
    r"(?<![\d№./-])(?<!№\s)(?P<first>(?:19|20)\d\d)\s*[-–—/]\s*(?P<last>(?:19|20)\d\d|\d\d)(?!\d)"
    r"(?:\s*(?:учебн\w+|уч\.?|у\.))?(?:\s*(?:г\.\s*г\.|гг\.?|г\.?(?!\w)|год\w*))?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:на|в|за)\s+((?P<year>(?:19|20)\d\d)\s*(?:г\.?(?!\w)|год\w*))", re.IGNORECASE)
_DAYS = re.compile(r"\b(со?\s+[^,;()\n]{4,40}?\s+по\s+[^,;()\n]{4,40})", re.IGNORECASE)
_LONGEST_LABEL = 100


@dataclass(frozen=True)
class ProposedPeriod:
    """A period that a person is asked to confirm; `source` says in Russian where it was read."""

    label: str
    days: PlanPeriod
    source: str


@dataclass(frozen=True)
class TermNote:
    """A term that a person should look at: what it belongs to, its text, and sentences why."""

    what: str
    text: str
    sentences: tuple[str, ...]


def period_of(roadmap: Roadmap) -> PlanPeriod | None:
    """The days of the roadmap's period, or None while nobody has said them."""
    if roadmap.period_start is None or roadmap.period_end is None:
        return None
    return PlanPeriod(roadmap.period_start, roadmap.period_end)


def propose_period(plan: Plan) -> ProposedPeriod | None:
    """Read the period in the title («на 2022-2024 г. г.», «2025/26 учебный год»), else take it from the terms."""
    title = " ".join(plan.title.split())
    found = _of_days(title) or _of_years(title) or _of_year(title)
    if found:
        return ProposedPeriod(found[0][:_LONGEST_LABEL], found[1], "Период взят из заголовка.")
    days = _span(plan)
    return ProposedPeriod("", days, "В заголовке периода нет, он взят по срокам в таблице.") if days else None


def _of_days(title: str) -> tuple[str, PlanPeriod] | None:
    found = _DAYS.search(title)
    term = read_term(found[1]) if found else None
    return (
        (found[1], PlanPeriod(term.start, term.end)) if found and term and term.start and term.end else None
    )


def _of_years(title: str) -> tuple[str, PlanPeriod] | None:
    """Two years that follow each other are a school year, more of them are whole calendar years."""
    for found in _YEARS.finditer(title):
        first, last = int(found["first"]), found["last"]
        second = int(last) if len(last) == 4 else first - first % 100 + int(last)
        if not EARLIEST_YEAR <= first < second <= LATEST_YEAR:
            continue
        is_school = "уч" in found[0].lower() or second - first == 1
        start, end = (date(first, SCHOOL_YEAR_MONTH, 1), date(second, 8, 31)) if is_school else (None, None)
        return found[0].strip(), PlanPeriod(start or date(first, 1, 1), end or date(second, 12, 31))
    return None


def _of_year(title: str) -> tuple[str, PlanPeriod] | None:
    found = _YEAR.search(title)
    if not found:
        return None
    year = int(found["year"])
    return found[1].strip(), PlanPeriod(date(year, 1, 1), date(year, 12, 31))


def _span(plan: Plan) -> PlanPeriod | None:
    terms = [read_term(text) for _, text in _terms(plan)]
    starts = [term.start for term in terms if term.start]
    ends = [term.end for term in terms if term.end]
    if not starts or not ends or min(starts) > max(ends):
        return None
    return PlanPeriod(min(starts), max(ends))


def term_notes(plan: Plan, period: PlanPeriod | None) -> list[TermNote]:
    """Terms that are not read or disagree with the period, in the order of the paper; warnings, never refusals."""
    notes = []
    for what, text in _terms(plan):
        term = read_term(text, period)
        # Without a period every term without a year would say so: the page asks for the period instead.
        warnings = term.warnings if period or not term.is_recognised else ()
        unread = () if term.is_recognised else ("Срок не распознан: за ним следят вручную.",)
        if unread or warnings:
            notes.append(TermNote(what, text, (*unread, *warnings)))
    return notes


def _terms(plan: Plan) -> Iterator[tuple[str, str]]:
    place = plan.place_of(ColumnKind.TERM)
    for stage in plan.stages:
        rows: tuple[PlanStage | PlanMeasure, ...] = (stage, *stage.measures)
        for row in rows:
            text = row.values.get(place, "") if place is not None else ""
            if isinstance(row, PlanMeasure):
                text = text or row.inline_term
            if text:
                yield (row.text if isinstance(row, PlanMeasure) else row.title) or stage.title, text
