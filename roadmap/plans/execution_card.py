"""What the pages of execution show: rows with their marks, evidence as its reader may see it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from mentoring.language.dates import SCHOOL_YEAR_MONTH, period_numeric, school_year_label
from mentoring.templatetags.look import ru_date
from programs.programmes.queries import programmes_visible_to
from roadmap.orders.queries import orders_visible_to
from roadmap.plans.enums import ExecutionState
from roadmap.plans.execution_forms import OVERDUE, SOON, UNDATED, UNREAD
from roadmap.plans.execution_models import Evidence
from roadmap.plans.models import Roadmap
from roadmap.plans.progress import Followed, StageProgress, all_rows, percent, plan_years
from roadmap.protocols.queries import protocols_visible_to

E = ExecutionState
TONES = {
    E.NOT_STARTED: "neutral",
    E.IN_PROGRESS: "info",
    E.DONE: "success",
    E.PARTLY: "success",
    E.MOVED: "warning",
    E.NOT_NEEDED: "neutral",
}
CLOSED_PLACE = "документ, который вам не открыт"


@dataclass(frozen=True)
class Line:
    """A row of the list: `words` say in what time it stands («просрочено», «через 3 дня»)."""

    row: Followed
    url: str
    tone: str
    words: str
    when: str
    evidence_count: int
    expected_count: int
    present_count: int

    @property
    def is_overdue(self) -> bool:
        return self.tone == "danger"


@dataclass(frozen=True)
class Shown:
    """A piece of evidence; without `url` it is only named."""

    label: str
    url: str
    about: str
    remove_url: str
    # Of a page elsewhere.
    link: str = ""


def line(row: Followed, today: date) -> Line:
    """One row for the list."""
    is_overdue = row.is_overdue(today)
    return Line(
        row=row,
        url=reverse("roadmaps:mark", args=[row.measure.pk, row.year or 0]),
        tone="danger" if is_overdue else TONES[row.state],
        words="просрочено" if is_overdue else row.state.label,
        when=when(row),
        evidence_count=len(row.evidence),
        expected_count=len(row.expected),
        present_count=len(row.present),
    )


def when(row: Followed) -> str:
    """What happened or is to happen on which day: «выполнено 12.01.2026», «до 31.05.2026», «срок не распознан»."""
    execution = row.execution
    if execution and execution.fact_date:
        return f"выполнено {ru_date(execution.fact_date)}"
    if execution and execution.moved_to:
        return f"перенесено на {ru_date(execution.moved_to)}"
    if row.is_unread:
        return "срок не распознан"
    return period_numeric(row.start, row.due) if row.due else ""


def is_shown(row: Followed, show: str, year: str, today: date) -> bool:
    """Does the row fit the conditions above the list?"""
    if year and row.year is not None and str(row.year) != year:
        return False
    conditions = {
        "": lambda: True,
        OVERDUE: lambda: row.is_overdue(today),
        SOON: lambda: row.is_soon(today),
        UNDATED: lambda: row.is_undated and not row.is_closed,
        UNREAD: lambda: row.is_unread,
    }
    return conditions.get(show, lambda: row.state == show)()


def lines_of(
    stages: tuple[StageProgress, ...], show: str, year: str, today: date
) -> list[tuple[StageProgress, list[Line]]]:
    """Stages with those of their rows that fit; stages without any are left out."""
    found = [
        (stage, [line(row, today) for row in stage.rows if is_shown(row, show, year, today)])
        for stage in stages
    ]
    return [(stage, lines) for stage, lines in found if lines]


def summary(stages: tuple[StageProgress, ...], today: date) -> dict:
    """The numbers on top of the page."""
    rows = all_rows(stages)
    return {
        "total": len(rows),
        "done": sum(row.state == E.DONE for row in rows),
        "percent": percent(rows),
        "overdue": sum(row.is_overdue(today) for row in rows),
        "soon": sum(row.is_soon(today) for row in rows),
        "unread": sum(row.is_unread for row in rows),
    }


def year_choices(roadmap: Roadmap, today: date) -> list[tuple[str, str]]:
    return [
        (str(year), school_year_label(date(year, SCHOOL_YEAR_MONTH, 1)))
        for year in plan_years(roadmap, today)
    ]


def shown_evidence(rows: list[Evidence], user, *, may_mark: bool) -> list[Shown]:
    """What shows the execution, each with its link only for whom that very paper is open."""
    named = {
        "order": (orders_visible_to, [row.order_id for row in rows if row.order_id]),
        "programme": (programmes_visible_to, [_programme_of(row) for row in rows if _programme_of(row)]),
        "protocol": (protocols_visible_to, [row.protocol_id for row in rows if row.protocol_id]),
    }
    seen = {
        name: set(visible(user).filter(pk__in=pks).values_list("pk", flat=True)) if pks else set()
        for name, (visible, pks) in named.items()
    }
    return [_shown(row, seen, may_mark=may_mark) for row in rows]


def _programme_of(row: Evidence) -> int | None:
    """The programme whose paper, or whose event, the evidence is."""
    return row.event.programme_id if row.event else row.programme_id


def _shown(row: Evidence, seen: dict[str, set[int]], *, may_mark: bool) -> Shown:
    about = f"добавлено {ru_date(row.added_at)}, {row.added_by}"
    remove = reverse("roadmaps:remove-evidence", args=[row.pk]) if may_mark else ""
    if row.expected:
        about = f"{row.expected} – {about}"
    if row.file_id:
        name = row.named or row.file.original_name
        return Shown(name, reverse("roadmaps:evidence-file", args=[row.pk]), about, remove, row.link)
    label, url, word, is_open = _target(row, seen)
    if not label:
        return Shown(row.named, "", about, remove, row.link)
    return Shown(label if is_open else f"{word}: {CLOSED_PLACE}", url if is_open else "", about, remove)


def _target(row: Evidence, seen: dict[str, set[int]]) -> tuple[str, str, str, bool]:
    """(label, address, what it is, is it open) of the linked thing; empty without one."""
    if row.order:
        label = f"{row.order} «{row.order.title}»"
        return label, row.order.get_absolute_url(), "Приказ", row.order_id in seen["order"]
    if row.programme:
        label, is_open = f"Программа «{row.programme}»", row.programme_id in seen["programme"]
        return label, row.programme.get_absolute_url(), "Программа", is_open
    if row.protocol:
        is_open = row.protocol_id in seen["protocol"]
        return str(row.protocol), row.protocol.get_absolute_url(), "Протокол", is_open
    if row.event:
        day = f", проведено {ru_date(row.event.held_on)}" if row.event.held_on else ""
        is_open = row.event.programme_id in seen["programme"]
        label = f"Мероприятие «{row.event}»{day}"
        return label, row.event.programme.get_absolute_url(), "Мероприятие", is_open
    return "", "", "", False
