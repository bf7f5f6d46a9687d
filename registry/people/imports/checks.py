"""What can be wrong between the cells of a line and between the lines of a list."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from mentoring.language.dates import DateError, date_numeric, parse_date
from mentoring.language.folding import fold_key
from mentoring.language.numbers import years_phrase
from registry.people.imports.columns import Mapping
from registry.people.imports.readings import YOUNGEST
from registry.people.imports.rows import CleanRow, Remark

OLDEST = 100
HIRED_AHEAD = timedelta(days=366)


def check_list(rows: Sequence[CleanRow], mapping: Mapping, *, today: date) -> None:
    """Add the errors and warnings of every line by itself, then of lines that repeat an earlier one."""
    for row in rows:
        _check_ages(row, mapping, today)
        _check_service(row, mapping, today)
        _check_category_term(row, mapping, today)
        if "position" not in row.values and not _has_error(row, mapping.heading_of("position")):
            text = "не указана должность: без неё человека нельзя внести в приказ"
            row.warnings.append(Remark(text, mapping.heading_of("position")))
    _check_repeated_people(rows)
    _check_repeated_values(rows, mapping)


def _has_error(row: CleanRow, heading: str) -> bool:
    return any(remark.column == heading for remark in row.errors)


def full_years(since: date, until: date) -> int:
    """Return the whole years from one day to another, negative when the order is wrong."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


def _check_ages(row: CleanRow, mapping: Mapping, today: date) -> None:
    born, hired = row.values.get("birth_date"), row.values.get("hired_on")
    if isinstance(born, date):
        error = _birth_error(born, today)
        if error:
            row.errors.append(Remark(error, mapping.heading_of("birth_date")))
            return
    if not isinstance(hired, date):
        return
    heading = mapping.heading_of("hired_on")
    if hired > today + HIRED_AHEAD:
        row.errors.append(Remark(f"{date_numeric(hired)}: до этой даты больше года, проверьте год", heading))
    elif hired > today:
        row.warnings.append(Remark(f"дата приёма {date_numeric(hired)} ещё не наступила", heading))
    if not isinstance(born, date):
        return
    if hired <= born:
        text = f"приём {date_numeric(hired)} раньше рождения {date_numeric(born)}"
        row.errors.append(Remark(text, heading))
    elif full_years(born, hired) < YOUNGEST:
        text = f"на день приёма {date_numeric(hired)} человеку не было {YOUNGEST} лет"
        row.errors.append(Remark(text, heading))


def _birth_error(born: date, today: date) -> str:
    if born > today:
        return f"{date_numeric(born)}: дата рождения в будущем"
    age = full_years(born, today)
    if age < YOUNGEST:
        return f"{date_numeric(born)}: человеку {years_phrase(age)}, меньше {YOUNGEST} лет быть не может"
    if age > OLDEST:
        return f"{date_numeric(born)}: человеку {years_phrase(age)}, проверьте год"
    return ""


def _check_service(row: CleanRow, mapping: Mapping, today: date) -> None:
    born = row.values.get("birth_date")
    teaching, total = row.values.get("teaching_years"), row.values.get("total_years")
    if isinstance(born, date):
        longest = full_years(born, today) - YOUNGEST
        for key, years in (("teaching_years", teaching), ("total_years", total)):
            if isinstance(years, int) and years > longest >= 0:
                text = f"стаж {years_phrase(years)} невозможен: человеку {years_phrase(longest + YOUNGEST)}"
                row.errors.append(Remark(text, mapping.heading_of(key)))
    if isinstance(teaching, int) and isinstance(total, int) and teaching > total:
        text = f"педагогический стаж ({years_phrase(teaching)}) больше общего ({years_phrase(total)})"
        row.errors.append(Remark(text, mapping.heading_of("teaching_years")))


def _check_category_term(row: CleanRow, mapping: Mapping, today: date) -> None:
    found = re.match(r"до\s+(\d{1,2}\.\d{1,2}\.\d{2,4})", str(row.values.get("category_note", "")))
    if not found:
        return
    try:
        term = parse_date(found[1], today=today)
    except DateError as error:
        row.errors.append(Remark(str(error), mapping.heading_of("category")))
        return
    if term < today:
        text = f"срок категории истёк {date_numeric(term)}: проверьте"
        row.warnings.append(Remark(text, mapping.heading_of("category")))


def _check_repeated_people(rows: Sequence[CleanRow]) -> None:
    earlier: dict[str, list[CleanRow]] = defaultdict(list)
    for row in rows:
        if not row.full_name:
            continue
        namesakes = earlier[fold_key(row.full_name)]
        for other in namesakes:
            error, warning = _compare(row, other)
            if error:
                row.errors.append(Remark(error))
                break
            row.warnings.append(Remark(warning))
        namesakes.append(row)


def _compare(row: CleanRow, other: CleanRow) -> tuple[str, str]:
    """Say whether two lines with one name are one person (error) or namesakes (warning)."""
    born, other_born = row.values.get("birth_date"), other.values.get("birth_date")
    place = f"строке {other.number}"
    if born and born == other_born:
        return (
            f"повтор: этот человек (те же ФИО и дата рождения) уже есть в {place}. "
            "Если это вторая должность, добавьте её потом в карточке",
            "",
        )
    if born and other_born:
        return "", f"полная тёзка: те же ФИО в {place}, даты рождения разные. Будут две карточки"
    if _position_of(row) == _position_of(other):
        return f"похоже на повтор: те же ФИО и должность уже есть в {place}", ""
    return f"те же ФИО есть в {place}: чтобы различить людей, укажите обе даты рождения", ""


def _position_of(row: CleanRow) -> str:
    return fold_key(str(row.values.get("position", "")))


def _check_repeated_values(rows: Sequence[CleanRow], mapping: Mapping) -> None:
    """A personnel number belongs to one person; one e-mail for two people is only suspicious."""
    numbers: dict[str, int] = {}
    addresses: dict[str, int] = {}
    for row in rows:
        number, address = row.values.get("personnel_number"), row.values.get("email")
        if number:
            first = numbers.setdefault(fold_key(str(number)), row.number)
            if first != row.number:
                text = f"номер {number} уже стоит в строке {first}"
                row.errors.append(Remark(text, mapping.heading_of("personnel_number")))
        if address:
            first = addresses.setdefault(fold_key(str(address)), row.number)
            if first != row.number:
                text = f"тот же адрес в строке {first}: проверьте"
                row.warnings.append(Remark(text, mapping.heading_of("email")))
