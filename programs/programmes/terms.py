"""When a row of the plan is due, as far as its typed date says; pure functions."""

import re
from datetime import date, timedelta

from mentoring.language.dates import MONTHS, MONTHS_GENITIVE, DateError, parse_date

_MONTH = re.compile(r"([а-я]+)(?:\s+(\d{4})\s*(?:г\.?|года?)?)?")


def due_day(text: str, start: date, end: date) -> date | None:
    """The day to remind of: an exact date, or the last day of a month within the term; None when unclear.

    «12.10.2026» gives that day, «октябрь» and «октябрь 2026 г.» the 31st of the first October of the term.
    """
    try:
        return parse_date(text, today=start)
    except DateError:
        pass
    match = _MONTH.fullmatch(text.strip().lower())
    number = _month_number(match[1]) if match else 0
    if not number:
        return None
    years = [int(match[2])] if match[2] else range(start.year, end.year + 1)
    last_days = [_last_day(year, number) for year in years]
    return next((day for day in last_days if day >= start and day.replace(day=1) <= end), None)


def _month_number(word: str) -> int:
    for number, names in enumerate(zip(MONTHS, MONTHS_GENITIVE, strict=True), start=1):
        if word in names:
            return number
    return 0


def _last_day(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
