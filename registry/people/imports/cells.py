"""Cells on their way into a JSON column and back: dates and formulas must survive."""

import re
from datetime import date, datetime

from registry.people.imports.readings import cell_text
from registry.people.imports.workbook import CellValue, SheetRow

SURROGATE = re.compile("[\ud800-\udfff]")


def to_json(row: SheetRow) -> list:
    """Give the cells as JSON values; a date is {"date": …}, a formula {"formula": its value}."""
    return [
        {"formula": _pack(value)} if index in row.formulas else _pack(value)
        for index, value in enumerate(row.values)
    ]


def from_json(number: int, cells: list) -> SheetRow:
    """Build the row of the sheet again from what `to_json` gave."""
    formulas = frozenset(
        index for index, cell in enumerate(cells) if isinstance(cell, dict) and "formula" in cell
    )
    values = (cell["formula"] if index in formulas else cell for index, cell in enumerate(cells))
    return SheetRow(number=number, values=tuple(_unpack(value) for value in values), formulas=formulas)


def _pack(value: CellValue):
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, str):
        # PostgreSQL keeps no NUL and no lone surrogate in JSON.
        return cell_text(value) if "\x00" in value or not _is_encodable(value) else value
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


def _is_encodable(text: str) -> bool:
    return SURROGATE.search(text) is None


def _unpack(value) -> CellValue:
    if not isinstance(value, dict):
        return value
    if "moment" in value:
        return datetime.fromisoformat(value["moment"])
    return date.fromisoformat(value["date"])
