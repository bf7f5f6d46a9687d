"""The only writer of the order of stages and measures of a draft: up, down, deeper, out, to another stage, away."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Max

from mentoring.workflow.services import add_history
from mentoring.workflow.verdicts import Refused
from roadmap.plans.drafts import changed, found, measures_of
from roadmap.plans.enums import Layout
from roadmap.plans.models import Roadmap, RoadmapMeasure, RoadmapStage
from roadmap.plans.row_values import name_of
from roadmap.plans.structure import MOVES, Place, Tree, rows_in_order

NO_SUCH_MOVE = "Такого перемещения нет. Откройте страницу заново."


@transaction.atomic
def move_measure(measure, *, by, version, move) -> RoadmapMeasure:
    """Move a measure with its parts: «up», «down», «indent» (a part of the one above), «outdent».

    From the edge of a stage up and down lead into the next stage. Raises StaleState when the roadmap was changed
    since `version`, Refused when there is no such place.
    """
    if move not in MOVES:
        raise Refused(NO_SUCH_MOVE)
    roadmap = changed(measure.stage.roadmap, by, version)
    measure = found(roadmap, measure)
    tree = Tree(measure.stage.measures.all())
    place = tree.place_of(measure)
    neighbour = _next_stage(roadmap, measure, place, move)
    if neighbour:
        _take_over(roadmap, neighbour, [measure], at_end=move == "up")
    else:
        _require(place, move)
        tree.move(measure, move)
        write_order(roadmap, measure.stage, tree)
    add_history(roadmap, by=by, action="move_measure", sentence=f"переставлено {name_of(measure)}")
    return measure


def _require(place: Place, move: str) -> None:
    """Raise Refused when the measure cannot go there."""
    if move == "indent" and not place.can_indent:
        raise Refused(
            "Сделать это мероприятие частью предыдущего нельзя: предыдущего нет или слишком глубоко."
        )
    if move == "outdent" and not place.can_outdent:
        raise Refused("Это и так не часть другого мероприятия.")
    if (move == "up" and not place.has_previous) or (move == "down" and not place.has_next):
        raise Refused("Мероприятие уже стоит с краю.")


def _next_stage(roadmap: Roadmap, measure: RoadmapMeasure, place: Place, move: str) -> RoadmapStage | None:
    """The stage that the measure enters from the edge of its own."""
    if place.depth or (place.has_previous if move == "up" else place.has_next) or move not in ("up", "down"):
        return None
    stages = list(roadmap.stages.all())
    number = next(n for n, stage in enumerate(stages) if stage.pk == measure.stage_id)
    number += -1 if move == "up" else 1
    return stages[number] if 0 <= number < len(stages) else None


@transaction.atomic
def move_many(roadmap, *, by, version, measures: Collection[int], stage) -> int:
    """Put these measures (ids) with their parts at the end of a stage; returns how many were named.

    Raises StaleState when the roadmap was changed since `version`.
    """
    roadmap = changed(roadmap, by, version)
    stage = found(roadmap, stage)
    rows = list(measures_of(roadmap).filter(pk__in=measures))
    if not rows:
        raise Refused("Отметьте мероприятия, которые нужно перенести.")
    _take_over(roadmap, stage, rows, at_end=True)
    add_history(
        roadmap, by=by, action="move_many", sentence=f"перенесены мероприятия ({len(rows)}), {name_of(stage)}"
    )
    return len(rows)


def _take_over(roadmap: Roadmap, stage: RoadmapStage, rows: list[RoadmapMeasure], *, at_end: bool) -> None:
    """Bring whole branches into the stage; a measure whose parent comes as well stays its part."""
    taken: dict[int, RoadmapMeasure] = {}
    for row in rows:
        if row.pk not in taken:
            taken |= {part.pk: part for part in Tree(row.stage.measures.all()).branch(row)}
    left = {row.stage_id for row in taken.values()} - {stage.pk}
    present = [row for row in stage.measures.all() if row.pk not in taken]
    first = 1 + (stage.measures.aggregate(last=Max("position"))["last"] or 0)
    edge = (present[-1 if at_end else 0].row) if present else 0
    for number, row in enumerate(taken.values()):
        parent = row.parent_id if row.parent_id in taken else None
        row.stage, row.parent_id, row.position, row.row = stage, parent, first + number, edge
        row.save(update_fields=["stage", "parent", "position", "row"])
    tree = Tree([*present, *taken.values()])
    if not at_end:
        roots = [row for row in taken.values() if row.parent_id is None]
        others = [row for row in tree.groups[None] if row not in roots]
        tree.groups[None] = [*roots, *others]
    write_order(roadmap, stage, tree)
    for source in roadmap.stages.filter(pk__in=left):
        write_order(roadmap, source, Tree(source.measures.all()))


@transaction.atomic
def delete_measure(measure, *, by, version) -> None:
    """Remove a measure with its parts; raises StaleState when the roadmap was changed since `version`."""
    roadmap = changed(measure.stage.roadmap, by, version)
    measure = found(roadmap, measure)
    stage, name, text = measure.stage, name_of(measure), measure.text
    measure.delete()
    write_order(roadmap, stage, Tree(stage.measures.all()))
    add_history(roadmap, by=by, action="delete_measure", sentence=f"удалено {name}", comment=text)


@transaction.atomic
def move_stage(stage, *, by, version, move) -> RoadmapStage:
    """Move a stage with its measures «up» or «down»; raises as `move_measure` does."""
    if move not in ("up", "down"):
        raise Refused(NO_SUCH_MOVE)
    roadmap = changed(stage.roadmap, by, version)
    stages = list(roadmap.stages.all())
    number = stages.index(found(roadmap, stage))
    other = number + (-1 if move == "up" else 1)
    if not 0 <= other < len(stages):
        raise Refused("Этап уже стоит с краю.")
    stages[number], stages[other] = stages[other], stages[number]
    place_stages(stages)
    add_history(roadmap, by=by, action="move_stage", sentence=f"переставлен {name_of(stage)}")
    return stage


@transaction.atomic
def delete_stage(stage, *, by, version) -> None:
    """Remove a stage with all its measures; raises StaleState when the roadmap was changed since `version`."""
    roadmap = changed(stage.roadmap, by, version)
    stage = found(roadmap, stage)
    name, texts = name_of(stage), [measure.text for measure in stage.measures.all()]
    stage.delete()
    place_stages(list(roadmap.stages.all()))
    add_history(roadmap, by=by, action="delete_stage", sentence=f"удалён {name}", comment="\n".join(texts))


def write_order(roadmap: Roadmap, stage: RoadmapStage, tree: Tree) -> None:
    """Write the order of a stage from the top down: a parent stands in its place before its parts."""
    ordered = tree.ordered()
    is_bands = roadmap.layout == Layout.STAGE_BANDS
    rows = rows_in_order([measure for measure, _ in ordered], is_bands=is_bands)
    for position, ((measure, parent), row) in enumerate(zip(ordered, rows, strict=True)):
        if (measure.position, measure.parent_id, measure.row) != (position, parent, row):
            measure.position, measure.parent_id, measure.row = position, parent, row
            measure.save(update_fields=["position", "parent", "row"])


def place_stages(stages: list[RoadmapStage]) -> None:
    """Number the stages in this order; those that stand right are not touched."""
    for position, stage in enumerate(stages):
        if stage.position != position:
            stage.position = position
            stage.save(update_fields=["position"])
