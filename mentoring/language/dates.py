"""Dates on paper and dates as people type them."""

import re
from datetime import date

from mentoring.language.initials import NBSP

MONTHS_GENITIVE = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
MONTHS = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
# The school year begins on 1 September (Федеральный закон № 273-ФЗ leaves it to the school's calendar).
SCHOOL_YEAR_MONTH = 9
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
# A two-digit year up to ten years ahead is of this century: terms end in the future, birthdays never do.
YEARS_AHEAD = 10

_NUMERIC = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_WORDS = re.compile(r"[«\"]?\s*(\d{1,2})\s*[»\"]?\s*([а-я]+)\.?\s+(\d{4}|\d{2})")
_MONTH_ONLY = re.compile(r"[а-я]+\.?\s+\d{4}|\d{1,2}[./]\d{4}")


class DateError(ValueError):
    """The text is not a date; the message says in Russian why."""


def date_numeric(day: date) -> str:
    """Return «12.01.2026»."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def date_words(day: date) -> str:
    """Return «12 января 2026 г.»; the day holds on to the month and the year to «г.»."""
    return f"{day.day}{NBSP}{MONTHS_GENITIVE[day.month - 1]} {day.year}{NBSP}г."


def date_full(day: date) -> str:
    """Return «12 января 2026 года»."""
    return f"{day.day}{NBSP}{MONTHS_GENITIVE[day.month - 1]} {day.year}{NBSP}года"


def date_quoted(day: date) -> str:
    """Return «« 31 » августа 2022 года» as in hand-filled forms."""
    return f"«{NBSP}{day.day:02}{NBSP}»{NBSP}{MONTHS_GENITIVE[day.month - 1]} {day.year}{NBSP}года"


def month_words(day: date) -> str:
    """Return «сентябрь 2026 г.»."""
    return f"{MONTHS[day.month - 1]} {day.year}{NBSP}г."


def period_words(start: date | None, end: date | None) -> str:
    """Return «с 1 сентября 2026 г. по 31 мая 2027 г.», either side alone, or an empty string."""
    parts = []
    if start is not None:
        # «со второго», but «с первого», «с двенадцатого».
        parts.append(f"{'со' if start.day == 2 else 'с'}{NBSP}{date_words(start)}")
    if end is not None:
        parts.append(f"по{NBSP}{date_words(end)}")
    return " ".join(parts)


def period_numeric(start: date | None, end: date | None) -> str:
    """Return «01.09.2026 – 31.05.2027», «с 01.09.2026», «по 31.05.2027» or an empty string."""
    if start is not None and end is not None:
        return f"{date_numeric(start)}{NBSP}– {date_numeric(end)}"
    if start is not None:
        return f"с{NBSP}{date_numeric(start)}"
    return f"по{NBSP}{date_numeric(end)}" if end is not None else ""


def school_year_start(day: date) -> date:
    """Return the first of September that begins the school year of the day."""
    return date(day.year if day.month >= SCHOOL_YEAR_MONTH else day.year - 1, SCHOOL_YEAR_MONTH, 1)


def school_year_label(day: date) -> str:
    """Return «2026/2027» for the school year that the day falls into."""
    start = school_year_start(day)
    return f"{start.year}/{start.year + 1}"


def parse_date(text: str, *, today: date | None = None) -> date:
    """Read a date as people type it: «12.01.2026», «04.03.81 г.», «12/01/2026», ISO, «12 января 2026 г.».

    A two-digit year up to ten years after `today` counts as this century.
    Raises DateError with a Russian reason.
    """
    shown = " ".join(text.split())
    cleaned = re.sub(r"(?<=\d)\s*(?:г\.?|год|года)$", "", shown.lower().rstrip(" ,;")).rstrip(" .,;")
    if not cleaned:
        raise DateError("дата не указана")
    if match := _ISO.fullmatch(cleaned):
        year, month, day = (int(group) for group in match.groups()[:3])
    elif match := _NUMERIC.fullmatch(re.sub(r"\s*([./\-])\s*", r"\1", cleaned)):
        day, month = int(match[1]), int(match[2])
        year = _full_year(match[3], today or date.today())
    elif (match := _WORDS.fullmatch(cleaned)) and _month_number(match[2]):
        day, month = int(match[1]), _month_number(match[2])
        year = _full_year(match[3], today or date.today())
    else:
        raise DateError(_unreadable(shown, cleaned))
    return _existing_date(shown, year, month, day)


def _full_year(digits: str, today: date) -> int:
    if len(digits) == 4:
        return int(digits)
    century = today.year - today.year % 100
    year = century + int(digits)
    return year if year <= today.year + YEARS_AHEAD else year - 100


def _month_number(word: str) -> int:
    if len(word) < 3:
        return 0
    for number, (nominative, genitive) in enumerate(zip(MONTHS, MONTHS_GENITIVE, strict=True), start=1):
        if word in {nominative, genitive} or (len(word) <= 4 and genitive.startswith(word)):
            return number
    return 0


def _existing_date(shown: str, year: int, month: int, day: int) -> date:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise DateError(f"{shown}: проверьте год, он должен быть от {EARLIEST_YEAR} до {LATEST_YEAR}")
    if not 1 <= month <= 12:
        raise DateError(f"{shown}: месяца с номером {month} нет, напишите день, месяц и год: 12.01.2026")
    try:
        return date(year, month, day)
    except ValueError:
        raise DateError(f"{shown}: такого дня нет в календаре") from None


def _unreadable(shown: str, cleaned: str) -> str:
    if _MONTH_ONLY.fullmatch(cleaned):
        return f"{shown}: нужен день"
    if re.fullmatch(r"\d{4}", cleaned):
        return f"{shown}: нужны день и месяц"
    return f"{shown[:40]}: не похоже на дату, напишите день, месяц и год: 12.01.2026"
