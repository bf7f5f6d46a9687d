"""Pages of an acquaintance sheet, whatever paper it belongs to: marks of those who signed, a mark taken back."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.orders.draft_views import refuse_on
from roadmap.orders.forms import AcquaintanceForm, ReasonForm
from roadmap.orders.queries import acquaintance_sheet


@dataclass(frozen=True)
class Sheet:
    """Sheets of one kind of papers: how the paper is called, the rule of who enters marks, the services that write.

    `room` is the namespace of the addresses.
    """

    room: str
    rooms: str
    with_paper: str
    to_paper: str
    may_enter: Callable
    mark: Callable
    clear: Callable


def marks_page(request, paper, sheet: Sheet):
    """The sheet person by person: tick those who signed and say when."""
    require(sheet.may_enter(paper, request.user))
    status = 200
    rows = [row for row in acquaintance_sheet(paper) if row.acquainted_on is None]
    all_ticked = "all" in request.GET
    ticked = [row.person_id for row in rows if all_ticked and row.is_missing]
    initial = {"on": timezone.localdate()} | {f"person_{pk}": True for pk in ticked}
    form = AcquaintanceForm(request.POST or None, rows=rows, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            marked = sheet.mark(paper, by=request.user, people_dates=form.people_dates)
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, f"Ознакомление отмечено, человек: {len(marked)}.")
            return redirect(paper)
    context = {"heading": f"Ознакомление {sheet.with_paper}", "form": form, "all_ticked": all_ticked}
    context |= _around(paper, sheet)
    return render(request, "roadmap/orders/sheet_marks.html", context, status=status)


def clearing_page(request, paper, row_pk, sheet: Sheet):
    """Take back a mark entered by mistake, with the reason."""
    require(sheet.may_enter(paper, request.user))
    status, row = 200, get_object_or_404(acquaintance_sheet(paper), pk=row_pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sheet.clear(row, by=request.user, reason=form.cleaned_data["reason"])
        except StaleState as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, f"Отметка снята: {row.person.short_name}")
            return redirect(paper)
    context = {"heading": "Снять отметку об ознакомлении", "row": row, "form": form, **_around(paper, sheet)}
    return render(request, "roadmap/orders/sheet_clear.html", context, status=status)


def _around(paper, sheet: Sheet) -> dict:
    return {
        "paper": paper,
        "words": sheet,
        "list_url": reverse(f"{sheet.room}:list"),
        "sheet_url": reverse(f"{sheet.room}:sheet", args=[paper.pk]),
    }
