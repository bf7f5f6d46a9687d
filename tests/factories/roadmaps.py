"""Roadmaps for tests in any state, reached only through the services."""

from datetime import date

from roadmap.plans.approval import (
    approve_roadmap,
    archive_roadmap,
    return_roadmap,
    submit_roadmap,
)
from roadmap.plans.enums import RoadmapStatus
from roadmap.plans.grid import Cell, Grid, TablePage
from roadmap.plans.models import Roadmap
from roadmap.plans.reading import read_plan
from roadmap.plans.services import store_plan
from tests.factories.people import make_curator, make_director
from tests.roadmap.plans.samples import TERMS, plan_in

S = RoadmapStatus
APPROVED_ON = date(2026, 1, 12)


def make_roadmap(state=S.DRAFT, *, sample=TERMS, plan=None, by=None, period=None, **approval) -> Roadmap:
    """A roadmap of the sample (or of a plan) walked by the services to `state`; `approval` goes to its approval."""
    by, director = by or make_curator(), make_director()
    start, end = period or (None, None)
    roadmap = store_plan(plan or plan_in(sample), by=by, period_start=start, period_end=end)
    given = approval or {"on": APPROVED_ON}
    steps = [
        (S.DRAFT, None),
        (S.SUBMITTED, lambda: submit_roadmap(roadmap, by=by)),
        (S.RETURNED, lambda: return_roadmap(roadmap, by=director, comment="Уточните сроки")),
        (S.APPROVED, lambda: approve_roadmap(roadmap, by=director, **given)),
        (S.ARCHIVED, lambda: archive_roadmap(roadmap, by=by)),
    ]
    for name, step in steps:
        if step and (name != S.RETURNED or state == S.RETURNED):
            step()
        if name == state:
            break
    return Roadmap.objects.get(pk=roadmap.pk)


def plan_of_rows(*rows, title="Дорожная карта школы № 7"):
    """A plan with bands: a text is a stage, a tuple a measure with its term."""
    cells = [
        (Cell((row,), 1, 3), None, None)
        if isinstance(row, str)
        else tuple(Cell((text,)) for text in ("1", *row))
        for row in rows
    ]
    head = tuple(Cell((heading,)) for heading in ("№", "Мероприятие", "Срок"))
    return read_plan(TablePage(Grid((head, *cells)), above=(title,), below=(), widths=(1, 6, 3)))
