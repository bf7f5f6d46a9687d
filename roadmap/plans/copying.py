"""A copy of a roadmap row by row: each measure of the copy knows the measure it was made of."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q

from roadmap.plans.enums import StampKind
from roadmap.plans.models import (
    Roadmap,
    RoadmapColumn,
    RoadmapFootnote,
    RoadmapMeasure,
    RoadmapStage,
    RoadmapStamp,
    RoadmapText,
)
from roadmap.plans.responsible import RoadmapResponsible

# The approval of the source is not that of the copy.
LEFT_OUT = {"order": None, "annex_number": "", "effective_from": None, "status": "draft", "version": 0}
UNAPPROVED = {"approved_by": None, "approved_at": None, "approved_on": None}
STAMPS_OF_APPROVAL = (StampKind.APPROVED, StampKind.ANNEX)
Changes = dict[str, Any]


def copy_roadmap(
    source: Roadmap,
    *,
    by,
    edition: int,
    measures: Iterable[RoadmapMeasure],
    changes: Callable[[RoadmapStage | RoadmapMeasure], Changes],
    **fields,
) -> Roadmap:
    """Write a draft with the same table; `changes` gives the new values of each stage and measure.

    `measures` are those that come over; a measure whose parent stays behind stands on its own.
    """
    given = {**LEFT_OUT, **UNAPPROVED, "created_by": by, "copied_from": source, "edition": edition, **fields}
    copy = _twin(source, **given)
    copy.save()
    columns = _copies(RoadmapColumn, source.columns.all(), roadmap=copy)
    _copies(
        RoadmapFootnote,
        source.footnotes.all(),
        lambda row: {"column": columns.get(row.column_id)},
        roadmap=copy,
    )
    _copies(RoadmapStamp, source.stamps.exclude(kind__in=STAMPS_OF_APPROVAL), roadmap=copy)
    stages = _copies(RoadmapStage, source.stages.all(), changes, roadmap=copy)
    rows = _copy_measures(list(measures), stages, changes)
    _copy_responsibles(source, stages, rows)
    texts = RoadmapText.objects.filter(column__roadmap=source)
    RoadmapText.objects.bulk_create(
        _twin(
            row,
            column=columns[row.column_id],
            stage=stages.get(row.stage_id),
            measure=rows.get(row.measure_id),
        )
        for row in texts
        if row.stage_id in stages or row.measure_id in rows
    )
    return copy


def _copy_responsibles(
    source: Roadmap, stages: dict[int, RoadmapStage], rows: dict[int, RoadmapMeasure]
) -> None:
    links = RoadmapResponsible.objects.filter(Q(stage__roadmap=source) | Q(measure__stage__roadmap=source))
    RoadmapResponsible.objects.bulk_create(
        _twin(link, stage=stages.get(link.stage_id), measure=rows.get(link.measure_id))
        for link in links
        if link.stage_id in stages or link.measure_id in rows
    )


def _copy_measures(
    measures: list[RoadmapMeasure], stages: dict[int, RoadmapStage], changes
) -> dict[int, RoadmapMeasure]:
    """A part is written after the measure it belongs to; `row` numbers stay as they are."""
    rows: dict[int, RoadmapMeasure] = {}
    waiting = sorted(measures, key=lambda measure: (measure.stage_id, measure.position))
    coming = {measure.pk for measure in waiting}
    while waiting:
        ready = [row for row in waiting if row.parent_id not in coming or row.parent_id in rows]
        twins = [
            _twin(
                row,
                **{
                    "stage": stages[row.stage_id],
                    "parent": rows.get(row.parent_id),
                    "copied_from": row,
                    **changes(row),
                },
            )
            for row in ready
        ]
        RoadmapMeasure.objects.bulk_create(twins)
        rows |= {row.pk: twin for row, twin in zip(ready, twins, strict=True)}
        waiting = [row for row in waiting if row.pk not in rows]
    return rows


def _copies(model, rows, changes: Callable[[Any], Changes] = lambda row: {}, **fields) -> dict[int, Any]:
    """Copies of these rows by the id of the row that each was made of."""
    sources = list(rows)
    twins = model.objects.bulk_create(_twin(row, **fields, **changes(row)) for row in sources)
    return {row.pk: twin for row, twin in zip(sources, twins, strict=True)}


def _twin(row, /, **fields):
    """A new row with the same values but for those given."""
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in fields and not getattr(field, "auto_now_add", False)
    }
    return type(row)(**kept, **fields)
