"""One cell → one fact: what was meant, what was repaired, or why it cannot be understood."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from openpyxl.utils.datetime import from_excel

from mentoring.language.dates import DateError, date_numeric, parse_date
from mentoring.language.folding import fold_key
from mentoring.language.titles import normalise_position
from mentoring.school.enums import Gender
from registry.people.enums import QualificationCategory
from registry.people.imports.workbook import CellValue

LONGEST_SERVICE = 70
# Day numbers of Excel for 1920 and 2050: what a date becomes when its cell has lost the date format.
SERIAL_DAYS = range(7306, 54790)
# Nobody on a staff list was born less than fourteen years ago, so «12» is 1912, not 2012.
YOUNGEST = 14
NOTHING = {
    "-",
    "–",
    "—",
    "нет",
    "н/д",
    "нет данных",
    "не указано",
    "не указан",
    "не указана",
    "отсутствует",
    ".",
}
CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff\ufffe\uffff\ud800-\udfff]|_x[0-9A-F]{4}_"
)


@dataclass(frozen=True)
class Reading:
    """The meaning of a cell; `value` None is an empty cell; a repair or a warning is a Russian phrase."""

    value: str | int | date | None = None
    note: str = ""
    repair: str = ""
    warning: str = ""
    error: str = ""


def cell_text(value: CellValue) -> str:
    """The cell as text on one line: no control characters, no double spaces, whole numbers without «.0»."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, date):
        return date_numeric(value)
    return re.sub(r"\s+", " ", CONTROL.sub(" ", str(value))).strip()


def is_nothing(text: str) -> bool:
    """Whether the text only says that there is nothing: «–», «нет», «н/д»."""
    return fold_key(text) in NOTHING or not text


def text_reader(limit: int) -> Callable[[CellValue], Reading]:
    """Make a reader of plain text no longer than its place in the card."""

    def read_text(value: CellValue) -> Reading:
        text = cell_text(value)
        if is_nothing(text):
            return Reading()
        if len(text) > limit:
            return Reading(error=f"текст длиннее {limit} знаков, сократите его")
        return Reading(value=text)

    return read_text


def read_birth_date(value: CellValue, *, today: date) -> Reading:
    """Read a date of birth; a two-digit year is taken for the latest possible one of a working person."""
    # The parser looks ten years ahead of the day it is given.
    return _read_date(value, reference=date(today.year - YOUNGEST - 10, 1, 1))


def read_date(value: CellValue, *, today: date) -> Reading:
    """Read any other date: a date cell, a date typed as text, an Excel day number without its format."""
    return _read_date(value, reference=today)


def _read_date(value: CellValue, *, reference: date) -> Reading:
    if isinstance(value, datetime):
        return Reading(value=value.date())
    if isinstance(value, date):
        return Reading(value=value)
    if isinstance(value, int) and value in SERIAL_DAYS:
        day = from_excel(value).date()
        return Reading(value=day, repair=f"число {value} – это дата {date_numeric(day)} без формата")
    typed = cell_text(value)
    if is_nothing(typed):
        return Reading()
    try:
        day = parse_date(typed, today=reference)
    except DateError as error:
        return Reading(error=str(error))
    return Reading(value=day, repair=f"дата была записана текстом: «{typed}» → {date_numeric(day)}")


def read_position(value: CellValue) -> Reading:
    """Read a position; capitals and spacing are repaired and shown."""
    typed = cell_text(value)
    if is_nothing(typed):
        return Reading()
    title = normalise_position(typed)
    if len(title) > 250:
        return Reading(error="название должности длиннее 250 знаков, сократите его")
    if not re.search(r"[А-Яа-яЁё]", title):
        return Reading(error=f"«{typed}» не похоже на должность, напишите её русскими словами")
    repair = f"«{typed}» → «{title}»" if title != typed else ""
    return Reading(value=title, repair=repair)


def read_years(value: CellValue) -> Reading:
    """Read a length of service in whole years: 12, «12», «12 лет 4 мес.», «менее года»."""
    if isinstance(value, date):
        return Reading(error=f"вместо числа лет стоит дата {date_numeric(value)}")
    if isinstance(value, int) and not isinstance(value, bool):
        return _years_in_bounds(value)
    typed = cell_text(value)
    if is_nothing(typed):
        return Reading()
    years = _years_from_text(fold_key(typed))
    if years is None:
        return Reading(error=f"«{typed}» не похоже на число лет, напишите целое число, например 12")
    plain = f"число {years} было записано текстом"
    return _years_in_bounds(years, repair=plain if typed == str(years) else f"«{typed}» → {years}")


def _years_from_text(text: str) -> int | None:
    if re.fullmatch(r"(менее|меньше|до) (1|одного)? ?года?", text):
        return 0
    if re.fullmatch(r"\d{1,2} ?(м|мес|месяц\w*)\.?( ?\d{1,2} ?(д|дн|дня|дней|день)\.?)?", text):
        return 0
    whole = re.fullmatch(
        r"(\d{1,3})(?:[.,/]\d{1,2})? ?(?:(?:г|л|год|года|лет)\.?)?,?"
        r"(?: ?и? ?\d{1,2} ?(?:м|мес|месяц\w*)\.?)?(?: ?и? ?\d{1,2} ?(?:д|дн|дня|дней|день)\.?)?",
        text,
    )
    return int(whole[1]) if whole else None


def _years_in_bounds(years: int, repair: str = "") -> Reading:
    if not 0 <= years <= LONGEST_SERVICE:
        return Reading(error=f"стаж {years} лет невозможен, проверьте число")
    return Reading(value=years, repair=repair)


CATEGORY_WORDS = (
    (r"\bвысш\w*\.?|\bвкк\b", QualificationCategory.HIGHEST),
    (r"\bперв\w*\.?|\bпкк\b|\b(?:1|i)(?:-?я)?(?=\s*(?:кв|кат|кк|$|[,(]))", QualificationCategory.FIRST),
    (r"\bсзд\b|\bсоотв\w*\.?(?:\s+заним\w*\.?)?(?:\s+должн\w*\.?)?", QualificationCategory.POSITION),
    (
        r"\bб/\s?к\b|\bбез(?:\s+кв\w*\.?)?\s+кат\w*\.?|\bне имеет\b|\bне аттестован\w*|\bн/к\b",
        QualificationCategory.NONE,
    ),
)
HONORARY = re.compile(r"педагог-?\s?(методист|наставник)")
CATEGORY_FILLERS = re.compile(
    r"\b(?:квалификационн\w*|квалиф\w*\.?|кв\.?|категори\w*|кат\.?|кк|имеет)(?=[\s,.(;)]|$)", re.IGNORECASE
)


def read_category(value: CellValue) -> Reading:
    """Read a category and what stands beside it: «первая (до 20.12.2026)» gives «первая» and «до 20.12.2026».

    «педагог-методист» and «педагог-наставник» are given only to holders of the highest category.
    """
    typed = cell_text(value)
    text = fold_key(typed)
    if not text:
        return Reading()
    if text in NOTHING:
        return Reading(value=QualificationCategory.NONE, repair=f"«{typed}» → «без категории»")
    if re.search(r"\bвтор\w*|\b(2|ii)\b(?=\s*(кв|кат|кк|$|[,(]))", text):
        return Reading(
            error=f"«{typed}»: второй категории больше нет, напишите «высшая», «первая», «СЗД» или «б/к»"
        )
    found = [(match, code) for pattern, code in CATEGORY_WORDS if (match := re.search(pattern, text))]
    if len(found) == 1:
        match, code = found[0]
        rest = typed[: match.start()] + " " + typed[match.end() :]
        return _category_with_note(code, rest)
    if not found and HONORARY.search(text):
        return _category_with_note(QualificationCategory.HIGHEST, typed)
    return Reading(error=f"«{typed}» не похоже на категорию, напишите «высшая», «первая», «СЗД» или «б/к»")


def _category_with_note(code: str, rest: str) -> Reading:
    note = re.sub(r"\s+", " ", CATEGORY_FILLERS.sub(" ", rest)).strip(" ,;()–—-")
    if len(note) > 60:
        return Reading(error="приписка к категории длиннее 60 знаков, оставьте срок или дату")
    return Reading(value=str(code), note=note)


def read_email(value: CellValue) -> Reading:
    """Read one e-mail address."""
    typed = cell_text(value)
    if is_nothing(typed):
        return Reading()
    address = re.sub(r"\s*@\s*", "@", re.sub(r"^mailto:", "", typed, flags=re.IGNORECASE)).strip(" .,;<>")
    if re.search(r"[,;\s]", address):
        return Reading(error=f"«{typed}»: оставьте один адрес")
    if re.search(r"[А-Яа-яЁё]", address):
        return Reading(error=f"«{typed}»: в адресе есть русские буквы")
    try:
        EmailValidator()(address)
    except ValidationError:
        return Reading(error=f"«{typed}» не похоже на адрес электронной почты")
    return Reading(value=address, repair=f"«{typed}» → «{address}»" if address != typed else "")


def read_phone(value: CellValue) -> Reading:
    """Read a phone; a whole Russian number is written as «+7 912 345-67-89», anything else stays as typed."""
    typed = cell_text(value)
    if is_nothing(typed):
        return Reading()
    digits = re.sub(r"\D", "", typed)
    if len(digits) < 5 or len(typed) > 60 or re.search(r"[A-Za-z@]", typed):
        return Reading(error=f"«{typed}» не похоже на номер телефона")
    if len(digits) == 10 and digits[0] == "9":
        digits = f"7{digits}"
    if len(digits) != 11 or digits[0] not in "78" or re.search(r"[А-Яа-яЁё]", typed):
        return Reading(value=typed)
    phone = f"+7 {digits[1:4]} {digits[4:7]}-{digits[7:9]}-{digits[9:]}"
    return Reading(value=phone, repair=f"«{typed}» → «{phone}»" if phone != typed else "")


def read_gender(value: CellValue) -> Reading:
    """Read «м», «муж.», «мужской», «ж», «жен.», «женский»."""
    typed = cell_text(value)
    if is_nothing(typed):
        return Reading()
    word = fold_key(typed).rstrip(".")
    for code, words in ((Gender.MALE, ("м", "муж", "мужской")), (Gender.FEMALE, ("ж", "жен", "женский"))):
        if word in words:
            return Reading(value=str(code))
    return Reading(error=f"«{typed}» не похоже на пол, напишите «м» или «ж»")
