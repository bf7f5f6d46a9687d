"""Marks on the acquaintance sheet of any paper: an order, a local act.

A paper here has `acquaintances`; its caller has locked it and asked the rule. `since` is the day from which the paper
may be read, `of_paper` how it is called: «приказа».
"""

from datetime import date

from django.utils import timezone

from mentoring.workflow.services import add_history, lock
from mentoring.workflow.verdicts import Refused, StaleState


def mark_lines(paper, *, by, people_dates, since: date, of_paper: str) -> list:
    """Enter the dates on which people signed: `people_dates` maps persons to dates; returns the lines marked now.

    Those who are marked already keep their date. Raises Refused for a stranger to the sheet, or for a date
    before the paper or in the future; then the caller's transaction marks nobody.
    """
    dates = {getattr(person, "pk", person): on for person, on in people_dates.items()}
    rows = list(paper.acquaintances.select_related("person").filter(person__in=dates))
    if len(rows) != len(dates):
        raise Refused(f"Одного из людей нет в листе ознакомления этого {of_paper}. Откройте страницу заново.")
    fresh = [row for row in rows if row.acquainted_on is None]
    for row in fresh:
        _mark(paper, row, by=by, on=dates[row.person_id], since=since, of_paper=of_paper)
    return fresh


def mark_own_line(paper, *, by, since: date, of_paper: str):
    """A person confirms for oneself to have read the paper today; a second click changes nothing.

    Raises Refused when the person is not on the sheet.
    """
    row = paper.acquaintances.select_related("person").filter(person__user=by).first()
    if row is None:
        raise Refused(f"Вас нет в листе ознакомления этого {of_paper}.")
    if row.acquainted_on is None:
        _mark(paper, row, by=by, on=timezone.localdate(), since=since, of_paper=of_paper)
    return row


def clear_line(paper, row, *, by, reason, of_paper: str):
    """Take back a mark that was entered by mistake; the reason stays in the paper's history."""
    row = lock(paper.acquaintances.select_related("person"), row.pk)
    if not reason.strip():
        raise Refused(f"Напишите, почему отметка снимается: причина останется в истории {of_paper}.")
    if row.acquainted_on is None:
        raise StaleState("Отметка уже снята. Обновите страницу.")
    row.acquainted_on = row.entered_by = None
    row.save(update_fields=["acquainted_on", "entered_by"])
    sentence = f"снята отметка об ознакомлении: {row.person.short_name}"
    add_history(paper, by=by, action="clear_acquaintance", sentence=sentence, comment=reason)
    return row


def require_past(on: date, what: str, *, since: date, of_paper: str) -> None:
    """Raise Refused for a date before the paper's own or in the future."""
    if on < since:
        raise Refused(f"{what} раньше даты {of_paper} ({since:%d.%m.%Y}). Проверьте дату.")
    if on > timezone.localdate():
        raise Refused(f"{what} ещё не наступила. Укажите сегодняшнюю или прошедшую дату.")


def _mark(paper, row, *, by, on: date, since: date, of_paper: str) -> None:
    require_past(on, f"{row.person.short_name}: дата ознакомления", since=since, of_paper=of_paper)
    row.acquainted_on, row.entered_by = on, by
    row.save(update_fields=["acquainted_on", "entered_by"])
    how = "на своей странице" if row.is_own_press else "отмечено с бумаги"
    sentence = f"ознакомление: {row.person.short_name}, {on:%d.%m.%Y} ({how})"
    add_history(paper, by=by, action="acquaint", sentence=sentence)
