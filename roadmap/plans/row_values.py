"""What a stage or a measure says, as its form holds it, and a short mark of it for old pages."""

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from django.utils.text import Truncator

from roadmap.plans.models import RoadmapMeasure, RoadmapStage

Row = RoadmapStage | RoadmapMeasure
SHARED = ("number_label", "term_text", "responsible_text", "documents_text")
STAGE_TEXTS = (*SHARED, "title")
MEASURE_TEXTS = (*SHARED, "mark", "text")
OWN = "own_"


def texts_of(row: Row) -> tuple[str, ...]:
    """Names of the typed fields of this row."""
    return STAGE_TEXTS if isinstance(row, RoadmapStage) else MEASURE_TEXTS


def values_of(row: Row, texts: Iterable | None = None, links: Iterable | None = None) -> dict[str, Any]:
    """Field → what the form shows: marks without their space, a term inside of the text as no term of its own.

    Texts of own columns and links to who is responsible are read from the row unless they are given.
    """
    texts = row.texts.all() if texts is None else texts
    links = list(row.responsibles.all() if links is None else links)
    found: dict[str, Any] = {name: getattr(row, name) for name in texts_of(row)}
    if isinstance(row, RoadmapMeasure):
        found["mark"] = row.mark.strip()
        found["term_text"] = "" if row.is_term_inline else row.term_text
    found |= {f"{OWN}{text.column_id}": text.text for text in texts}
    found["people"] = sorted(link.person_id for link in links if link.person_id)
    found["roles"] = sorted(link.role for link in links if link.role)
    return found


def mark_of(row: Row, texts: Iterable | None = None, links: Iterable | None = None) -> str:
    """A short mark of everything that the row says, carried by the forms that change it; see `values_of`."""
    said = json.dumps(values_of(row, texts, links), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def name_of(row: Row) -> str:
    """The row in a sentence of the history."""
    kind = "этап" if isinstance(row, RoadmapStage) else "мероприятие"
    text = row.title if isinstance(row, RoadmapStage) else row.text
    return f"{kind} «{Truncator(' '.join(text.split()) or row.number_label or 'без названия').chars(60)}»"


def proposed_labels(beside: Row | None) -> dict[str, str]:
    """Number and mark for a new row that stands below this one: «3.» → «4.», «–» stays; only proposed."""
    if beside is None:
        return {}
    found = {"number_label": _next(beside.number_label)}
    return found | ({"mark": _next(beside.mark.strip())} if isinstance(beside, RoadmapMeasure) else {})


def _next(label: str) -> str:
    number = re.search(r"\d+", label)
    return label[: number.start()] + str(int(number[0]) + 1) + label[number.end() :] if number else label
