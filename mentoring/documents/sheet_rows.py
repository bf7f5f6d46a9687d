"""Rows of a sheet straight into its XML.

openpyxl makes an object of every cell and looks its style up anew: twenty thousand people took six times as
long as their bare values. Here a style is looked up once a column, and a cell is one piece of text.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from mentoring.documents.sheet_kinds import Kind

CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# A spreadsheet would take a text that begins so for a formula as soon as the cell is edited.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
LONGEST_CELL = 32_767
ROWS_AT_ONCE = 500
END_OF_ROWS = b"</sheetData>"

# (kind or None for an empty cell, begins like a formula) → number of the style in the book
StyleOf = Callable[[Kind | None, bool], int]


def with_rows(book: bytes, rows_of: Sequence[Iterator[str]]) -> bytes:
    """Return the book with rows put under what stands in its sheets; one iterator of XML a sheet."""
    target = BytesIO()
    names = {f"xl/worksheets/sheet{number}.xml": rows for number, rows in enumerate(rows_of, start=1)}
    with ZipFile(BytesIO(book)) as source, ZipFile(target, "w", ZIP_DEFLATED) as filled:
        for entry in source.infolist():
            content = source.read(entry)
            with filled.open(entry.filename, "w", force_zip64=True) as part:
                if entry.filename not in names:
                    part.write(content)
                    continue
                head, tail = content.split(END_OF_ROWS)
                part.write(head)
                for lines in names[entry.filename]:
                    part.write(lines.encode())
                part.write(END_OF_ROWS + tail)
    return target.getvalue()


def rows_xml(kinds: Sequence[Kind], rows: Sequence[Sequence[Any]], style_of: StyleOf) -> Iterator[str]:
    """The rows from the second on, several hundred in a piece."""
    writers = [
        _cell_writer(get_column_letter(number), kind, style_of) for number, kind in enumerate(kinds, start=1)
    ]
    lines = []
    for number, row in enumerate(rows, start=2):
        cells = "".join([writer(number, value) for writer, value in zip(writers, row, strict=True)])
        lines.append(f'<row r="{number}">{cells}</row>')
        if len(lines) == ROWS_AT_ONCE:
            yield "".join(lines)
            lines = []
    yield "".join(lines)


def _cell_writer(letter: str, kind: Kind, style_of: StyleOf) -> Callable[[int, Any], str]:
    empty, plain = style_of(None, False), style_of(kind, False)
    text, quoted = style_of(Kind.TEXT, False), style_of(Kind.TEXT, True)

    def write(number: int, value: Any) -> str:
        place = f'<c r="{letter}{number}"'
        if value is None or value == "":
            return f'{place} s="{empty}"/>'
        if is_of_kind(value, kind):
            return f'{place} s="{plain}"><v>{_number(value, kind)}</v></c>'
        words = clean_text(as_text(value))
        style = quoted if words.startswith(FORMULA_STARTS) else text
        return f'{place} s="{style}" t="inlineStr"><is>{_text(words)}</is></c>'

    return write


def _text(words: str) -> str:
    space = ' xml:space="preserve"' if words != words.strip() or "\n" in words else ""
    return f"<t{space}>{escape(words)}</t>"


def _number(value: Any, kind: Kind) -> str:
    if isinstance(value, datetime):
        value = school_time(value)
        value = value.date() if kind is Kind.DATE else value
    return _serial(value) if isinstance(value, date) else str(value)


@lru_cache(maxsize=4096)
def _serial(day: date) -> str:
    return str(to_excel(day))


def is_of_kind(value: Any, kind: Kind) -> bool:
    """Does the value go into a column of this kind as a number or a date, not as text?"""
    if kind in (Kind.WHOLE, Kind.NUMBER):
        return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if kind is Kind.DATE:
        return isinstance(value, date)
    return kind is Kind.MOMENT and isinstance(value, datetime)


def as_text(value: Any) -> str:
    """Return the value as a person would write it: «да», «12.01.2026»."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, datetime):
        return f"{school_time(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return str(value)


def school_time(moment: datetime) -> datetime:
    """Return the moment by the school's clock: a spreadsheet knows no time zones."""
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment


def clean_text(text: str) -> str:
    """Return the text as a cell may hold it: no control characters, not longer than a cell takes."""
    return CONTROL_CHARACTERS.sub("", text.replace("\r\n", "\n"))[:LONGEST_CELL]
