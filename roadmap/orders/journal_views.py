"""Registration journals and the look of their numbers."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import Refused
from roadmap.orders import journals
from roadmap.orders.draft_views import refuse_on
from roadmap.orders.forms import JournalForm, LastNumberForm
from roadmap.orders.models import Journal
from roadmap.orders.numbering import journal_year, year_label
from roadmap.orders.queries import last_sequence, proposed_number

EDIT = Permission.EDIT_SCHOOL
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@requires(EDIT)
@require_safe
def journal_list(request):
    """All journals with the number that comes next."""
    today = timezone.localdate()
    rows = [
        (journal, proposed_number(journal, today), last_sequence(journal, today))
        for journal in Journal.objects.all()
    ]
    context = {"heading": "Журналы регистрации", "rows": rows}
    context["sees_orders"] = request.user.may(Permission.VIEW_ORDERS)
    return render(request, "roadmap/orders/journal_list.html", context)


@requires(EDIT)
@PAGE_METHODS
def edit_journal(request, pk=None):
    """A new journal (no `pk`) or an old one."""
    journal = get_object_or_404(Journal, pk=pk) if pk else None
    form, status = JournalForm(request.POST or None, instance=journal), 200
    if request.method == "POST" and form.is_valid():
        try:
            journals.save_journal(journal, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Журнал сохранён. Номера, выданные раньше, не меняются.")
            return redirect("orders:journals")
    context = {"heading": journal.name if journal else "Новый журнал", "form": form, "journal": journal}
    context["sees_orders"] = request.user.may(Permission.VIEW_ORDERS)
    return render(request, "roadmap/orders/journal_form.html", context, status=status)


@requires(EDIT)
@PAGE_METHODS
def last_number(request, pk):
    """Go on after the numbers that were given on paper this year."""
    journal, today, status = get_object_or_404(Journal, pk=pk), timezone.localdate(), 200
    form = LastNumberForm(request.POST or None, initial={"last": last_sequence(journal, today)})
    if request.method == "POST" and form.is_valid():
        try:
            journals.set_last_number(journal, by=request.user, on=today, last=form.cleaned_data["last"])
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, f"Следующий номер: {proposed_number(journal, today)}.")
            return redirect("orders:journals")
    year = year_label(journal.period, journal_year(journal.period, today))
    context = {"heading": "Последний выданный номер", "form": form, "journal": journal, "year": year}
    context["sees_orders"] = request.user.may(Permission.VIEW_ORDERS)
    return render(request, "roadmap/orders/journal_form.html", context, status=status)
