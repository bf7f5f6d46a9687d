"""The year of a roadmap as a picture: months across, measures down, a piece of SVG for each stage.

Numbers come as text, for a page writes «12,5» with a comma. States differ by pattern, not by colour alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.text import Truncator

from mentoring.language.dates import MONTHS, period_numeric, school_year_start
from roadmap.plans.enums import ExecutionState
from roadmap.plans.models import Roadmap
from roadmap.plans.progress import Followed, StageProgress, all_rows

E = ExecutionState
# With its heading a piece of so many rows fits on a sheet.
MOST_ROWS = 20
HEAD = 34
DAY = timedelta(days=1)
# Below these widths of a month its name, then its first letter, does not fit.
NAME_WIDTH, LETTER_WIDTH = 26, 11


@dataclass(frozen=True)
class LegendItem:
    """What a kind of bar means; «late» is a thick frame of any bar."""

    state: str
    label: str


LEGEND = (*(LegendItem(state.value, state.label) for state in E), LegendItem("late", "просрочено"))


@dataclass(frozen=True)
class Frame:
    """Where things stand: a wide picture has names beside the bars, a narrow one above them."""

    name: str
    width: int
    left: int
    row: int
    bar_top: int
    letters: int

    @property
    def right(self) -> int:
        return self.width - 8

    @property
    def chart(self) -> int:
        """How wide it is without the names."""
        return self.width - self.left


WIDE = Frame("wide", 1000, 330, 24, 6, 52)
NARROW = Frame("narrow", 360, 8, 40, 21, 50)


@dataclass(frozen=True)
class Bar:
    """One term; `words` tell it to whoever cannot see the picture."""

    x: str
    y: str
    width: str
    state: str
    words: str
    is_overdue: bool


@dataclass(frozen=True)
class PictureRow:
    """A measure with its bars; `remark` stands where no bar can be drawn."""

    label: str
    y: str
    remark: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Mark:
    """A line of the scale with its word."""

    x: str
    text: str


@dataclass(frozen=True)
class StagePicture:
    """One piece of the picture: a stage or, of a long one, a part of it."""

    title: str
    frame: Frame
    height: int
    months: tuple[Mark, ...]
    years: tuple[Mark, ...]
    rows: tuple[PictureRow, ...]
    today: str

    @property
    def patterns(self) -> str:
        """A prefix for the names of patterns: several pictures stand on a page."""
        return self.frame.name


@dataclass(frozen=True)
class Scale:
    """Days from `start` to `end` laid over the width of a frame."""

    start: date
    end: date
    frame: Frame

    def at(self, day: date) -> float:
        share = (day - self.start).days / ((self.end - self.start).days + 1)
        return self.frame.left + share * (self.frame.right - self.frame.left)

    @property
    def month_width(self) -> float:
        return (self.frame.right - self.frame.left) * 30 / ((self.end - self.start).days + 1)


def pictures(
    roadmap: Roadmap, stages: Iterable[StageProgress], today: date, frame: Frame
) -> tuple[StagePicture, ...]:
    """The picture of the whole roadmap in pieces; empty when there is nothing to draw."""
    stages = tuple(stages)
    start, end = _span(roadmap, all_rows(stages), today)
    scale = Scale(start, end, frame)
    return tuple(
        _piece(str(stage.stage), part, scale, today) for stage in stages for part in _parts(stage.rows)
    )


def _span(roadmap: Roadmap, rows: list[Followed], today: date) -> tuple[date, date]:
    """Whole months that hold the period and every term; the school year when nothing is known."""
    days = [day for row in rows for day in (row.start, row.due, row.deadline) if day]
    days += [day for day in (roadmap.period_start, roadmap.period_end) if day]
    if not days:
        first = school_year_start(today)
        days = [first, date(first.year + 1, 8, 31)]
    start, end = min(days).replace(day=1), max(days)
    return start, _next_month(end) - DAY


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _parts(rows: tuple[Followed, ...]) -> list[list[list[Followed]]]:
    """Measures of a stage, each with its years, in pieces that fit on a sheet."""
    measures = [list(years) for _, years in groupby(rows, key=lambda row: row.measure.pk)]
    return [measures[place : place + MOST_ROWS] for place in range(0, len(measures), MOST_ROWS)]


def _piece(title: str, measures: list[list[Followed]], scale: Scale, today: date) -> StagePicture:
    frame = scale.frame
    months, years = _scale_marks(scale)
    return StagePicture(
        title=title,
        frame=frame,
        height=HEAD + frame.row * len(measures) + 4,
        months=months,
        years=years,
        rows=tuple(
            _row(years_of_one, HEAD + frame.row * place, scale, today)
            for place, years_of_one in enumerate(measures)
        ),
        today=_text(scale.at(today)) if scale.start <= today <= scale.end else "",
    )


def _scale_marks(scale: Scale) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
    months, years, day = [], [], scale.start
    while day <= scale.end:
        months.append(Mark(_text(scale.at(day)), _month_name(day, scale.month_width)))
        if day == scale.start or day.month == 1:
            is_room = scale.end.year == day.year or scale.at(date(day.year + 1, 1, 1)) - scale.at(day) > 30
            years.append(Mark(_text(scale.at(day)), str(day.year) if is_room else ""))
        day = _next_month(day)
    return tuple(months), tuple(years)


def _month_name(day: date, width: float) -> str:
    name = MONTHS[day.month - 1]
    if width >= NAME_WIDTH:
        return name[:3]
    return name[0].upper() if width >= LETTER_WIDTH else ""


def _row(years: list[Followed], y: int, scale: Scale, today: date) -> PictureRow:
    first = years[0]
    text = f"{first.measure.mark}{first.measure.text or first.measure.number_label}"
    bars = tuple(bar for row in years if (bar := _bar(row, y, scale, today)))
    remark = ""
    if not bars:
        remark = "срок не распознан" if first.is_unread else " ".join(first.term.split()) or "без срока"
    label = Truncator(" ".join(text.split())).chars(scale.frame.letters)
    return PictureRow(label, str(y), Truncator(remark).chars(40), bars)


def _bar(row: Followed, y: int, scale: Scale, today: date) -> Bar | None:
    end = row.deadline
    if end is None:
        return None
    start = min(row.start or end, end)
    left, right = scale.at(start), scale.at(end + DAY)
    words = f"{row.measure.text}: {period_numeric(start, end)}, {row.state.label}"
    is_overdue = row.is_overdue(today)
    return Bar(
        x=_text(left),
        y=str(y + scale.frame.bar_top),
        width=_text(max(right - left, 4)),
        state=row.state.value,
        words=f"{words}, просрочено" if is_overdue else words,
        is_overdue=is_overdue,
    )


def _text(number: float) -> str:
    return f"{number:.1f}"
