"""The acquaintance sheet of an act: who is on it, marks from paper, one's own answer, the sheet for printing."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts.access import requires, signed_in
from mentoring.accounts.access_log import note_access
from mentoring.accounts.permissions import Permission
from mentoring.documents.exports import exports_people
from mentoring.documents.responses import pdf_response
from mentoring.workflow.verdicts import Refused, require
from roadmap.acts import acquainting
from roadmap.acts.documents import filename, sheet_pdf
from roadmap.acts.forms import ReadersForm
from roadmap.acts.queries import proposed_readers
from roadmap.acts.rules import may_enter_acquaintance, may_list_readers, may_print_sheet
from roadmap.acts.views import visible_act
from roadmap.orders.draft_views import refuse_on
from roadmap.orders.queries import acquaintance_sheet
from roadmap.orders.sheet_views import Sheet, clearing_page, marks_page

DRAFT = Permission.DRAFT_ORDERS
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])
SHEET = Sheet(
    room="acts",
    rooms="Локальные акты",
    with_paper="с локальным актом",
    to_paper="К акту",
    may_enter=may_enter_acquaintance,
    mark=acquainting.mark_acquainted,
    clear=acquainting.clear_acquaintance,
)


@requires(DRAFT)
@PAGE_METHODS
def readers(request, pk):
    """Whom to acquaint: the list as it is, or those who are proposed first."""
    act, status = visible_act(request, pk), 200
    require(may_list_readers(act, request.user))
    form = ReadersForm(request.POST or None, act=act, rows=list(acquaintance_sheet(act)))
    if request.method == "POST" and form.is_valid():
        try:
            rows = acquainting.list_readers(act, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, f"Лист ознакомления сохранён, человек: {len(rows)}.")
            return redirect(act)
    context = {"heading": "Кого ознакомить", "act": act, "form": form}
    return render(request, "roadmap/acts/act_readers.html", context, status=status)


@requires(DRAFT)
@PAGE_METHODS
def acquaint(request, pk):
    """The sheet person by person: tick those who signed and say when."""
    return marks_page(request, visible_act(request, pk), SHEET)


@requires(DRAFT)
@PAGE_METHODS
def clear(request, pk, row_pk):
    """Take back a mark entered by mistake, with the reason."""
    return clearing_page(request, visible_act(request, pk), row_pk, SHEET)


@signed_in
@require_POST
def acknowledge(request, pk):
    """«Ознакомлен(а)»: only for oneself."""
    act = visible_act(request, pk)
    acquainting.acknowledge_act(act, by=request.user)
    messages.success(request, "Спасибо, ваше ознакомление с актом отмечено.")
    return redirect(act)


@requires(Permission.EXPORT_REGISTERS)
@require_safe
@exports_people
def sheet(request, pk):
    """The acquaintance sheet for printing, with the dates there are; before the list is made, with those proposed."""
    act = visible_act(request, pk)
    require(may_print_sheet(act, request.user))
    rows = list(acquaintance_sheet(act))
    people = [] if rows else list(proposed_readers())
    note_access(
        people=[row.person_id for row in rows] or [row.pk for row in people], rows=len(rows or people)
    )
    return pdf_response(sheet_pdf(act, rows, people), f"Лист ознакомления – {filename(act, 'pdf')}")
