"""Machine dates beside the typed terms: read when a term is written, read anew when the period changes."""

from typing import Any

from roadmap.plans.models import Roadmap, RoadmapMeasure, RoadmapStage
from roadmap.plans.period import period_of
from roadmap.plans.terms import PlanPeriod, read_term

TERM_FIELDS = ("term_start", "term_end", "is_term_unread")


def term_fields(text: str, period: PlanPeriod | None) -> dict[str, Any]:
    """A term that cannot be read is marked; one that can be read may still have no days («постоянно»)."""
    term = read_term(text, period)
    days = term.both_days(period) if term.is_recognised else None
    has_days = days is not None and days[0] <= days[1]
    start, end = days if days and has_days else (None, None)
    return {"term_start": start, "term_end": end, "is_term_unread": bool(text) and not term.is_recognised}


def read_terms_again(roadmap: Roadmap) -> int:
    """Read every term with the present period of the roadmap; returns how many dates have changed."""
    period = period_of(roadmap)
    changed = 0
    for model, rows in (
        (RoadmapStage, roadmap.stages.exclude(term_text="")),
        (RoadmapMeasure, RoadmapMeasure.objects.filter(stage__roadmap=roadmap).exclude(term_text="")),
    ):
        other = [row for row in rows if _take_dates(row, period)]
        model.objects.bulk_update(other, TERM_FIELDS)
        changed += len(other)
    return changed


def _take_dates(row: RoadmapStage | RoadmapMeasure, period: PlanPeriod | None) -> bool:
    """Write the dates of the row's term on the row; True when they differ from those it had."""
    fields = term_fields(row.term_text, period)
    before = {name: getattr(row, name) for name in fields}
    for name, value in fields.items():
        setattr(row, name, value)
    return fields != before
