"""The school's card, its year and its calendar, as other rooms ask for them."""

import datetime
from dataclasses import replace

from django.utils import timezone

from mentoring.documents.layout import PaperLayout
from mentoring.school.enums import DayKind
from mentoring.school.models import CalendarDay, LegalAct, Organisation, SchoolYear
from mentoring.school.samples import HOLIDAYS

SATURDAY = 5


def organisation() -> Organisation | None:
    """The school's card, or None before the first run has filled it."""
    return Organisation.objects.first()


def paper_layout(kind: str) -> PaperLayout:
    """Margins and type from the school's settings; `kind` is «order», «working» or «register»."""
    card = organisation() or Organisation()
    sheet = PaperLayout(
        margin_left=card.working_margin_left,
        margin_right=card.margin_right,
        margin_top=card.margin_top,
        margin_bottom=card.margin_bottom,
    )
    if kind == "order":
        return replace(sheet, margin_left=card.order_margin_left, font_size=card.font_size)
    if kind == "register":
        return replace(sheet, font_size=10, orientation="landscape")
    if kind == "working":
        return sheet
    raise ValueError(f"unknown kind of paper: {kind!r}")


def school_year_start(day: datetime.date) -> datetime.date:
    """1 September of the school year that `day` belongs to."""
    return datetime.date(day.year if day.month >= 9 else day.year - 1, 9, 1)


def school_year_of(day: datetime.date) -> SchoolYear | None:
    """The school year row that holds `day`, if it has been made."""
    return SchoolYear.objects.filter(start__lte=day, end__gte=day).first()


def cited_acts() -> tuple[LegalAct, ...]:
    """Acts in force that the school names in its preambles, in the order in which they are named."""
    return tuple(LegalAct.objects.filter(is_cited=True, is_in_force=True))


def closed_year_of(day: datetime.date) -> SchoolYear | None:
    """The closed school year that holds `day`, if there is one."""
    return SchoolYear.objects.filter(start__lte=day, end__gte=day, closed_on__isnull=False).first()


def years_to_close(day: datetime.date):
    """School years that are over on `day` and not closed yet, the oldest first."""
    return SchoolYear.objects.filter(end__lt=day, closed_on__isnull=True).order_by("start")


def current_year_label() -> str:
    """«2026/2027» for the top bar, without a query."""
    start = school_year_start(timezone.localdate())
    return f"{start.year}/{start.year + 1}"


def year_end(day: datetime.date) -> datetime.date:
    """The next 31 August, up to which yearly consents hold."""
    return datetime.date(school_year_start(day).year + 1, 8, 31)


def holidays_of(start: datetime.date) -> dict[datetime.date, str]:
    """The yearly non-working days of the school year that begins on `start`, with their names (ТК РФ, ст. 112)."""
    autumn = {
        datetime.date(start.year, month, day): name for month, day, name in HOLIDAYS if month >= start.month
    }
    spring = {
        datetime.date(start.year + 1, month, day): name
        for month, day, name in HOLIDAYS
        if month < start.month
    }
    return autumn | spring


def is_working_day(day: datetime.date, exceptions: dict[datetime.date, str]) -> bool:
    """Does the school work on `day`? `exceptions` maps dates to DayKind values."""
    if day in exceptions:
        return exceptions[day] == DayKind.WORKING
    return day.weekday() < SATURDAY


def nth_working_day_after(day: datetime.date, count: int) -> datetime.date:
    """The `count`-th working day after `day` by the editable calendar (ТК РФ, ст. 351.8: три рабочих дня).

    A school year whose calendar nobody has begun has the yearly holidays of ст. 112.
    """
    first = school_year_start(day)
    last = year_end(day + datetime.timedelta(days=count * 3 + 30))
    exceptions = dict(CalendarDay.objects.filter(date__range=(first, last)).values_list("date", "kind"))
    begun = {school_year_start(known) for known in exceptions}
    for year in range(first.year, last.year):
        if datetime.date(year, 9, 1) not in begun:
            exceptions |= dict.fromkeys(holidays_of(datetime.date(year, 9, 1)), DayKind.DAY_OFF)
    current = day
    while count:
        current += datetime.timedelta(days=1)
        if is_working_day(current, exceptions):
            count -= 1
    return current
