"""Order numbers by the school's mask: «{n}/01-02», «270/{n}», «{n}-А», «{n:03}-{yy}».

The mask is typed by a person, so it is never given to `str.format`: only the marks listed here are replaced.
"""

import re
from datetime import date

from mentoring.language.dates import school_year_start
from roadmap.orders.enums import NumberingPeriod

MARK = re.compile(r"\{(?:(n)(?::0([1-9]))?|(year)|(yy))\}")
LONGEST_MASK = 40
WHAT_IS_KNOWN = "{n} – порядковый номер, {n:03} – с нулями впереди, {year} – год, {yy} – две цифры года"


def mask_problem(mask: str) -> str:
    """Why a mask cannot be used, as one Russian sentence; an empty string when it can."""
    mask = mask.strip()
    if not mask:
        return "Укажите вид номера, например {n}/01-02."
    if len(mask) > LONGEST_MASK:
        return f"Вид номера длиннее {LONGEST_MASK} знаков. Сократите его."
    if any(not char.isprintable() for char in mask):
        return "В виде номера есть невидимые знаки. Наберите его заново."
    rest = MARK.sub("", mask)
    if "{" in rest or "}" in rest:
        return f"В фигурных скобках можно писать только: {WHAT_IS_KNOWN}."
    counters = [match for match in MARK.finditer(mask) if match[1]]
    if not counters:
        return "В виде номера нет порядкового номера: добавьте {n}, например {n}/01-02."
    if len(counters) > 1:
        return "Порядковый номер {n} должен стоять в виде номера один раз."
    start, end = counters[0].span()
    before, after = mask[:start], mask[end:]
    if before[-1:].isdigit() or after[:1].isdigit():
        return "Рядом с {n} стоит цифра, и номер нельзя будет прочитать. Отделите её чертой или дефисом."
    if before.endswith("}") or after.startswith("{"):
        return "Отделите {n} от года чертой или дефисом, иначе номера могут совпасть."
    return ""


def write_number(mask: str, sequence: int, day: date) -> str:
    """Return «20/01-02» for the sequence number and the date of an order."""

    def replace(match: re.Match[str]) -> str:
        if match[1]:
            return str(sequence).zfill(int(match[2] or 0))
        return f"{day.year:04}" if match[3] else f"{day.year % 100:02}"

    return MARK.sub(replace, mask.strip())


def journal_year(period: str, day: date) -> int:
    """The year whose numbers the day belongs to: the calendar one, or the one the school year began in."""
    return school_year_start(day).year if period == NumberingPeriod.SCHOOL_YEAR else day.year


def year_label(period: str, year: int) -> str:
    """«2026» or «2026/2027» for the journal's year."""
    return f"{year}/{year + 1}" if period == NumberingPeriod.SCHOOL_YEAR else str(year)
