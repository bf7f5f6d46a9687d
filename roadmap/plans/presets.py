"""Sample roadmaps as plain values: chosen by key, with the terms of a school year."""

from datetime import date
from functools import cache

from mentoring.language.dates import SCHOOL_YEAR_MONTH
from mentoring.school.models import Organisation
from roadmap.plans import preset_texts
from roadmap.plans.grid import Cell, Grid, TablePage, paragraphs_of
from roadmap.plans.outline import Plan
from roadmap.plans.preset_texts import PresetText, Row
from roadmap.plans.reading import read_plan
from roadmap.plans.terms import PlanPeriod

PRESETS = {
    "stages": preset_texts.STAGES,
    "bands": preset_texts.BANDS,
    "terms": preset_texts.TERMS,
    "stage-terms": preset_texts.STAGE_TERMS,
    "inline": preset_texts.INLINE,
}
EMPTY = "empty"


def text_of(key: str) -> PresetText:
    """The sample of this key; the empty table is one too."""
    return preset_texts.EMPTY if key == EMPTY else PRESETS[key]


@cache
def preset_plan(key: str, first_year: int) -> Plan:
    """The sample with the terms of the school year that begins in `first_year`."""
    text = text_of(key)
    rows = [tuple(_cell(heading) for heading in text.headings)]
    rows += [_row(row, len(text.headings), first_year) for row in text.rows]
    page = TablePage(
        Grid(tuple(rows)), above=paragraphs_of(text.title), below=text.footnotes, widths=text.widths
    )
    return read_plan(page)


def _row(row: Row, width: int, first_year: int) -> tuple[Cell | None, ...]:
    if isinstance(row, str):
        return (Cell((row,), column_span=width), *[None] * (width - 1))
    return tuple(_cell(text.format(first=first_year, second=first_year + 1)) for text in row)


def _cell(text: str) -> Cell:
    return Cell(paragraphs_of(text))


def school_year(first_year: int) -> PlanPeriod:
    return PlanPeriod(date(first_year, SCHOOL_YEAR_MONTH, 1), date(first_year + 1, 8, 31))


def school_year_words(first_year: int) -> str:
    return f"{first_year}/{first_year + 1} учебный год"


def title_for(plan: Plan, first_year: int, organisation: Organisation | None) -> str:
    """The title of the sample with the school and the year; a title in capitals stays in capitals."""
    where = f" в {organisation.full_name_prepositional}" if organisation else ""
    where = where.upper() if plan.title.isupper() else where
    return f"{plan.title}{where}\nна {school_year_words(first_year)}"
