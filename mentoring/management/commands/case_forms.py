"""Print what the grammar makes of a staff list or of a list of positions."""

import csv
import io
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mentoring.language.cases import OBLIQUE_CASES, CaseForms
from mentoring.language.names import propose_name_forms
from mentoring.language.positions import propose_position_forms

NAME_COLUMNS = ("surname", "first_name", "patronymic", "gender")
POSITION_COLUMN = "position"
RESULT_COLUMNS = (*(case.value for case in OBLIQUE_CASES), "review")
GENDERS = {
    "m": "m",
    "м": "m",
    "муж": "m",
    "мужской": "m",
    "f": "f",
    "ж": "f",
    "жен": "f",
    "женский": "f",
    "": "",
}


class Command(BaseCommand):
    help = (
        "Read a CSV file with the columns surname, first_name, patronymic, gender (m/f or м/ж), or with one "
        "column position, and print the same rows with the case forms and the reasons for a check."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._print(answer(read_rows(Path(options["file"]))))
        except csv.Error as error:
            raise CommandError(f"Файл {options['file']} не читается как CSV: {error}.") from None

    def _print(self, text: str) -> None:
        # The shell's locale must not decide the encoding of the file that the output is sent to.
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        self.stdout.write(text, ending="")


def answer(reader: csv.DictReader) -> str:
    """Return the rows with their forms as CSV text; raises CommandError on a row that cannot be read."""
    columns = [*(reader.fieldnames or [])]
    propose = forms_of_position if POSITION_COLUMN in columns else forms_of_name
    target = io.StringIO()
    # Result columns of an earlier run are overwritten, not repeated.
    writer = csv.DictWriter(
        target,
        [*(column for column in columns if column not in RESULT_COLUMNS), *RESULT_COLUMNS],
        lineterminator="\n",
    )
    writer.writeheader()
    for row in reader:
        if None in row:
            raise CommandError(f"Строка {reader.line_num}: значений больше, чем столбцов в заголовке.")
        cells = {column: value or "" for column, value in row.items()}
        forms = propose(cells, reader.line_num)
        results = {case.value: forms.in_case(case) for case in OBLIQUE_CASES}
        writer.writerow({**cells, **results, "review": "; ".join(forms.review)})
    return target.getvalue()


def read_rows(path: Path) -> csv.DictReader:
    """Open the CSV text with its header checked; raises CommandError when it cannot be used."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise CommandError(f"Файл {path} не найден: проверьте путь.") from None
    except OSError as error:
        raise CommandError(f"Файл {path} не открывается: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CommandError(f"Файл {path} не в кодировке UTF-8: сохраните его как «CSV UTF-8».") from None
    header = text.split("\n", 1)[0]
    reader = csv.DictReader(
        io.StringIO(text), delimiter=";" if header.count(";") > header.count(",") else ","
    )
    columns = [(column or "").strip().lower() for column in reader.fieldnames or []]
    if POSITION_COLUMN not in columns and not set(NAME_COLUMNS) <= set(columns):
        raise CommandError(
            f"В заголовке файла {path} нужны столбцы {', '.join(NAME_COLUMNS)} "
            f"или один столбец {POSITION_COLUMN}. "
            f"Сейчас в нём: {', '.join(column for column in columns if column) or 'ничего'}."
        )
    if len(set(columns)) < len(columns):
        raise CommandError(f"В заголовке файла {path} есть столбцы с одинаковыми названиями.")
    reader.fieldnames = columns
    return reader


def forms_of_name(cells: dict[str, str], line: int) -> CaseForms:
    """Propose the forms of a row with a name; raises CommandError on an unknown gender."""
    gender = cells["gender"].strip().lower().rstrip(".")
    if gender not in GENDERS:
        raise CommandError(f"Строка {line}: пол «{cells['gender']}» не понятен, укажите m или f (м или ж).")
    return propose_name_forms(cells["surname"], cells["first_name"], cells["patronymic"], GENDERS[gender])


def forms_of_position(cells: dict[str, str], line: int) -> CaseForms:
    """Propose the forms of a row with a position."""
    return propose_position_forms(cells[POSITION_COLUMN])
