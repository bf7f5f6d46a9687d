"""What the page of the editor shows: stages and measures in the order of the paper, with marks and moves."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from roadmap.plans.enums import ColumnKind
from roadmap.plans.models import Roadmap, RoadmapColumn, RoadmapMeasure, RoadmapStage
from roadmap.plans.period import period_of
from roadmap.plans.responsible import RoadmapResponsible
from roadmap.plans.row_values import Row, mark_of
from roadmap.plans.structure import Place, Tree
from roadmap.plans.terms import PlanPeriod, read_term


@dataclass(frozen=True)
class EditorRow:
    """A stage or a measure with what stands beside its text."""

    row: Row
    term: str
    warnings: tuple[str, ...]
    own: tuple[tuple[str, str], ...]
    links: tuple[str, ...]
    tick: str = ""
    is_ticked: bool = False
    place: Place | None = None


@dataclass(frozen=True)
class EditorStage:
    """A stage of the editor with its measures; `number` counts from 1."""

    head: EditorRow
    measures: tuple[EditorRow, ...]
    number: int
    is_last: bool


def stages_to_edit(roadmap: Roadmap) -> QuerySet[RoadmapStage]:
    """Stages and measures with all that the editor shows of them, in a fixed number of queries."""
    links = Prefetch("responsibles", RoadmapResponsible.objects.select_related("person"))
    measures = RoadmapMeasure.objects.prefetch_related("texts", links)
    return roadmap.stages.prefetch_related("texts", links, Prefetch("measures", measures))


def editor_stages(
    roadmap: Roadmap, columns: list[RoadmapColumn], ticks: Collection[int] = ()
) -> list[EditorStage]:
    """All stages of the editor; `ticks` are measures whose boxes are ticked already."""
    period, stages = period_of(roadmap), list(stages_to_edit(roadmap))
    names = {column.pk: str(column) for column in columns if column.kind == ColumnKind.CUSTOM}
    return [
        EditorStage(
            _row(stage, names, period),
            tuple(
                _row(place.measure, names, period, place=place, ticks=ticks)
                for place in Tree(stage.measures.all()).places()
            ),
            number,
            number == len(stages),
        )
        for number, stage in enumerate(stages, start=1)
    ]


def _row(
    row: Row,
    names: dict[int, str],
    period: PlanPeriod | None,
    *,
    place: Place | None = None,
    ticks: Collection[int] = (),
) -> EditorRow:
    warnings: tuple[str, ...] = ()
    if row.term_text and (period or row.is_term_unread):
        warnings = read_term(row.term_text, period).warnings
    own = ((names[text.column_id], text.text) for text in row.texts.all() if text.column_id in names)
    tick = f"{row.pk}:{mark_of(row)}" if place else ""
    return EditorRow(
        row,
        row.term_text,
        warnings,
        tuple(own),
        tuple(str(link) for link in row.responsibles.all()),
        tick,
        row.pk in ticks,
        place,
    )
