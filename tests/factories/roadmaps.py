"""Roadmaps for tests in any state, reached only through the services."""

from datetime import date
from functools import cache

from roadmap.plans.approval import (
    approve_roadmap,
    archive_roadmap,
    return_roadmap,
    submit_roadmap,
)
from roadmap.plans.enums import RoadmapStatus
from roadmap.plans.models import Roadmap
from roadmap.plans.reading import read_plan
from roadmap.plans.services import store_plan
from roadmap.plans.uploads import read_upload
from tests.factories.people import make_curator, make_director
from tests.roadmap.plans.samples import TERMS, as_docx

S = RoadmapStatus
APPROVED_ON = date(2026, 1, 12)


@cache
def plan_in(sample):
    """The sample as it is read from a file of Word."""
    return read_plan(read_upload(as_docx(sample), filename="Карта.docx"))


def make_roadmap(state=S.DRAFT, *, sample=TERMS, by=None, **approval) -> Roadmap:
    """A roadmap of the sample walked through the services to `state`; `approval` goes to its approval."""
    by, director = by or make_curator(), make_director()
    roadmap = store_plan(plan_in(sample), by=by)
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
