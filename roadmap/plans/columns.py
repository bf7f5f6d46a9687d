"""The columns of a draft: which there are when stages become rows of the table or bands over it."""

from roadmap.plans.enums import ColumnKind, Layout
from roadmap.plans.models import Roadmap, RoadmapColumn

STAGE_HEADING = "Наименование этапа"
STAGE_WIDTH = 24


def suit_layout(roadmap: Roadmap) -> None:
    """Make the columns fit the layout that the roadmap has now; no text is lost.

    Rows name their stage in a column of its own; bands need none.
    """
    columns = list(roadmap.columns.all())
    stage = next((column for column in columns if column.kind == ColumnKind.STAGE), None)
    is_rows = roadmap.layout == Layout.STAGE_ROWS
    if is_rows and stage is None:
        place = 1 if columns and columns[0].kind == ColumnKind.NUMBER else 0
        make_room(roadmap, place)
        RoadmapColumn.objects.create(
            roadmap=roadmap, position=place, kind=ColumnKind.STAGE, heading=STAGE_HEADING, width=STAGE_WIDTH
        )
    if not is_rows and stage is not None:
        stage.delete()
        close_gaps(roadmap)


def make_room(roadmap: Roadmap, place: int) -> None:
    """Move the columns from `place` on by one, the last one first: a place is taken once."""
    for column in roadmap.columns.filter(position__gte=place).order_by("-position"):
        column.position += 1
        column.save(update_fields=["position"])


def close_gaps(roadmap: Roadmap) -> None:
    """Number the columns from 0 without gaps, the first one first."""
    for place, column in enumerate(roadmap.columns.all()):
        if column.position != place:
            column.position = place
            column.save(update_fields=["position"])
