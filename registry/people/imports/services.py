"""The only writer of staff imports: upload, matching of columns, preview, applying."""

import hashlib
import json
from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum

from django.db import connection, transaction
from django.utils import timezone

from mentoring.jobs.models import Job
from mentoring.jobs.services import order_job
from mentoring.language.numbers import people_phrase
from mentoring.workflow.services import add_history, lock
from mentoring.workflow.verdicts import Refused, StaleState, require
from registry.people.enums import ImportState, PersonKind, RowOutcome
from registry.people.imports.cells import to_json
from registry.people.imports.columns import Mapping, best_sheet, find_mapping, mapping_by_hand
from registry.people.imports.matching import COMPARED
from registry.people.imports.plan import RowPlan, plan_import, sheet_rows
from registry.people.imports.queries import running_job
from registry.people.imports.refusals import WorkbookRefused
from registry.people.imports.rules import may_apply, may_change_import, may_import
from registry.people.imports.workbook import read_workbook
from registry.people.models import Person, StaffImport, StaffImportRow
from registry.people.services import create_person, update_person

IN_REQUEST_ROWS = 300
DAYS_ROWS_ARE_KEPT = 30
BATCH = 500
# The file's rows as they came; nothing is said of them yet.
KEEP_ROWS = """
    INSERT INTO registry_staffimportrow
        (staff_import_id, row_number, cells, outcome, values, repairs, warnings, errors, changes)
    SELECT %s, given.row_number, given.cells, %s, '{}', '[]', '[]', '[]', '[]'
    FROM jsonb_to_recordset(%s::jsonb) AS given (row_number integer, cells jsonb)
"""
# What would happen to each of them: the fields of RowPlan.
KEEP_PLANS = """
    UPDATE registry_staffimportrow AS kept
    SET outcome = plan.outcome, values = plan.values, repairs = plan.repairs, warnings = plan.warnings,
        errors = plan.errors, changes = plan.changes, person_id = plan.person_id
    FROM (SELECT %s::bigint AS staff_import_id) AS list, jsonb_to_recordset(%s::jsonb) AS plan (
        row_number integer, outcome text, values jsonb, repairs jsonb, warnings jsonb, errors jsonb,
        changes jsonb, person_id bigint
    )
    WHERE kept.staff_import_id = list.staff_import_id AND kept.row_number = plan.row_number
"""
DATE_FIELDS = ("birth_date", "hired_on")

Report = Callable[[int], None]


class Applied(Enum):
    """How an attempt to apply a list ended."""

    NOW = "now"
    ALREADY = "already"
    CHANGED = "changed"


def _silent(done: int) -> None:
    """Nobody watches a short list."""


@transaction.atomic
def start_import(*, by, data: bytes, filename: str, sheet_title: str = "") -> StaffImport:
    """Keep the filled rows of an uploaded book and the matching found for its columns; the file is not kept.

    Raises WorkbookRefused with the sentence for the page, Refused when the person may not load lists.
    """
    require(may_import(by))
    sheets = read_workbook(data, filename=filename)
    sheet = best_sheet(sheets, title=sheet_title)
    if sheet is None:
        titles = ", ".join(f"«{sheet.title}»" for sheet in sheets)
        raise WorkbookRefused("no_sheet", f"В книге нет листа «{sheet_title}». Заполнены листы: {titles}.")
    mapping = find_mapping(sheet)
    staff_import = StaffImport(
        file_name=filename[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        sheet_name=sheet.title[:100],
        rows_in_file=len(sheet.rows),
        created_by=by,
    )
    _store_mapping(staff_import, mapping, other_sheets=[other.title for other in sheets if other != sheet])
    staff_import.save()
    rows = [{"row_number": row.number, "cells": to_json(row)} for row in sheet.rows]
    _write_rows(KEEP_ROWS, staff_import, rows, RowOutcome.SKIPPED)
    _forget_old_rows()
    return staff_import


@transaction.atomic
def match_columns(staff_import, *, by, header_row: int, columns: dict[str, int]) -> StaffImport:
    """Take the matching chosen by a person; the preview has to be made anew.

    Raises Refused when the list is applied or given up.
    """
    locked = _locked(staff_import)
    require(may_change_import(by, locked))
    mapping = mapping_by_hand(sheet_rows(locked), header_row=header_row, columns=columns)
    _store_mapping(locked, mapping, other_sheets=locked.mapping.get("other_sheets", []))
    locked.state = ImportState.UPLOADED
    locked.save(update_fields=["header_row", "headings", "mapping", "state"])
    return locked


@transaction.atomic
def preview_import(staff_import, *, by, report: Report = _silent) -> StaffImport:
    """Read the rows, compare them with the cards and keep what would happen; nobody's card is touched.

    Raises Refused when the list is applied or given up.
    """
    locked = _locked(staff_import)
    require(may_change_import(by, locked))
    _store_plan(locked, plan_import(locked, today=timezone.localdate(), report=report))
    locked.state = ImportState.PREVIEWED
    locked.save(update_fields=["state"])
    return locked


@transaction.atomic
def apply_import(staff_import, *, by, report: Report = _silent) -> Applied:
    """Write the good rows of a previewed list into the cards, all of them or none; bad rows are left out.

    The rows are compared with the cards once more: when the outcome is not what the preview showed, the new
    preview is kept instead and nothing is written (CHANGED). A list applied before is left alone (ALREADY).
    Raises Refused when another list is being applied at this moment, or when this one cannot be.
    """
    locked = _locked(staff_import)
    if locked.state == ImportState.APPLIED:
        return Applied.ALREADY
    require(may_apply(by, locked))
    _take_turn()
    plans = plan_import(locked, today=timezone.localdate())
    shown = [_fate(row) for row in locked.rows.order_by("row_number")]
    if [plan.fate() for plan in plans] != shown:
        _store_plan(locked, plans)
        return Applied.CHANGED
    _write_people(locked, by=by, report=report)
    locked.state, locked.applied_at = ImportState.APPLIED, timezone.now()
    locked.save(update_fields=["state", "applied_at"])
    return Applied.NOW


@transaction.atomic
def cancel_import(staff_import, *, by) -> StaffImport:
    """Give the list up and forget its rows. Raises Refused when it is applied already."""
    locked = _locked(staff_import)
    require(may_change_import(by, locked))
    locked.rows.all().delete()
    locked.state = ImportState.CANCELLED
    locked.save(update_fields=["state"])
    return locked


@transaction.atomic
def order_work(staff_import, task, *, by, title: str) -> Job:
    """Have `task` (it takes job_id and import_id) done in the background; return the job to watch.

    Work on this list that goes on already is returned instead of being ordered twice.
    """
    locked = _locked(staff_import)
    going = running_job(locked)
    if going:
        return going
    job = order_job(task, by=by, title=title, total=locked.rows_in_file, import_id=locked.pk)
    locked.mapping = {**locked.mapping, "job": job.pk}
    locked.save(update_fields=["mapping"])
    return job


def _locked(staff_import) -> StaffImport:
    return lock(StaffImport.objects, staff_import.pk)


def _store_mapping(staff_import: StaffImport, mapping: Mapping, *, other_sheets: list[str]) -> None:
    staff_import.header_row = mapping.header_row or None
    staff_import.headings = list(mapping.headings)
    staff_import.mapping = {
        "columns": mapping.columns,
        "doubts": list(mapping.doubts),
        "other_sheets": other_sheets,
    }


def _forget_old_rows() -> None:
    """Lists hold personal data: their rows are not needed once the bad ones could have been mended."""
    limit = timezone.now() - timedelta(days=DAYS_ROWS_ARE_KEPT)
    StaffImportRow.objects.filter(staff_import__created_at__lt=limit).delete()
    StaffImport.objects.filter(
        created_at__lt=limit, state__in=(ImportState.UPLOADED, ImportState.PREVIEWED)
    ).update(state=ImportState.CANCELLED)


def _store_plan(staff_import: StaffImport, plans: list[RowPlan]) -> None:
    _write_rows(KEEP_PLANS, staff_import, [vars(plan) for plan in plans])


def _write_rows(statement: str, staff_import: StaffImport, rows: list[dict], *more) -> None:
    """Send rows to the database as one JSON text a batch.

    As separate values they took longer than the rest of the preview: six texts with quotes in every row, each
    made safe by itself.
    """
    with connection.cursor() as cursor:
        for first in range(0, len(rows), BATCH):
            batch = rows[first : first + BATCH]
            cursor.execute(statement, [staff_import.pk, *more, json.dumps(batch)])


def _fate(row: StaffImportRow) -> tuple:
    return row.row_number, row.outcome, row.person_id, row.changes, row.values


def _take_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('staff-import', 0))")
        (is_free,) = cursor.fetchone()
    if not is_free:
        raise StaleState(
            "Сейчас в картотеку вносится другой список. Подождите минуту и попробуйте снова: "
            "ваш список сохранён и ждёт."
        )


def _write_people(staff_import: StaffImport, *, by, report: Report) -> None:
    rows = staff_import.rows.filter(outcome__in=(RowOutcome.NEW, RowOutcome.UPDATED)).order_by("row_number")
    rows = rows.select_related("person").prefetch_related("person__positions")
    made = changed = 0
    for done, row in enumerate(rows, start=1):
        try:
            if row.person is None:
                row.person = _create(row, by=by)
                row.save(update_fields=["person"])
                made += 1
            else:
                _update(row, row.person, by=by)
                changed += 1
        except Refused as refusal:
            # The whole list waits: half a list is worse than none.
            raise Refused(f"Строка {row.row_number}: {refusal.reason} Ничего не внесено.") from refusal
        report(done)
    sentence = (
        f"внесён список «{staff_import.file_name}»: новых – {people_phrase(made)}, изменено – {changed}"
    )
    add_history(staff_import, by=by, action="apply", sentence=sentence)


def _create(row: StaffImportRow, *, by) -> Person:
    values = _values(row)
    title = values.pop("position", "")
    return create_person(by=by, kind=PersonKind.TEACHER, positions=[title] if title else [], **values)


def _update(row: StaffImportRow, person: Person, *, by) -> None:
    values = _values(row)
    changed = {change["field"] for change in row.changes}
    fields = {key: values.get(key, "") for key in COMPARED if key in changed}
    positions = None
    if "position" in changed:
        # The list knows the main position only: others of the person stay.
        others = [position.title for position in person.positions.all() if not position.is_main]
        positions = [values["position"], *others]
    update_person(person, by=by, version=person.version, positions=positions, **fields)


def _values(row: StaffImportRow) -> dict:
    values = dict(row.values)
    for name in DATE_FIELDS:
        if name in values:
            values[name] = date.fromisoformat(values[name])
    return values
