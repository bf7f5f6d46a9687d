"""What a new programme begins with: everything the system knows already (273-ФЗ, ст. 47: no needless writing)."""

import re

from programs.blueprints.models import Blueprint
from programs.programmes.models import PlanEvent, Programme
from programs.programmes.terms import due_day
from registry.bank.models import MenteeEntry
from registry.pairs.models import Mentorship

TITLE_LENGTH = Programme._meta.get_field("title").max_length
DAY_OR_YEAR = re.compile(r"\d{4}|\d{1,2}\.\d{1,2}")
MODES = {"online": "онлайн", "onsite": "очный", "mixed": "смешанный"}


def opening_texts(
    mentorship: Mentorship, *, blueprint: Blueprint | None = None, source: Programme | None = None
) -> dict:
    """Fields of a new programme: from the pair and the mentees' requests, then the template or an earlier one.

    The problem of an earlier programme is about other people, so it is never taken over.
    """
    pattern = source or blueprint
    entries = list(
        MenteeEntry.objects.filter(person__in=mentorship.mentees).select_related("person").order_by("pk")
    )
    title = source.title if source else blueprint.programme_title if blueprint else ""
    return {
        "title": title or _title(mentorship),
        "start": mentorship.start,
        "end": mentorship.end,
        "problem": _problem(entries) or (blueprint.problem if blueprint and not source else ""),
        "goals": pattern.goals if pattern else "",
        "form_and_kind": form_and_kind(mentorship),
        "content": pattern.content if pattern else _directions(mentorship),
        "results": pattern.results if pattern else "",
        "schedule": _schedule(entries, pattern),
    }


def opening_rows(
    programme: Programme, *, blueprint: Blueprint | None = None, source: Programme | None = None
) -> list[PlanEvent]:
    """Rows of the plan, not yet saved; exact dates of an earlier programme and its reflection stay there."""
    if source:
        rows = [(row, "" if _is_exact(row) else row.date_text) for row in source.plan.all()]
    else:
        rows = [(row, row.date_text) for row in blueprint.rows.all()] if blueprint else []
    return [
        PlanEvent(
            programme=programme,
            position=place,
            date_text=date_text,
            planned_on=due_day(date_text, programme.start, programme.end),
            event=row.event,
            form=row.form,
            content=row.content,
        )
        for place, (row, date_text) in enumerate(rows, start=1)
    ]


def form_and_kind(mentorship: Mentorship) -> str:
    """«Форма: педагог – педагог. Вид: реверсивное.» as the pair has them."""
    forms = "; ".join(form.name for form in mentorship.forms.all())
    kinds = "; ".join(kind.name for kind in mentorship.kinds.all())
    return f"Форма: {forms}.\nВид: {kinds}."


def _is_exact(row):
    return DAY_OR_YEAR.search(row.date_text) is not None


def _title(mentorship):
    names = ", ".join(direction.name for direction in mentorship.directions.all())
    return (names[:1].upper() + names[1:])[:TITLE_LENGTH] or "Программа наставничества"


def _directions(mentorship):
    names = "; ".join(direction.name for direction in mentorship.directions.all())
    return f"Направления работы: {names}." if names else ""


def _problem(entries):
    paragraphs = []
    for entry in entries:
        known = [("Затруднения, запрос", entry.request), ("Сильные стороны", entry.strengths)]
        lines = [f"{caption}: {text.strip()}" for caption, text in known if text.strip()]
        if lines and len(entries) > 1:
            lines.insert(0, f"{entry.person.short_name}")
        paragraphs += ["\n".join(lines)] if lines else []
    return "\n\n".join(paragraphs)


def _schedule(entries, pattern):
    if pattern and pattern.schedule:
        return pattern.schedule
    modes = {entry.mode for entry in entries if entry.mode}
    return f"Режим работы: {MODES[modes.pop()]}." if len(modes) == 1 else ""
