"""Where the table of a sheet begins, which column holds what, and which rows are people."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mentoring.language.folding import fold_key
from registry.people.imports.headings import LABELS, recognise_heading
from registry.people.imports.workbook import Sheet, SheetRow

HEADER_SEARCH_ROWS = 40
LONGEST_HEADING = 100
NO_HEADINGS = (
    "Не найдена строка заголовков таблицы. Впишите её номер или скажите о каждом столбце ниже, что в нём. "
    "Если это не список сотрудников, вернитесь и выберите другой файл."
)
TOTAL_LINE = re.compile(r"\s*(итого|всего|общее количество)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Mapping:
    """Which column (from 0) holds which field; `header_row` ends the heading, 0 when not found."""

    header_row: int
    headings: tuple[str, ...]
    columns: dict[str, int]
    doubts: tuple[str, ...] = ()

    @property
    def has_name(self) -> bool:
        return "full_name" in self.columns or {"last_name", "first_name"} <= self.columns.keys()

    @property
    def is_certain(self) -> bool:
        return self.has_name and not self.doubts

    def heading_of(self, key: str) -> str:
        """The heading as it is written in the file, for messages about the column."""
        index = self.columns.get(key)
        written = self.headings[index] if index is not None and index < len(self.headings) else ""
        return written or LABELS[key]


class SkipReason(StrEnum):
    ABOVE = "строка выше заголовков таблицы"
    HEADING = "строка заголовков"
    NUMBERS = "номера столбцов"
    TOTAL = "строка «Итого»"
    BELOW_TOTAL = "строка ниже «Итого», не похожа на сотрудника"
    CAPTION = "подзаголовок или подпись: нет ФИО"


@dataclass(frozen=True)
class ListedRow:
    """A filled row of the sheet: somebody's line, or a line left out and why."""

    row: SheetRow
    skipped: SkipReason | None = None


def best_sheet(sheets: Sequence[Sheet], *, title: str = "") -> Sheet | None:
    """Choose the sheet with the staff list: the one named, else the visible one whose heading says most.

    Returns None when no sheet has the title asked for.
    """
    if title:
        return next((sheet for sheet in sheets if fold_key(sheet.title) == fold_key(title)), None)
    return max(sheets, key=lambda sheet: (not sheet.is_hidden, len(find_mapping(sheet).columns)))


def find_mapping(sheet: Sheet) -> Mapping:
    """Find the heading under the title rows and match its columns by their usual names."""
    best = Mapping(header_row=0, headings=(), columns={}, doubts=(NO_HEADINGS,))
    best_score = (False, 0)
    for row_number, headings in _heading_candidates(sheet.rows[:HEADER_SEARCH_ROWS]):
        mapping = _match(row_number, headings)
        score = (mapping.has_name, len(mapping.columns))
        if len(mapping.columns) >= 2 and score > best_score:
            best, best_score = mapping, score
    return best


def mapping_by_hand(sheet_rows: Iterable[SheetRow], *, header_row: int, columns: dict[str, int]) -> Mapping:
    """The matching that a person chose; headings are read from the chosen row."""
    chosen = [row for row in sheet_rows if row.number == header_row]
    headings = _texts(chosen[0]) if chosen else ()
    return Mapping(header_row=header_row, headings=headings, columns=dict(columns))


def mapping_at(sheet_rows: Iterable[SheetRow], header_row: int) -> Mapping:
    """The usual names looked for in the one row that a person says is the heading."""
    chosen = [row for row in sheet_rows if row.number == header_row]
    return _match(header_row, _texts(chosen[0]) if chosen else ())


def list_rows(sheet_rows: Iterable[SheetRow], mapping: Mapping) -> list[ListedRow]:
    """Tell people from titles, repeated headings, column numbers and totals; no filled row is lost."""
    listed = []
    below_total = False
    headings = {
        index: fold_key(mapping.headings[index])
        for index in mapping.columns.values()
        if index < len(mapping.headings)
    }
    for row in sheet_rows:
        reason = _skip_reason(row, mapping, headings, below_total)
        below_total = below_total or reason is SkipReason.TOTAL
        listed.append(ListedRow(row=row, skipped=reason))
    return listed


def _heading_candidates(rows: Sequence[SheetRow]):
    """Every row, and every row joined with the next one («Стаж» over «общий», «педагогический»)."""
    for index, row in enumerate(rows):
        single = _texts(row)
        yield row.number, single
        following = rows[index + 1] if index + 1 < len(rows) else None
        if following and following.number == row.number + 1 and _is_lower_heading(following):
            yield following.number, _joined(single, _texts(following))


def _is_lower_heading(row: SheetRow) -> bool:
    """The second storey of a heading is short texts only; a line with a number or a date is data."""
    return all(value is None or isinstance(value, str) and len(value) < 60 for value in row.values)


def _joined(upper: tuple[str, ...], lower: tuple[str, ...]) -> tuple[str, ...]:
    headings = []
    spanning = ""
    for index in range(max(len(upper), len(lower))):
        above = upper[index] if index < len(upper) else ""
        below = lower[index] if index < len(lower) else ""
        # A merged heading stands in its first cell only and covers the columns after it.
        spanning = above or (spanning if below else "")
        headings.append(f"{spanning} {below}".strip() if below else above)
    return tuple(headings)


def _texts(row: SheetRow) -> tuple[str, ...]:
    texts = ("" if value is None else re.sub(r"\s+", " ", str(value)).strip() for value in row.values)
    return tuple(text[:LONGEST_HEADING] for text in texts)


def _match(header_row: int, headings: tuple[str, ...]) -> Mapping:
    columns: dict[str, int] = {}
    likely: dict[str, int] = {}
    doubts = []
    for index, heading in enumerate(headings):
        key, is_certain = recognise_heading(heading) if heading else ("", True)
        if not key:
            continue
        known = columns if is_certain else likely
        if key in known:
            first = headings[known[key]]
            doubts.append(f"Два столбца похожи на «{LABELS[key]}»: «{first}» и «{heading}». Взят первый.")
            continue
        known[key] = index
    for key, index in likely.items():
        if key not in columns:
            columns[key] = index
            doubts.append(f"Столбец «{headings[index]}» принят за «{LABELS[key]}». Проверьте.")
    _prefer_whole_name(columns)
    return Mapping(header_row, headings, columns, tuple(doubts + _missing(columns)))


def _prefer_whole_name(columns: dict[str, int]) -> None:
    if {"last_name", "first_name"} <= columns.keys():
        columns.pop("full_name", None)
    elif "full_name" in columns:
        for key in ("last_name", "first_name", "patronymic"):
            columns.pop(key, None)
    elif "last_name" in columns:
        # A single column «Фамилия» holds whole names: the initials case is caught row by row.
        columns["full_name"] = columns.pop("last_name")


def _missing(columns: dict[str, int]) -> list[str]:
    if "full_name" in columns or {"last_name", "first_name"} <= columns.keys():
        return []
    return ["Не найден столбец с фамилией, именем и отчеством."]


def _skip_reason(
    row: SheetRow, mapping: Mapping, headings: dict[int, str], below_total: bool
) -> SkipReason | None:
    if row.number <= mapping.header_row:
        return SkipReason.HEADING if row.number == mapping.header_row else SkipReason.ABOVE
    filled = [value for value in row.values if value is not None]
    if any(isinstance(value, str) and TOTAL_LINE.match(value) for value in filled):
        return SkipReason.TOTAL
    if _repeats_heading(row, headings):
        return SkipReason.HEADING
    if _is_column_numbers(filled):
        return SkipReason.NUMBERS
    known = {key for key in mapping.columns if key != "number" and _is_filled(row, mapping, key)}
    has_name = bool(known & {"full_name", "last_name"})
    if below_total and not (has_name and len(known) >= 3):
        return SkipReason.BELOW_TOTAL
    if not has_name and len(known) <= 1:
        return SkipReason.CAPTION
    return None


def _is_filled(row: SheetRow, mapping: Mapping, key: str) -> bool:
    index = mapping.columns[key]
    return row.value(index) is not None or index in row.formulas


def _repeats_heading(row: SheetRow, headings: dict[int, str]) -> bool:
    """Does the row say again what stands above the known columns? `headings` are folded."""
    same = [
        index
        for index, heading in headings.items()
        if isinstance(row.value(index), str) and fold_key(row.value(index)) == heading
    ]
    return len(same) >= 2


def _is_column_numbers(filled: list) -> bool:
    numbers = [str(value).strip().rstrip(".") for value in filled]
    return len(numbers) >= 3 and numbers == [str(number) for number in range(1, len(numbers) + 1)]
