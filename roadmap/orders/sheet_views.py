"""Pages of an acquaintance sheet, whatever paper it belongs to: marks of those who signed, a mark taken back."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.orders.draft_views import refuse_on
from roadmap.orders.forms import AcquaintanceForm, ReasonForm
from roadmap.orders.queries import acquaintance_sheet


@dataclass(frozen=True)
class SheetWords:
    """How a paper is called on the pages of its sheet; `room` is the namespace of its addresses."""

    room: str
    rooms: str
    with_paper: str
    to_paper: str


ORDER_WORDS = SheetWords("orders", "Приказы", "с приказом", "К приказу")


def marks_page(request, paper, *, mark, words: SheetWords):
    """The sheet person by person: tick those who signed and say when; `mark` is the service that writes."""
    status = 200
    rows = [row for row in acquaintance_sheet(paper) if row.acquainted_on is None]
    form = AcquaintanceForm(request.POST or None, rows=rows, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            marked = mark(paper, by=request.user, people_dates=form.people_dates)
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, f"Ознакомление отмечено, человек: {len(marked)}.")
            return redirect(paper)
    context = {"heading": f"Ознакомление {words.with_paper}", "form": form, **_around(paper, words)}
    return render(request, "roadmap/orders/sheet_marks.html", context, status=status)


def clearing_page(request, paper, row_pk, *, clear, words: SheetWords):
    """Take back a mark entered by mistake, with the reason; `clear` is the service that writes."""
    status, row = 200, get_object_or_404(acquaintance_sheet(paper), pk=row_pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            clear(row, by=request.user, reason=form.cleaned_data["reason"])
        except StaleState as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, f"Отметка снята: {row.person.short_name}")
            return redirect(paper)
    context = {"heading": "Снять отметку об ознакомлении", "row": row, "form": form, **_around(paper, words)}
    return render(request, "roadmap/orders/sheet_clear.html", context, status=status)


def _around(paper, words: SheetWords) -> dict:
    return {
        "paper": paper,
        "words": words,
        "list_url": reverse(f"{words.room}:list"),
        "sheet_url": reverse(f"{words.room}:sheet", args=[paper.pk]),
    }
