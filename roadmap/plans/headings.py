"""Which row of a table is its heading and what each column holds."""

import re
from collections.abc import Sequence

from roadmap.plans.enums import ColumnKind
from roadmap.plans.grid import Cell, Grid, single_spaced

K = ColumnKind
SEARCHED_ROWS = 30
# The order matters: «Сроки реализации этапа» is a term, «Ответственный за мероприятие» is a person.
PATTERNS = (
    (K.NUMBER, re.compile(r"(?:№|n|номер)(?:\s*(?:п\s*[/.\\]?\s*п\.?|этапа))?\.?", re.IGNORECASE)),
    (K.TERM, re.compile(r".*(?:\bсрок|\bдат[аы]\b|\bпериод|\bвремя\b|\bкогда\b).*", re.IGNORECASE)),
    (K.RESPONSIBLE, re.compile(r".*(?:ответствен|исполнител).*", re.IGNORECASE)),
    (
        K.STAGE,
        re.compile(r"(?:наименовани[ея]\s+|название\s+)?(?:этап|раздел|направлени|блок).*", re.IGNORECASE),
    ),
    (K.CONTENT, re.compile(r".*(?:содержани|мероприят|деятельност|действи).*", re.IGNORECASE)),
    (K.DOCUMENTS, re.compile(r".*документ.*", re.IGNORECASE)),
)
MARK = re.compile(r"(.*?)\s*([¹²³⁴⁵⁶⁷⁸⁹]|\*{1,3})", re.DOTALL)


def kind_of(heading: str) -> ColumnKind:
    """What a column of this heading most likely holds."""
    bare = split_footnote(single_spaced(heading))[0]
    return next((kind for kind, pattern in PATTERNS if pattern.fullmatch(bare)), K.CUSTOM)


def kinds_of(headings: Sequence[str]) -> list[ColumnKind]:
    """The kinds of all columns: each kind once, a second one of a kind is a column of the school's own."""
    kinds: list[ColumnKind] = []
    for heading in headings:
        kind = kind_of(heading)
        kinds.append(K.CUSTOM if kind in kinds else kind)
    if K.CONTENT not in kinds and K.CUSTOM in kinds:
        kinds[kinds.index(K.CUSTOM)] = K.CONTENT
    return kinds


def split_footnote(heading: str) -> tuple[str, str]:
    """Return the heading without the footnote's mark at its end, and the mark."""
    found = MARK.fullmatch(heading)
    return (found[1], found[2]) if found else (heading, "")


def find_heading(grid: Grid) -> int | None:
    """The number of the row (from 0) that holds the headings, None when no row looks like one."""
    scores = [_score(row) for row in grid.rows[:SEARCHED_ROWS]]
    best = max(scores, default=0)
    return scores.index(best) if best >= 2 else None


def _score(row: Sequence[Cell | None]) -> int:
    """How many different kinds of columns the row names; long texts are no headings."""
    texts = [cell.text for cell in row if cell and cell.paragraphs]
    return len({kind_of(text) for text in texts if len(text) < 120} - {K.CUSTOM})


def heading_rows(grid: Grid, top: int) -> int:
    """One, or two when some headings stand over several narrower ones."""
    has_groups = any(cell and 1 < cell.column_span < grid.width for cell in grid.rows[top])
    return 2 if has_groups and top + 1 < len(grid.rows) else 1


def is_column_numbers(row: Sequence[Cell | None]) -> bool:
    """Does the row say 1, 2, 3 … under the headings?"""
    return [cell.text if cell else "" for cell in row] == [str(number + 1) for number in range(len(row))]
