"""The only writer of the columns of a draft: which there are, their order, headings and widths."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from mentoring.workflow.services import add_history
from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.plans.drafts import changed
from roadmap.plans.enums import ColumnKind, Layout
from roadmap.plans.models import Roadmap, RoadmapColumn, RoadmapText

STAGE_HEADING = "Наименование этапа"
STAGE_WIDTH = 24
NEW_WIDTH = 20
MOST_COLUMNS = 12
FIELDS = ("heading", "group", "width")


@transaction.atomic
def change_columns(roadmap, *, by, version, columns: Mapping[int, Mapping[str, Any]]) -> None:
    """Write heading, group and width of the columns (id → FIELDS); all widths are shares of their sum.

    Raises StaleState when the roadmap was changed since `version`.
    """
    roadmap = changed(roadmap, by, version)
    for column in roadmap.columns.filter(pk__in=columns):
        for name in FIELDS:
            setattr(column, name, columns[column.pk][name])
        column.save(update_fields=list(FIELDS))
    add_history(roadmap, by=by, action="columns", sentence="изменены заголовки или ширина столбцов")


@transaction.atomic
def add_column(roadmap, *, by, version, kind, heading) -> RoadmapColumn:
    """Put a column at the right edge; raises Refused for one that is there already or does not fit the layout."""
    roadmap = changed(roadmap, by, version)
    if kind not in kinds_to_add(roadmap):
        raise Refused("Такой столбец уже есть, или в этой таблице он не нужен.")
    place = roadmap.columns.count()
    if place >= MOST_COLUMNS:
        raise Refused(f"В таблице уже {MOST_COLUMNS} столбцов: на листе больше не помещается.")
    column = RoadmapColumn.objects.create(
        roadmap=roadmap, position=place, kind=kind, heading=heading, width=NEW_WIDTH
    )
    add_history(roadmap, by=by, action="add_column", sentence=f"добавлен столбец «{column}»")
    return column


def kinds_to_add(roadmap: Roadmap) -> list[ColumnKind]:
    """Columns that the table may still get: the school's own ones without end, the others once."""
    present = set(roadmap.columns.values_list("kind", flat=True))
    unfit = {ColumnKind.STAGE} if roadmap.layout == Layout.STAGE_BANDS else set()
    return [kind for kind in ColumnKind if kind == ColumnKind.CUSTOM or kind not in present | unfit]


@transaction.atomic
def move_column(column, *, by, version, move) -> RoadmapColumn:
    """Move a column «left» or «right»; raises as the other acts here do."""
    roadmap = changed(column.roadmap, by, version)
    columns = list(roadmap.columns.all())
    number = next((place for place, row in enumerate(columns) if row.pk == column.pk), None)
    if number is None:
        raise StaleState("Этого столбца уже нет. Откройте страницу заново.")
    other = number + {"left": -1, "right": 1}.get(move, 0)
    if other == number or not 0 <= other < len(columns):
        raise Refused("Столбец уже стоит с краю.")
    columns[number], columns[other] = columns[other], columns[number]
    _place(roadmap, columns)
    add_history(roadmap, by=by, action="move_column", sentence=f"переставлен столбец «{column}»")
    return column


@transaction.atomic
def delete_column(column, *, by, version) -> None:
    """Remove a column; texts of an own one go with it, terms and responsibles stay and are not printed.

    Raises Refused for the column of measures, and for that of stages where they are rows.
    """
    roadmap = changed(column.roadmap, by, version)
    column = roadmap.columns.filter(pk=column.pk).first()
    if column is None:
        raise StaleState("Этого столбца уже нет. Откройте страницу заново.")
    if not is_removable(column, roadmap):
        raise Refused("Без этого столбца таблица не читается: удалить его нельзя.")
    name, texts = str(column), list(texts_in(column).values_list("text", flat=True))
    column.delete()
    _place(roadmap, list(roadmap.columns.all()))
    add_history(
        roadmap, by=by, action="delete_column", sentence=f"удалён столбец «{name}»", comment="\n".join(texts)
    )


def is_removable(column: RoadmapColumn, roadmap: Roadmap) -> bool:
    """A table without measures, or without the names of its stages, says nothing."""
    is_stage = column.kind == ColumnKind.STAGE and roadmap.layout == Layout.STAGE_ROWS
    return column.kind != ColumnKind.CONTENT and not is_stage


def texts_in(column: RoadmapColumn):
    """What is written in a column of the school's own."""
    return RoadmapText.objects.filter(column=column).order_by("pk")


def suit_layout(roadmap: Roadmap) -> None:
    """Make the columns fit the layout that the roadmap has now; no text is lost.

    Rows name their stage in a column of its own; bands need none.
    """
    columns = list(roadmap.columns.all())
    stage = next((column for column in columns if column.kind == ColumnKind.STAGE), None)
    is_rows = roadmap.layout == Layout.STAGE_ROWS
    if is_rows and stage is None:
        place = 1 if columns and columns[0].kind == ColumnKind.NUMBER else 0
        made = RoadmapColumn.objects.create(
            roadmap=roadmap,
            position=len(columns),
            kind=ColumnKind.STAGE,
            heading=STAGE_HEADING,
            width=STAGE_WIDTH,
        )
        columns.insert(place, made)
        _place(roadmap, columns)
    if not is_rows and stage is not None:
        stage.delete()
        _place(roadmap, list(roadmap.columns.all()))


def _place(roadmap: Roadmap, columns: list[RoadmapColumn]) -> None:
    """Number the columns from 0 in this order; a place is taken once, so all are moved out of the way first."""
    wrong = [(place, column) for place, column in enumerate(columns) if column.position != place]
    free = 1 + (roadmap.columns.aggregate(last=Max("position"))["last"] or 0)
    for number, (_, column) in enumerate(wrong):
        column.position = free + number
        column.save(update_fields=["position"])
    for place, column in wrong:
        column.position = place
        column.save(update_fields=["position"])
