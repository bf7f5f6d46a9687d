"""What would happen to every row of an import if it were applied now; reads, never writes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from registry.people.enums import PersonKind, RowOutcome
from registry.people.imports.cells import from_json
from registry.people.imports.checks import check_list
from registry.people.imports.columns import ListedRow, Mapping, list_rows
from registry.people.imports.matching import Cards, cards_of, changes_in
from registry.people.imports.rows import CleanRow, Remark, read_row
from registry.people.imports.workbook import SheetRow
from registry.people.models import Person, StaffImport
from registry.people.queries import with_positions

PROGRESS_STEP = 100


@dataclass
class RowPlan:
    """The fate of one row, in the shape in which it is stored and compared."""

    row_number: int
    outcome: str
    values: dict = field(default_factory=dict)
    repairs: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    person_id: int | None = None

    def fate(self) -> tuple:
        """What the person looking at the preview agreed to; remarks aside."""
        return self.row_number, self.outcome, self.person_id, self.changes, self.values


def stored_mapping(staff_import: StaffImport) -> Mapping:
    """The matching of columns as it was found or chosen."""
    return Mapping(
        header_row=staff_import.header_row or 0,
        headings=tuple(staff_import.headings),
        columns=dict(staff_import.mapping.get("columns", {})),
        doubts=tuple(staff_import.mapping.get("doubts", ())),
    )


def sheet_rows(staff_import: StaffImport) -> list[SheetRow]:
    """The filled rows of the file as they came."""
    stored = staff_import.rows.order_by("row_number").values_list("row_number", "cells")
    return [from_json(number, cells) for number, cells in stored]


def plan_import(
    staff_import: StaffImport, *, today: date, report: Callable[[int], None] = lambda done: None
) -> list[RowPlan]:
    """Read every row anew and compare it with the cards of this moment; `report` is told how many are read."""
    mapping = stored_mapping(staff_import)
    listed = list_rows(sheet_rows(staff_import), mapping)
    clean = {}
    for done, item in enumerate(listed, start=1):
        if item.skipped is None:
            clean[item.row.number] = read_row(item.row, mapping, today=today)
        if done % PROGRESS_STEP == 0:
            report(done)
    check_list(list(clean.values()), mapping, today=today)
    adults = Person.objects.exclude(kind=PersonKind.PUPIL)
    planner = _Planner(cards_of(with_positions(adults)), has_gender_column="gender" in mapping.columns)
    return [planner.plan(item, clean.get(item.row.number)) for item in listed]


class _Planner:
    def __init__(self, cards: Cards, *, has_gender_column: bool):
        self.cards = cards
        self.has_gender_column = has_gender_column
        self.taken: dict[int, int] = {}

    def plan(self, item: ListedRow, row: CleanRow | None) -> RowPlan:
        if row is None:
            reason = [Remark(str(item.skipped)).as_json()]
            return RowPlan(item.row.number, RowOutcome.SKIPPED.value, warnings=reason)
        if row.errors:
            return _planned(row, RowOutcome.ERROR)
        match = self.cards.match(row)
        row.warnings.extend(Remark(text) for text in match.warnings)
        if match.error:
            row.errors.append(Remark(match.error))
            return _planned(row, RowOutcome.ERROR)
        if match.person is None:
            return _planned(row, RowOutcome.NEW)
        return self._plan_known(row, match.person)

    def _plan_known(self, row: CleanRow, person: Person) -> RowPlan:
        first = self.taken.setdefault(person.pk, row.number)
        if first != row.number:
            row.errors.append(Remark(f"эта строка и строка {first} – об одной карточке: {person.full_name}"))
            return _planned(row, RowOutcome.ERROR)
        changes = changes_in(person, row, has_gender_column=self.has_gender_column)
        outcome = RowOutcome.UPDATED if changes else RowOutcome.UNCHANGED
        return _planned(row, outcome, changes=changes, person_id=person.pk)


def _planned(row: CleanRow, outcome: RowOutcome, *, changes=(), person_id=None) -> RowPlan:
    return RowPlan(
        row_number=row.number,
        outcome=outcome.value,
        values=row.json_values(),
        repairs=[remark.as_json() for remark in row.repairs],
        warnings=[remark.as_json() for remark in row.warnings],
        errors=[remark.as_json() for remark in row.errors],
        changes=list(changes),
        person_id=person_id,
    )
