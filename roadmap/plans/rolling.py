"""The writer of the next period's roadmap: a draft of what a person has confirmed."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from mentoring.workflow.services import CREATION, add_history, lock
from mentoring.workflow.verdicts import Refused, require
from roadmap.plans.approval_rules import may_roll_over
from roadmap.plans.copying import copy_roadmap
from roadmap.plans.dating import term_fields
from roadmap.plans.models import Roadmap, RoadmapMeasure, RoadmapStage
from roadmap.plans.terms import PlanPeriod


@transaction.atomic
def roll_over(
    roadmap,
    *,
    by,
    title: str,
    period_label: str = "",
    period: PlanPeriod | None = None,
    taken: Collection[int],
    measure_terms: Mapping[int, str],
    stage_terms: Mapping[int, str],
) -> Roadmap:
    """Make the draft of the next period: `taken` are the ids of the measures that come over.

    New terms are given by the id of the measure or stage; without one the term stays. Each copy knows what it was made
    of. Raises Refused without measures, for a roadmap that is not approved, or when the next one is in work already.
    """
    roadmap = lock(Roadmap.objects.all(), roadmap.pk)
    require(may_roll_over(roadmap, by))
    rows = list(RoadmapMeasure.objects.filter(stage__roadmap=roadmap))
    coming = with_heads(rows, set(taken))
    if not coming:
        raise Refused("Оставьте хотя бы одно мероприятие: без них дорожной карты нет.")
    places = _places(rows, coming)

    def changes(row: RoadmapStage | RoadmapMeasure) -> dict[str, Any]:
        given = measure_terms if isinstance(row, RoadmapMeasure) else stage_terms
        fields = _with_term(row, given.get(row.pk, row.term_text).strip(), period)
        return fields | ({"row": places[row.pk]} if isinstance(row, RoadmapMeasure) else {})

    start, end = (period.start, period.end) if period else (None, None)
    copy = copy_roadmap(
        roadmap,
        by=by,
        edition=1,
        measures=coming,
        changes=changes,
        title=title.strip(),
        period_label=period_label.strip(),
        period_start=start,
        period_end=end,
    )
    sentence = f"составлена по дорожной карте «{roadmap}»"
    add_history(
        copy, by=by, action="roll_over", sentence=sentence[:300], to_state=copy.status, tells=[CREATION]
    )
    add_history(roadmap, by=by, action="roll_over", sentence="по ней составлен проект на следующий период")
    return copy


def with_heads(rows: list[RoadmapMeasure], taken: set[int]) -> list[RoadmapMeasure]:
    """The measures taken with what they are parts of, and with the rows that only add a term to them."""
    by_pk = {row.pk: row for row in rows}
    wanted = set()
    for pk in taken & by_pk.keys():
        row: RoadmapMeasure | None = by_pk[pk]
        while row is not None:
            wanted.add(row.pk)
            row = by_pk.get(row.parent_id or 0)
    return [row for row in rows if row.pk in wanted or (not row.text.strip() and row.parent_id in wanted)]


def _places(rows: list[RoadmapMeasure], taken: list[RoadmapMeasure]) -> dict[int, int]:
    """The table row of each measure taken: where a whole row stays behind, those under it move up."""
    left = defaultdict(set)
    for row in taken:
        left[row.stage_id].add(row.row)
    all_in = defaultdict(set)
    for row in rows:
        all_in[row.stage_id].add(row.row)
    moved = {}
    for stage, numbers in left.items():
        gone = sorted(all_in[stage] - numbers)
        moved |= {(stage, number): number - sum(other < number for other in gone) for number in numbers}
    return {row.pk: moved[row.stage_id, row.row] for row in taken}


def _with_term(row, text: str, period: PlanPeriod | None) -> dict[str, Any]:
    fields: dict[str, Any] = {"term_text": text, **term_fields(text, period)}
    if isinstance(row, RoadmapMeasure) and row.is_term_inline and text != row.term_text:
        # A term in brackets stands in the text itself.
        fields["text"] = row.text.replace(row.term_text, text, 1) if text else row.text
        fields["is_term_inline"] = bool(text)
    return fields
