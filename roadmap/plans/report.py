"""R-7: what was carried out of a roadmap, by stage, as PDF and as a workbook."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from mentoring.documents.papers import Letterhead, PaperColumn, PaperTable, RowGroup, Signature
from mentoring.documents.pdf import render_pdf
from mentoring.documents.sheets import Column, Kind, Sheet, render_xlsx
from mentoring.language.dates import date_numeric, period_numeric
from mentoring.school.models import Organisation
from mentoring.school.queries import organisation, paper_layout
from roadmap.orders.queries import default_curator
from roadmap.plans.approval import ground_of
from roadmap.plans.enums import ExecutionState
from roadmap.plans.execution_card import when
from roadmap.plans.execution_models import Evidence
from roadmap.plans.models import Roadmap
from roadmap.plans.picture import LEGEND, WIDE, LegendItem, StagePicture, pictures
from roadmap.plans.progress import Followed, StageProgress, all_rows, percent, stages_of

E = ExecutionState
TITLE = "Отчёт о выполнении дорожной карты"
STAGE_COLUMNS = (
    PaperColumn("Этап", 50, is_wordy=True),
    PaperColumn("Мероприятий", 12, "center"),
    PaperColumn("Выполнено", 10, "center"),
    PaperColumn("Частично", 10, "center"),
    PaperColumn("Не требуется", 11, "center"),
    PaperColumn("Просрочено", 12, "center"),
    PaperColumn("Выполнено, %", 12, "center"),
)
MEASURE_COLUMNS = (
    PaperColumn("Мероприятие", 32, is_wordy=True),
    PaperColumn("Срок", 15),
    PaperColumn("Ответственные", 15, is_wordy=True),
    PaperColumn("Состояние", 14),
    PaperColumn("Подтверждения, комментарий", 24, is_wordy=True),
)
SHEET_COLUMNS = (
    Column("Этап", 30),
    Column("Мероприятие", 45),
    Column("Учебный год", 12),
    Column("Срок, как в документе", 20),
    Column("Срок с", 12, Kind.DATE),
    Column("Срок по", 12, Kind.DATE),
    Column("Ответственные", 22),
    Column("Состояние", 18),
    Column("Дата выполнения", 14, Kind.DATE),
    Column("Перенесено на", 14, Kind.DATE),
    Column("Просрочено", 12),
    Column("Подтверждения", 36),
    Column("Комментарий", 30),
)


@dataclass(frozen=True)
class RoadmapReport:
    """The report as it prints: totals of the stages, the picture, every measure."""

    letterhead: Letterhead
    title: str
    about: tuple[str, ...]
    as_of: str
    totals: PaperTable
    measures: PaperTable
    pictures: tuple[StagePicture, ...]
    legend: tuple[LegendItem, ...]
    signer: Signature

    template_name: ClassVar[str] = "documents/roadmap_report.html"


def report_pdf(roadmap: Roadmap, today: date) -> bytes:
    """R-7 on A4 across, of a roadmap read by `with_execution`."""
    report = roadmap_report(roadmap, today)
    layout = replace(paper_layout("register"), font_size=11)
    return render_pdf(report.template_name, {"paper": report}, layout=layout)


def roadmap_report(roadmap: Roadmap, today: date) -> RoadmapReport:
    """Collect the report; percents are those of the page (see `progress`)."""
    card, curator = organisation() or Organisation(), default_curator()
    stages = stages_of(roadmap, today)
    return RoadmapReport(
        letterhead=Letterhead(card.full_name, card.short_name, card.town),
        title=TITLE,
        about=(f"«{roadmap}»", f"Утверждена: {ground_of(roadmap)}"),
        as_of=f"по состоянию на {date_numeric(today)}",
        totals=PaperTable(STAGE_COLUMNS, (RowGroup(tuple(_printed(row) for row in _totals(stages, today))),)),
        measures=PaperTable(
            MEASURE_COLUMNS,
            tuple(
                RowGroup(tuple(_measure(row, today) for row in stage.rows), _name(stage))
                for stage in stages
                if stage.rows
            ),
        ),
        pictures=pictures(roadmap, stages, today, WIDE),
        legend=LEGEND,
        signer=Signature(
            "Куратор реализации программ наставничества", curator.signature_name if curator else ""
        ),
    )


def report_xlsx(roadmap: Roadmap, today: date) -> bytes:
    """The same as a workbook: a sheet of measures with real dates, a sheet of stages."""
    stages = stages_of(roadmap, today)
    totals = tuple(
        Column(column.heading, 40 if place == 0 else 14, Kind.WHOLE if place else Kind.TEXT)
        for place, column in enumerate(STAGE_COLUMNS)
    )
    rows = [_sheet_row(stage, row, today) for stage in stages for row in stage.rows]
    return render_xlsx(
        Sheet("Мероприятия", SHEET_COLUMNS, rows), Sheet("По этапам", totals, _totals(stages, today))
    )


def _totals(stages: tuple[StageProgress, ...], today: date) -> list[tuple]:
    """A line for each stage and one for the whole."""
    lines = [(_name(stage), list(stage.rows)) for stage in stages if stage.rows]
    lines.append(("Всего", all_rows(stages)))
    return [
        (
            name,
            len(rows),
            *(sum(row.state == state for row in rows) for state in (E.DONE, E.PARTLY, E.NOT_NEEDED)),
            sum(row.is_overdue(today) for row in rows),
            percent(rows),
        )
        for name, rows in lines
    ]


def _printed(cells: tuple) -> tuple[str, ...]:
    return tuple("–" if cell is None else str(cell) for cell in cells)


def _name(stage: StageProgress) -> str:
    return " ".join(str(stage.stage).split()) or "Мероприятия"


def _measure(row: Followed, today: date) -> tuple[str, ...]:
    year = f"\n({row.year_label} учебный год)" if row.year is not None else ""
    days = period_numeric(row.start, row.due) if row.due else "срок не распознан" if row.is_unread else ""
    comment = row.execution.comment if row.execution else ""
    state = row.state.label
    if row.execution and (row.execution.fact_date or row.execution.moved_to):
        state = when(row) if row.state != E.PARTLY else f"{state}\n{date_numeric(row.execution.fact_date)}"
    if row.is_overdue(today):
        state += "\nПРОСРОЧЕНО"
    return (
        f"{row.measure.mark}{row.measure.text}{year}",
        "\n".join(filter(None, (row.term, days))),
        row.responsible,
        state,
        "\n".join(filter(None, (*_evidence(row), comment))),
    )


def _evidence(row: Followed) -> list[str]:
    return [_words(item) for item in row.evidence]


def _words(item: Evidence) -> str:
    if item.named:
        return item.named
    if item.file_id:
        return f"файл «{item.file.original_name}»"
    if item.programme_id:
        return f"программа «{item.programme}»"
    if item.event_id:
        return f"мероприятие «{item.event}»"
    return str(item)


def _sheet_row(stage: StageProgress, row: Followed, today: date) -> tuple:
    execution = row.execution
    return (
        _name(stage),
        f"{row.measure.mark}{row.measure.text}",
        row.year_label,
        row.term,
        row.start,
        row.due,
        row.responsible,
        row.state.label,
        execution.fact_date if execution else None,
        execution.moved_to if execution else None,
        "да" if row.is_overdue(today) else "нет",
        "\n".join(filter(None, (line for item in row.evidence for line in (_words(item), item.link)))),
        execution.comment if execution else "",
    )
