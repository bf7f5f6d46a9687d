"""A table as its file holds it → a roadmap: columns matched, bands and merged cells understood."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from roadmap.plans.enums import ColumnKind, Layout, StampKind
from roadmap.plans.grid import Cell, Grid, Paragraphs, TablePage
from roadmap.plans.headings import (
    find_heading,
    heading_rows,
    is_column_numbers,
    kinds_of,
    split_footnote,
)
from roadmap.plans.marks import measures_of
from roadmap.plans.outline import Plan, PlanColumn, PlanFootnote, PlanMeasure, PlanStage, PlanStamp

K = ColumnKind
NO_HEADING = (
    "Не найдена строка заголовков. У таблицы дорожной карты должна быть строка с названиями столбцов: "
    "«№», «Мероприятие», «Срок», «Ответственный» или похожими."
)
DEFAULT_WIDTHS = {K.NUMBER: 6, K.STAGE: 24, K.CONTENT: 45, K.DOCUMENTS: 25, K.RESPONSIBLE: 20, K.TERM: 16}
STAGE_LABEL = re.compile(
    r"(?:этап\s+(?:№\s*)?(?:\d+|[IVX]+)|(?:\d+|[IVX]+)\s*-?\s*(?:й|ый|ой)?\s*-?\s*этап|\d+|[IVX]+)\s*[.:)–-]\s+"
    r"|(?:\d+|[IVX]+)\s*-?\s*(?:й|ый|ой)?\s*-?\s*этап\s+",
    re.IGNORECASE,
)
STAMPS = (
    (StampKind.APPROVED, re.compile(r"утвержд(?:аю|[её]н)", re.IGNORECASE)),
    (StampKind.AGREED, re.compile(r"согласован", re.IGNORECASE)),
    (StampKind.ACCEPTED, re.compile(r"принят", re.IGNORECASE)),
    (StampKind.CONSIDERED, re.compile(r"рассмотрен", re.IGNORECASE)),
    (StampKind.ANNEX, re.compile(r"приложение\b", re.IGNORECASE)),
)
TITLE = re.compile(r"(?:дорожная карта|план\b|комплекс мер|программа\b|перечень|календарный)", re.IGNORECASE)
FOOTNOTE = re.compile(r"([¹²³⁴⁵⁶⁷⁸⁹]|\*{1,3})\s*(.*)", re.DOTALL)


class NotARoadmap(Exception):
    """The table cannot be read as a roadmap; the text is the Russian sentence for the page."""


def read_plan(page: TablePage, kinds: Sequence[ColumnKind] | None = None) -> Plan:
    """Return the roadmap that a table says; `kinds` are the columns as a person has matched them.

    Raises NotARoadmap when no row looks like headings.
    """
    grid = page.grid
    top = find_heading(grid)
    if top is None:
        raise NotARoadmap(NO_HEADING)
    columns = _columns(page, top, kinds)
    body = top + heading_rows(grid, top)
    has_numbers = body < len(grid.rows) and is_column_numbers(grid.rows[body])
    first = body + has_numbers
    last = _end_of_table(grid, first)
    below = (*_lines(grid, last, len(grid.rows)), *page.below)
    footnotes, closing = _split_below(below, columns)
    title, stamps = _split_above((*page.above, *_lines(grid, 0, top)))
    layout = _layout(grid, columns, first, last)
    if layout == Layout.STAGE_BANDS:
        columns = _without_stage_column(columns)
    reader = StageReader(grid, columns)
    read = reader.stage_bands if layout == Layout.STAGE_BANDS else reader.stage_rows
    return Plan(title, layout, columns, tuple(read(first, last)), footnotes, stamps, closing, has_numbers)


def _columns(page: TablePage, top: int, kinds: Sequence[ColumnKind] | None) -> tuple[PlanColumn, ...]:
    grid, rows = page.grid, heading_rows(page.grid, top)
    groups, headings = [], []
    for place in range(grid.width):
        upper = grid.covering(top, place)
        is_group = rows == 2 and upper.row_span == 1
        groups.append(upper.text if is_group else "")
        headings.append(grid.covering(top + 1, place).text if is_group else upper.text)
    whole = [f"{group} {heading}".strip() for group, heading in zip(groups, headings, strict=True)]
    chosen = list(kinds) if kinds else kinds_of(whole)
    # Equal widths are those that nobody has set: a number does not need as much room as a measure.
    is_set = len(set(page.widths)) > 1
    widths = page.widths if is_set else [DEFAULT_WIDTHS.get(kind, 20) for kind in chosen]
    return tuple(
        PlanColumn(kind, heading, group, max(1, width))
        for kind, heading, group, width in zip(chosen, headings, groups, widths, strict=True)
    )


def _without_stage_column(columns: tuple[PlanColumn, ...]) -> tuple[PlanColumn, ...]:
    """Bands name the stages, so a column «Этап» holds measures, or something of the school's own."""
    kinds = [column.kind for column in columns]
    other = K.CUSTOM if K.CONTENT in kinds else K.CONTENT
    return tuple(replace(column, kind=other) if column.kind == K.STAGE else column for column in columns)


def _filled(row: Sequence[Cell | None]) -> list[Cell]:
    return [cell for cell in row if cell and cell.paragraphs]


def _is_lonely(row: Sequence[Cell | None]) -> bool:
    """One text in the whole row, and nothing hangs into the row from above."""
    filled = _filled(row)
    covered_from_above = any(cell is None for cell in row) and sum(c.column_span for c in row if c) < len(row)
    return len(filled) == 1 and len(row) > 1 and not covered_from_above


def _is_band(row: Sequence[Cell | None]) -> bool:
    text = _filled(row)[0].text if _is_lonely(row) else ""
    return bool(text) and (row[0] is not None and row[0].column_span == len(row) or _is_first_alone(row))


def _is_first_alone(row: Sequence[Cell | None]) -> bool:
    """A band that nobody merged: a text, not a bare number, in the first column only."""
    return bool(row[0] and row[0].paragraphs and not re.fullmatch(r"[\d.)]+", row[0].text))


def _end_of_table(grid: Grid, first: int) -> int:
    """The row after the last one that belongs to the table: footnotes and signatures come below it."""
    last = len(grid.rows)
    while last > first and (not _filled(grid.rows[last - 1]) or _is_band(grid.rows[last - 1])):
        last -= 1
    return last


def _layout(grid: Grid, columns: Sequence[PlanColumn], first: int, last: int) -> Layout:
    has_bands = any(_is_band(grid.rows[row]) for row in range(first, last))
    names_stages = any(column.kind == K.STAGE for column in columns)
    return Layout.STAGE_ROWS if names_stages and not has_bands else Layout.STAGE_BANDS


def _lines(grid: Grid, start: int, end: int) -> Paragraphs:
    return tuple(text for row in grid.rows[start:end] for cell in _filled(row) for text in cell.paragraphs)


def _split_above(lines: Sequence[str]) -> tuple[str, tuple[PlanStamp, ...]]:
    """Tell the title from the stamps above it."""
    title: list[str] = []
    stamps: list[tuple[StampKind, list[str]]] = []
    for line in lines:
        kind = next((kind for kind, pattern in STAMPS if pattern.match(line.strip("«» "))), None)
        if title or TITLE.match(line.strip("«» ")):
            title.append(line)
        elif kind:
            stamps.append((kind, [line]))
        elif stamps:
            stamps[-1][1].append(line)
        else:
            title.append(line)
    return "\n".join(title), tuple(PlanStamp(kind, "\n".join(text)) for kind, text in stamps)


def _split_below(lines: Sequence[str], columns: Sequence[PlanColumn]) -> tuple[tuple[PlanFootnote, ...], str]:
    places = {split_footnote(column.heading)[1]: place for place, column in enumerate(columns)}
    places.pop("", None)
    texts: dict[str, str] = {}
    closing = []
    for line in lines:
        found = FOOTNOTE.fullmatch(line)
        if found and found[1] not in texts:
            texts[found[1]] = found[2].strip()
        else:
            closing.append(line)
    # A mark in a heading whose text is nowhere is a footnote all the same.
    marks = [*texts, *(mark for mark in places if mark not in texts)]
    footnotes = tuple(PlanFootnote(mark, texts.get(mark, ""), places.get(mark)) for mark in marks)
    return footnotes, "\n".join(closing)


class StageReader:
    """Reads the rows under the headings, given what each column holds."""

    def __init__(self, grid: Grid, columns: Sequence[PlanColumn]):
        self.grid = grid
        self.places: dict[ColumnKind, int] = {
            column.kind: place for place, column in enumerate(columns) if column.kind != K.CUSTOM
        }
        own = (K.NUMBER, K.STAGE, K.CONTENT)
        self.value_places = [place for place, column in enumerate(columns) if column.kind not in own]

    def _cell(self, row: int, kind: ColumnKind) -> Cell | None:
        """The cell that begins here; None when one from above covers the place."""
        place = self.places.get(kind)
        return Cell() if place is None else self.grid.rows[row][place]

    def stage_bands(self, first: int, last: int) -> list[PlanStage]:
        """Stages are the bands; every row under a band is a measure."""
        stages = []
        start = first
        for row in range(first, last + 1):
            if row < last and not _is_band(self.grid.rows[row]):
                continue
            if row > start:
                stages.append(self._band_stage(start, row))
            start = row
        return [stage for stage in stages if stage.title or stage.measures]

    def _band_stage(self, start: int, end: int) -> PlanStage:
        label = title = ""
        if _is_band(self.grid.rows[start]):
            label, title = split_stage_label(_filled(self.grid.rows[start])[0].text)
            start += 1
        rows = [row for row in range(start, end) if any(self.grid.rows[row])]
        whole = self._whole_stage_values(start, end)
        measures: list[PlanMeasure] = []
        head = None
        for row in rows:
            content = self._cell(row, K.CONTENT)
            number = self._cell(row, K.NUMBER)
            parent = head if content is None else None
            head = head if content is None else len(measures)
            measures.append(
                PlanMeasure(
                    content.text if content else "",
                    number_label=number.text if number else "",
                    row=len(measures),
                    parent=parent,
                    values=self._values(row, skip=whole),
                )
            )
        return PlanStage(label, title, tuple(measures), whole)

    def stage_rows(self, first: int, last: int) -> list[PlanStage]:
        """Stages are rows; a stage may take several when its number and name are merged or left blank."""
        starts = [row for row in range(first, last) if self._begins_stage(row)]
        starts = starts if starts[:1] == [first] else [first, *starts]
        ends = [*starts[1:], last]
        return [self._row_stage(start, end) for start, end in zip(starts, ends, strict=True) if start < end]

    def _begins_stage(self, row: int) -> bool:
        heads = [self._cell(row, K.NUMBER), self._cell(row, K.STAGE)]
        return any(cell and cell.paragraphs for cell in heads)

    def _row_stage(self, start: int, end: int) -> PlanStage:
        number, title = self._cell(start, K.NUMBER), self._cell(start, K.STAGE)
        whole: Mapping[int, str] = self._whole_stage_values(start, end)
        measures: list[PlanMeasure] = []
        for row in range(start, end):
            content = self._cell(row, K.CONTENT)
            added = measures_of(content.paragraphs if content else (), row=row - start, start=len(measures))
            is_only = end - start == 1
            measures += self._with_values(added, row, row - start, whole, is_only=is_only)
            if is_only:
                whole = self._left_for_stage(start, added, whole)
        return PlanStage(number.text if number else "", title.text if title else "", tuple(measures), whole)

    def _with_values(
        self, added: list[PlanMeasure], row: int, stage_row: int, whole: Mapping[int, str], *, is_only: bool
    ) -> list[PlanMeasure]:
        """Give the measures of one table row the texts of its other cells.

        Terms of which there are as many as measures go one to each; in a stage of one row everything else
        belongs to the stage, in a stage of several rows to the first measure of the row.
        """
        term = self.places.get(K.TERM)
        lines = self._aligned_terms(row, len(added))
        if lines and term is not None and term not in whole:
            added = [
                replace(measure, values={term: line}, inline_term="")
                for measure, line in zip(added, lines, strict=True)
            ]
        if is_only:
            return added
        values = self._values(row, skip={*whole, *([term] if lines else [])})
        if not added and not values:
            return added
        head, *rest = added or [PlanMeasure("", row=stage_row)]
        inline = "" if term in values else head.inline_term
        return [replace(head, values={**head.values, **values}, inline_term=inline), *rest]

    def _aligned_terms(self, row: int, count: int) -> Paragraphs:
        cell = self._cell(row, K.TERM)
        return cell.paragraphs if cell and count > 1 and len(cell.paragraphs) == count else ()

    def _left_for_stage(
        self, row: int, added: list[PlanMeasure], whole: Mapping[int, str]
    ) -> Mapping[int, str]:
        term = self.places.get(K.TERM)
        given = {term} if self._aligned_terms(row, len(added)) else set()
        return {place: text for place, text in self._values(row).items() if place not in given} | dict(whole)

    def _values(self, row: int, skip: Collection[int | None] = ()) -> dict[int, str]:
        found = {
            place: self.grid.covering(row, place).text for place in self.value_places if place not in skip
        }
        return {place: text for place, text in found.items() if text}

    def _whole_stage_values(self, start: int, end: int) -> dict[int, str]:
        """Texts of cells merged over all rows of a stage of several rows."""
        if end - start < 2:
            return {}
        cells = {place: self.grid.rows[start][place] for place in self.value_places}
        return {place: cell.text for place, cell in cells.items() if cell and cell.row_span == end - start}


def split_stage_label(text: str) -> tuple[str, str]:
    """Tell «1й этап. » from the name of the stage; the label is empty when there is none."""
    found = STAGE_LABEL.match(text)
    if not found or found.end() == len(text):
        return "", text
    return found[0].strip(), text[found.end() :]
