"""What a closed school year allows."""

import datetime

from mentoring.school.queries import closed_year_of
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied


def may_date(*days: datetime.date | None) -> Allowed | Denied:
    """May an act carry these dates (or change them)? Not when one of them falls in a closed school year."""
    for day in days:
        year = closed_year_of(day) if day else None
        if year is not None:
            return Denied(
                f"Учебный год {year.label} закрыт {year.closed_on:%d.%m.%Y}: с датой {day:%d.%m.%Y} ничего не "
                "вносится и не меняется. Если нужно исправить прошлое, директор откроет год снова."
            )
    return ALLOWED
