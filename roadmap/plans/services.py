"""The only writer of roadmaps: load a table, agree with what was read, remove a draft."""

import hashlib
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from mentoring.workflow.services import CREATION, add_history, lock
from mentoring.workflow.verdicts import StaleState, require
from roadmap.plans.dating import term_fields
from roadmap.plans.enums import ColumnKind, RoadmapImportState
from roadmap.plans.grid import page_as_json
from roadmap.plans.loads import imported_plan
from roadmap.plans.models import (
    Roadmap,
    RoadmapColumn,
    RoadmapFootnote,
    RoadmapImport,
    RoadmapMeasure,
    RoadmapStage,
    RoadmapStamp,
    RoadmapText,
)
from roadmap.plans.outline import Plan, PlanMeasure, PlanStage
from roadmap.plans.period import period_of
from roadmap.plans.queries import TEXT_FIELDS
from roadmap.plans.reading import read_plan
from roadmap.plans.rules import may_discard, may_edit, may_finish
from roadmap.plans.terms import PlanPeriod
from roadmap.plans.uploads import read_upload

DAYS_LOADS_ARE_KEPT = 30


@transaction.atomic
def start_import(*, by, data: bytes, filename: str) -> RoadmapImport:
    """Read an uploaded .docx or .xlsx and keep its table until a person has looked at it.

    No roadmap is made. Raises Refused for another person, WorkbookRefused for a file that cannot be read.
    """
    require(may_edit(by))
    page = read_upload(data, filename=filename)
    plan = read_plan(page)
    _forget_old_loads()
    return RoadmapImport.objects.create(
        file_name=filename[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        page=page_as_json(page),
        kinds=[column.kind for column in plan.columns],
        created_by=by,
    )


@transaction.atomic
def match_columns(roadmap_import, *, by, kinds: list[str]) -> RoadmapImport:
    """Say what each column holds; raises Refused when the load is finished."""
    roadmap_import = _locked(roadmap_import)
    require(may_finish(roadmap_import, by))
    roadmap_import.kinds = kinds
    roadmap_import.save(update_fields=["kinds"])
    return roadmap_import


@transaction.atomic
def apply_import(roadmap_import, *, by, **period) -> Roadmap:
    """Make the roadmap of a table that a person agreed with; the table itself is forgotten.

    `period` are the fields period_label, period_start and period_end as the person confirmed them.

    Raises Refused when the load is finished already, so a second click makes no second roadmap.
    """
    roadmap_import = _locked(roadmap_import)
    require(may_finish(roadmap_import, by))
    roadmap = store_plan(imported_plan(roadmap_import), by=by, name=roadmap_import.file_name, **period)
    sentence = f"внесена из файла «{roadmap_import.file_name}»"
    add_history(roadmap, by=by, action="import", sentence=sentence, to_state=roadmap.status, tells=[CREATION])
    roadmap_import.state, roadmap_import.roadmap, roadmap_import.page = (
        RoadmapImportState.APPLIED,
        roadmap,
        {},
    )
    roadmap_import.save(update_fields=["state", "roadmap", "page"])
    return roadmap


@transaction.atomic
def cancel_import(roadmap_import, *, by) -> None:
    """Give the load up and forget the table; raises Refused when it is finished."""
    roadmap_import = _locked(roadmap_import)
    require(may_finish(roadmap_import, by))
    roadmap_import.state, roadmap_import.page = RoadmapImportState.CANCELLED, {}
    roadmap_import.save(update_fields=["state", "page"])


@transaction.atomic
def discard_roadmap(roadmap, *, by) -> None:
    """Remove a draft with all its stages; raises Refused for an approved one, StaleState when it is gone."""
    try:
        roadmap = lock(Roadmap.objects.all(), roadmap.pk)
    except Roadmap.DoesNotExist:
        raise StaleState("Этот проект дорожной карты уже удалён.") from None
    require(may_discard(roadmap, by))
    roadmap.delete()


def _forget_old_loads() -> None:
    """Tables may name people: what nobody has agreed with for so long is given up and forgotten."""
    limit = timezone.now() - timedelta(days=DAYS_LOADS_ARE_KEPT)
    RoadmapImport.objects.filter(created_at__lt=limit, state=RoadmapImportState.PREVIEWED).update(
        state=RoadmapImportState.CANCELLED, page={}
    )


def _locked(roadmap_import) -> RoadmapImport:
    return lock(RoadmapImport.objects.all(), roadmap_import.pk)


@transaction.atomic
def store_plan(plan: Plan, *, by, name: str = "", **fields) -> Roadmap:
    """Write a roadmap given as plain values; `name` stands for a title that is not there.

    `fields` are those of the roadmap that a table does not say: period_label, period_start and period_end, with
    which the terms are read, is_sample.
    """
    roadmap = Roadmap.objects.create(
        title=plan.title or name.rpartition(".")[0] or "Дорожная карта",
        layout=plan.layout,
        has_column_numbers=plan.has_column_numbers,
        closing=plan.closing,
        created_by=by,
        **fields,
    )
    columns = RoadmapColumn.objects.bulk_create(
        RoadmapColumn(
            roadmap=roadmap,
            position=place,
            kind=column.kind,
            heading=column.heading,
            group=column.group,
            width=column.width,
        )
        for place, column in enumerate(plan.columns)
    )
    RoadmapFootnote.objects.bulk_create(
        RoadmapFootnote(
            roadmap=roadmap,
            position=place,
            mark=note.mark,
            text=note.text,
            column=None if note.column is None else columns[note.column],
        )
        for place, note in enumerate(plan.footnotes)
    )
    RoadmapStamp.objects.bulk_create(
        RoadmapStamp(roadmap=roadmap, position=place, kind=stamp.kind, text=stamp.text)
        for place, stamp in enumerate(plan.stamps)
    )
    _store_stages(roadmap, plan, columns)
    return roadmap


def _store_stages(roadmap: Roadmap, plan: Plan, columns: list[RoadmapColumn]) -> None:
    period = period_of(roadmap)
    stages = [
        RoadmapStage(
            roadmap=roadmap,
            position=place,
            number_label=stage.number_label,
            title=stage.title,
            **_fields(stage, columns, period),
        )
        for place, stage in enumerate(plan.stages)
    ]
    RoadmapStage.objects.bulk_create(stages)
    texts = []
    written: list[tuple[PlanMeasure, RoadmapMeasure, int]] = []
    for planned, stage in zip(plan.stages, stages, strict=True):
        texts += _texts(planned, columns, stage=stage)
        rows: list[RoadmapMeasure] = []
        for place, measure in enumerate(planned.measures):
            parent = None if measure.parent is None else rows[measure.parent]
            rows.append(
                RoadmapMeasure(
                    stage=stage, parent=parent, position=place, **_measure_fields(measure, columns, period)
                )
            )
        written += zip(planned.measures, rows, _depths(planned), strict=True)
    # A part is written after the measure it belongs to.
    for depth in sorted({depth for *_, depth in written}):
        RoadmapMeasure.objects.bulk_create(row for _, row, own in written if own == depth)
    for planned_measure, row, _ in written:
        texts += _texts(planned_measure, columns, measure=row)
    RoadmapText.objects.bulk_create(texts)


def _depths(stage: PlanStage) -> list[int]:
    depths: list[int] = []
    for measure in stage.measures:
        depths.append(0 if measure.parent is None else depths[measure.parent] + 1)
    return depths


def _measure_fields(planned: PlanMeasure, columns, period: PlanPeriod | None) -> dict[str, Any]:
    fields = _fields(planned, columns, period)
    if planned.inline_term and not fields.get("term_text"):
        inline = {"term_text": planned.inline_term, "is_term_inline": True}
        fields = {**fields, **inline, **term_fields(planned.inline_term, period)}
    own = {name: getattr(planned, name) for name in ("row", "number_label", "mark", "text")}
    return {**fields, **own}


def _fields(
    planned: PlanStage | PlanMeasure, columns: list[RoadmapColumn], period: PlanPeriod | None
) -> dict[str, Any]:
    """Texts of the known columns, and the dates of the term as far as they can be read."""
    fields = {
        TEXT_FIELDS[ColumnKind(column.kind)]: planned.values.get(column.position, "")
        for column in columns
        if column.kind in TEXT_FIELDS
    }
    return {**fields, **term_fields(fields.get("term_text", ""), period)}


def _texts(planned: PlanStage | PlanMeasure, columns: list[RoadmapColumn], **owner) -> list[RoadmapText]:
    return [
        RoadmapText(column=columns[place], text=text, **owner)
        for place, text in planned.values.items()
        if columns[place].kind == ColumnKind.CUSTOM
    ]
