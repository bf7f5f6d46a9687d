"""Rows of the preview as the page shows them."""

from dataclasses import dataclass
from datetime import date

from registry.people.enums import RowOutcome
from registry.people.imports.cells import from_json
from registry.people.imports.columns import Mapping
from registry.people.imports.headings import LABELS
from registry.people.imports.matching import in_words
from registry.people.imports.queries import DOUBTFUL, REPAIRED
from registry.people.imports.readings import cell_text
from registry.people.imports.rows import NAME_KEYS
from registry.people.models import Person, StaffImportRow

TONES = {
    RowOutcome.NEW: "success",
    RowOutcome.UPDATED: "info",
    RowOutcome.UNCHANGED: "neutral",
    RowOutcome.ERROR: "danger",
    RowOutcome.SKIPPED: "neutral",
}
TABS = (
    ("", "Все", "people"),
    (RowOutcome.NEW.value, "Новые", RowOutcome.NEW.value),
    (RowOutcome.UPDATED.value, "Изменятся", RowOutcome.UPDATED.value),
    (RowOutcome.UNCHANGED.value, "Без изменений", RowOutcome.UNCHANGED.value),
    (RowOutcome.ERROR.value, "С ошибками", RowOutcome.ERROR.value),
    (REPAIRED, "Исправлено при чтении", REPAIRED),
    (DOUBTFUL, "Проверьте", DOUBTFUL),
    (RowOutcome.SKIPPED.value, "Не сотрудники", RowOutcome.SKIPPED.value),
)
FACTS = (
    "category", "category_note", "teaching_years", "total_years", "gender", "birth_date", "hired_on",
    "personnel_number", "subjects", "education", "email", "phone", "note",
)  # fmt: skip
SHORT_LABELS = {
    "category": "категория", "category_note": "срок категории", "teaching_years": "пед. стаж",
    "total_years": "общий стаж", "gender": "пол", "birth_date": "дата рождения", "hired_on": "дата приёма",
    "personnel_number": "таб. №", "subjects": "предметы", "education": "образование", "email": "почта",
    "phone": "телефон", "note": "примечание",
}  # fmt: skip


@dataclass(frozen=True)
class PreviewRow:
    """One row of the preview; `facts` are (name, value) pairs of what the line says."""

    number: int
    name: str
    position: str
    person: Person | None
    word: str
    tone: str
    facts: list[tuple[str, str]]
    changes: list[dict]
    errors: list[dict]
    warnings: list[dict]
    repairs: list[dict]


def preview_rows(rows: list[StaffImportRow], mapping: Mapping) -> list[PreviewRow]:
    """Turn stored rows into rows of the page."""
    return [_preview_row(row, mapping) for row in rows]


def _preview_row(row: StaffImportRow, mapping: Mapping) -> PreviewRow:
    return PreviewRow(
        number=row.row_number,
        name=" ".join(row.values[key] for key in NAME_KEYS if row.values.get(key)) or _as_typed(row, mapping),
        position=row.values.get("position", ""),
        person=row.person,
        word=row.get_outcome_display(),
        tone=TONES[RowOutcome(row.outcome)],
        facts=[
            (SHORT_LABELS[key], _fact(key, row.values[key]))
            for key in FACTS
            if row.values.get(key) not in (None, "")
        ],
        changes=row.changes,
        errors=row.errors,
        warnings=row.warnings,
        repairs=row.repairs,
    )


def _fact(key: str, value) -> str:
    if key in ("birth_date", "hired_on"):
        value = date.fromisoformat(value)
    return in_words(key, value)


def _as_typed(row: StaffImportRow, mapping: Mapping) -> str:
    """The name as it stands in the file when it could not be understood, else the beginning of the line."""
    cells = from_json(row.row_number, row.cells)
    names = [mapping.columns[key] for key in ("full_name", *NAME_KEYS) if key in mapping.columns]
    typed = " ".join(cell_text(cells.value(index)) for index in names).strip()
    return typed or " ".join(cell_text(value) for value in cells.values if value is not None)[:120]


def tabs(current: str, counts: dict[str, int], url: str) -> list[dict]:
    """The tabs of the preview that have something to show, as components/tabs.html takes them."""
    return [
        {
            "label": label,
            "url": f"{url}?tab={key}" if key else url,
            "is_current": key == current,
            "count": counts[counted],
        }
        for key, label, counted in TABS
        if counts[counted] or key in ("", current)
    ]


def loaded_columns(mapping: Mapping) -> str:
    """Name the columns that are read, for the sentence above the table."""
    return ", ".join(LABELS[key] for key in mapping.columns if key != "number")
