"""One line of the list → the facts of one person, what was repaired, what to look at, what is wrong."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from mentoring.language.fullnames import name_repairs, normalise_name, split_full_name
from mentoring.language.gender import gender_from_patronymic, is_patronymic
from registry.people.imports import readings
from registry.people.imports.columns import ListedRow, Mapping
from registry.people.imports.readings import Reading, cell_text, is_nothing, text_reader
from registry.people.imports.workbook import CellValue, SheetRow

LONGEST_NAME = 80
EXCEL_ERROR = re.compile(r"#[A-ZА-Я0-9/]+[!?]?|#[A-ZА-Я]+/[A-ZА-Я0-9]+")
NAME_KEYS = ("last_name", "first_name", "patronymic")


@dataclass(frozen=True)
class Remark:
    """A Russian phrase about one column of the row; `column` is empty when it is about the whole row."""

    text: str
    column: str = ""

    def as_json(self) -> dict[str, str]:
        return {"column": self.column, "text": self.text}


@dataclass
class CleanRow:
    """A row of the file understood: `values` are keyed like the fields of a person, blanks left out."""

    number: int
    values: dict[str, str | int | date] = field(default_factory=dict)
    repairs: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    errors: list[Remark] = field(default_factory=list)

    @property
    def full_name(self) -> str:
        return " ".join(str(self.values[key]) for key in NAME_KEYS if self.values.get(key))

    def json_values(self) -> dict[str, str | int]:
        return {
            key: value.isoformat() if isinstance(value, date) else value for key, value in self.values.items()
        }


def read_rows(listed: Sequence[ListedRow], mapping: Mapping, *, today: date) -> list[CleanRow]:
    """Read every line that is a person, each by itself; comparing the lines is `checks.check_list`."""
    return [read_row(item.row, mapping, today=today) for item in listed if item.skipped is None]


def read_row(row: SheetRow, mapping: Mapping, *, today: date) -> CleanRow:
    """Read one line; a cell that cannot be understood gives an error and no value."""
    clean = CleanRow(number=row.number)
    cells = {key: _cell(row, mapping, key, clean) for key in mapping.columns if key != "number"}
    _read_name(cells, mapping, clean)
    for key, reader in _readers(today).items():
        if key in cells:
            _take(clean, key, mapping.heading_of(key), reader(cells[key]))
    _settle_gender(mapping, clean)
    return clean


def _readers(today: date) -> dict[str, Callable[[CellValue], Reading]]:
    return {
        "position": readings.read_position,
        # The column of its own after the category: an explicit date replaces the one beside the word.
        "category": readings.read_category,
        "category_note": text_reader(60),
        "teaching_years": readings.read_years,
        "total_years": readings.read_years,
        "birth_date": lambda value: readings.read_birth_date(value, today=today),
        "hired_on": lambda value: readings.read_date(value, today=today),
        "email": readings.read_email,
        "phone": readings.read_phone,
        "gender": readings.read_gender,
        "subjects": text_reader(300),
        "education": text_reader(300),
        "personnel_number": text_reader(20),
        "note": text_reader(300),
    }


def _cell(row: SheetRow, mapping: Mapping, key: str, clean: CleanRow) -> CellValue:
    """Give the value of a column, with a word about formulas and Excel's own errors."""
    index = mapping.columns[key]
    value, heading = row.value(index), mapping.heading_of(key)
    if index in row.formulas and value is None:
        reason = "в ячейке формула без посчитанного значения: откройте файл в Excel и сохраните его заново"
        clean.errors.append(Remark(reason, heading))
        return None
    if isinstance(value, str) and EXCEL_ERROR.fullmatch(value.strip()):
        clean.errors.append(Remark(f"в ячейке ошибка Excel «{value.strip()}», впишите значение", heading))
        return None
    if index in row.formulas:
        clean.repairs.append(Remark(f"значение «{cell_text(value)}» вычислено формулой", heading))
    return value


def _take(clean: CleanRow, key: str, heading: str, reading: Reading) -> None:
    if reading.error:
        clean.errors.append(Remark(reading.error, heading))
    if reading.repair:
        clean.repairs.append(Remark(reading.repair, heading))
    if reading.value is not None:
        clean.values[key] = reading.value
    if reading.note:
        clean.values[f"{key}_note"] = reading.note


def _read_name(cells: dict[str, CellValue], mapping: Mapping, clean: CleanRow) -> None:
    if "full_name" in mapping.columns:
        _read_whole_name(_raw(cells["full_name"]), mapping.heading_of("full_name"), clean)
    else:
        _read_name_parts({key: _raw(cells.get(key)) for key in NAME_KEYS}, mapping, clean)
    for key in NAME_KEYS:
        if len(str(clean.values.get(key, ""))) > LONGEST_NAME:
            clean.errors.append(Remark(f"{mapping.heading_of(key).lower()}: длиннее {LONGEST_NAME} знаков"))
            del clean.values[key]


def _raw(value: CellValue) -> str:
    """Text with its odd spaces still there, so that their repair can be shown."""
    return readings.CONTROL.sub(" ", value) if isinstance(value, str) else cell_text(value)


def _read_whole_name(typed: str, heading: str, clean: CleanRow) -> None:
    name = split_full_name(typed)
    if name.errors:
        clean.errors.extend(Remark(text, heading) for text in name.errors)
        return
    if not name.patronymic and is_patronymic(name.first_name):
        missing = f"после фамилии стоит отчество «{name.first_name}», а имени нет: впишите имя"
        clean.errors.append(Remark(missing, heading))
        return
    clean.warnings.extend(Remark(text, heading) for text in name.warnings)
    _keep_name(clean, name.surname, name.first_name, name.patronymic)
    _note_name_repair(typed, heading, clean)


def _read_name_parts(parts: dict[str, str], mapping: Mapping, clean: CleanRow) -> None:
    parts = {key: "" if is_nothing(text.strip()) else text for key, text in parts.items()}
    missing = [key for key in ("last_name", "first_name") if not parts[key]]
    for key in missing:
        clean.errors.append(Remark("ячейка пустая, впишите", mapping.heading_of(key)))
    if missing:
        return
    # The parts are known; the whole is read only for what is wrong with it: initials, Latin letters.
    errors = split_full_name(" ".join(part for part in parts.values() if part)).errors
    clean.errors.extend(Remark(text, mapping.heading_of("last_name")) for text in errors)
    if errors:
        return
    _keep_name(clean, *(normalise_name(parts[key]) for key in NAME_KEYS))
    if not parts["patronymic"]:
        text = "нет отчества: проверьте, что его нет в документах"
        clean.warnings.append(Remark(text, mapping.heading_of("patronymic")))
    for key in NAME_KEYS:
        _note_name_repair(parts[key], mapping.heading_of(key), clean)


def _keep_name(clean: CleanRow, *parts: str) -> None:
    clean.values.update({key: part for key, part in zip(NAME_KEYS, parts, strict=True) if part})


def _note_name_repair(typed: str, heading: str, clean: CleanRow) -> None:
    repairs = name_repairs(typed)
    if repairs:
        text = f"«{typed.strip()}» → «{normalise_name(typed)}»: {', '.join(repairs)}"
        clean.repairs.append(Remark(text, heading))


def _settle_gender(mapping: Mapping, clean: CleanRow) -> None:
    """Propose the gender from the patronymic; never from the surname or the first name."""
    if not clean.full_name:
        return
    told = gender_from_patronymic(str(clean.values.get("patronymic", "")))
    given = clean.values.get("gender")
    if given and told and given != told:
        text = "пол в файле не такой, как говорит отчество: проверьте"
        clean.warnings.append(Remark(text, mapping.heading_of("gender")))
    if not given and told:
        clean.values["gender"] = told
    if not given and not told:
        clean.warnings.append(Remark("пол не определён: после загрузки выберите его в карточке"))
