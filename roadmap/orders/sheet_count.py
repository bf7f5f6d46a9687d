"""How far the acquaintance with a paper has come."""

from collections.abc import Iterable
from dataclasses import dataclass

from roadmap.orders.sheet_models import SheetLine


@dataclass(frozen=True)
class SheetCount:
    """`gone` have left the school without reading: nobody waits for them."""

    read: int
    missing: int
    gone: int

    @property
    def asked(self) -> int:
        return self.read + self.missing

    @property
    def unread(self) -> int:
        return self.missing + self.gone


def count_sheet(rows: Iterable[SheetLine]) -> SheetCount:
    """Count the lines of a sheet, read together with their people."""
    rows = list(rows)
    read = sum(row.acquainted_on is not None for row in rows)
    missing = sum(row.is_missing for row in rows)
    return SheetCount(read, missing, gone=len(rows) - read - missing)
