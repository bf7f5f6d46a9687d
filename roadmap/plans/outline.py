"""A roadmap as plain values, between a printed table and the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from roadmap.plans.enums import ColumnKind, Layout, StampKind


@dataclass(frozen=True)
class PlanColumn:
    """A column of the table; `group` is the heading that stands over this one and its neighbours."""

    kind: ColumnKind
    heading: str
    group: str = ""
    width: int = 20


@dataclass(frozen=True)
class PlanMeasure:
    """A measure or a part of one.

    `parent` is the place of the measure it belongs to in the list of the stage, `row` the table row of the
    stage that it stands in, `values` the texts of its other columns by the place of the column.
    A mark keeps the space after it: «1) », «– ».
    """

    text: str
    mark: str = ""
    number_label: str = ""
    row: int = 0
    parent: int | None = None
    inline_term: str = ""
    values: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PlanStage:
    """A stage with its measures in reading order; `values` belong to the stage as a whole."""

    number_label: str
    title: str
    measures: tuple[PlanMeasure, ...] = ()
    values: Mapping[int, str] = field(default_factory=dict)

    @property
    def row_count(self) -> int:
        return max((measure.row for measure in self.measures), default=0) + 1


@dataclass(frozen=True)
class PlanFootnote:
    """A footnote, with or without its text; `column` is the place of the column whose heading bears the mark."""

    mark: str
    text: str = ""
    column: int | None = None


@dataclass(frozen=True)
class PlanStamp:
    """«УТВЕРЖДАЮ», «СОГЛАСОВАНО» or «Приложение №», as typed."""

    kind: StampKind
    text: str


@dataclass(frozen=True)
class Plan:
    """A whole roadmap: `closing` are the lines under the table that are not footnotes."""

    title: str
    layout: Layout
    columns: tuple[PlanColumn, ...]
    stages: tuple[PlanStage, ...]
    footnotes: tuple[PlanFootnote, ...] = ()
    stamps: tuple[PlanStamp, ...] = ()
    closing: str = ""
    has_column_numbers: bool = False

    def place_of(self, kind: ColumnKind) -> int | None:
        """The place of the first column of this kind."""
        return next((place for place, column in enumerate(self.columns) if column.kind == kind), None)
