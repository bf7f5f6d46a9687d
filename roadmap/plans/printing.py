"""A roadmap → the table that its school prints: the other way round from `reading`."""

from collections.abc import Iterator

from roadmap.plans.enums import ColumnKind, Layout
from roadmap.plans.grid import Cell, Grid, TablePage, paragraphs_of
from roadmap.plans.outline import Plan, PlanMeasure, PlanStage

K = ColumnKind
Row = tuple[Cell | None, ...]


def print_plan(plan: Plan) -> TablePage:
    """Return the title and stamps, the table, and the lines under it."""
    rows = [*_heading(plan), *_column_numbers(plan)]
    for stage in plan.stages:
        rows += _band_rows(plan, stage) if plan.layout == Layout.STAGE_BANDS else _stage_rows(plan, stage)
    notes = [f"{note.mark} {note.text}".strip() for note in plan.footnotes]
    return TablePage(
        Grid(tuple(rows)),
        above=tuple(line for stamp in plan.stamps for line in paragraphs_of(stamp.text))
        + paragraphs_of(plan.title),
        below=(*notes, *paragraphs_of(plan.closing)),
        widths=tuple(column.width for column in plan.columns),
    )


def heading_height(plan: Plan) -> int:
    """How many rows of the printed table are its heading and repeat on every page."""
    return len(_heading(plan)) + plan.has_column_numbers


def _cell(text: str, row_span: int = 1, column_span: int = 1) -> Cell:
    return Cell(paragraphs_of(text), row_span, column_span)


def _heading(plan: Plan) -> list[Row]:
    if not any(column.group for column in plan.columns):
        return [tuple(_cell(column.heading) for column in plan.columns)]
    upper: list[Cell | None] = []
    for place, column in enumerate(plan.columns):
        if not column.group:
            upper.append(_cell(column.heading, row_span=2))
        elif place and plan.columns[place - 1].group == column.group:
            upper.append(None)
        else:
            upper.append(_cell(column.group, column_span=_group_width(plan, place)))
    lower = tuple(_cell(column.heading) if column.group else None for column in plan.columns)
    return [tuple(upper), lower]


def _group_width(plan: Plan, place: int) -> int:
    group = plan.columns[place].group
    width = 1
    while place + width < len(plan.columns) and plan.columns[place + width].group == group:
        width += 1
    return width


def _column_numbers(plan: Plan) -> list[Row]:
    if not plan.has_column_numbers:
        return []
    return [tuple(_cell(str(number + 1)) for number in range(len(plan.columns)))]


def _band_rows(plan: Plan, stage: PlanStage) -> Iterator[Row]:
    heading = f"{stage.number_label} {stage.title}".strip()
    if heading:
        yield (_cell(heading, column_span=len(plan.columns)), *[None] * (len(plan.columns) - 1))
    count = len(stage.measures)
    for number, measure in enumerate(stage.measures):
        height = _height(stage, number)
        yield tuple(
            _band_cell(stage, measure, place, column.kind, height, count if number == 0 else 0)
            for place, column in enumerate(plan.columns)
        )


def _is_continued(measure: PlanMeasure, head: int) -> bool:
    return measure.parent == head and not measure.text and not measure.number_label


def _height(stage: PlanStage, number: int) -> int:
    """Over how many rows the measure stands, 0 for one that only adds a term to the measure above it."""
    measure = stage.measures[number]
    if measure.parent is not None and _is_continued(measure, measure.parent):
        return 0
    height = 1
    while number + height < len(stage.measures) and _is_continued(stage.measures[number + height], number):
        height += 1
    return height


def _band_cell(
    stage: PlanStage, measure: PlanMeasure, place: int, kind: ColumnKind, height: int, count: int
) -> Cell | None:
    if kind == K.NUMBER:
        return _cell(measure.number_label, height) if height else None
    if kind == K.CONTENT:
        return _cell(f"{measure.mark}{measure.text}", height) if height else None
    own = measure.values.get(place, "")
    if place not in stage.values:
        return _cell(own)
    if not any(place in other.values for other in stage.measures):
        return _cell(stage.values[place], count) if count else None
    return _cell(f"{stage.values[place]}\n{own}" if count else own)


def _numbered(measure: PlanMeasure) -> str:
    """A table of stages has no column for the numbers of measures: they stand before the text."""
    return f"{measure.number_label} {measure.mark}{measure.text}".strip()


def _stage_rows(plan: Plan, stage: PlanStage) -> Iterator[Row]:
    for row in range(stage.row_count):
        yield tuple(_stage_cell(stage, row, place, column.kind) for place, column in enumerate(plan.columns))


def _stage_cell(stage: PlanStage, row: int, place: int, kind: ColumnKind) -> Cell | None:
    if kind in (K.NUMBER, K.STAGE):
        text = stage.number_label if kind == K.NUMBER else stage.title
        return None if row else _cell(text, stage.row_count)
    here = [measure for measure in stage.measures if measure.row == row]
    if kind == K.CONTENT:
        return _cell("\n".join(_numbered(measure) for measure in here))
    own = [measure.values[place] for measure in here if measure.values.get(place)]
    has_own = any(measure.values.get(place) for measure in stage.measures)
    if not has_own:
        return None if row else _cell(stage.values.get(place, ""), stage.row_count)
    return _cell("\n".join([*([stage.values.get(place, "")] if row == 0 else []), *own]))
