from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.school.models import SchoolYear
from mentoring.workflow.history import history_of
from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.years import services
from roadmap.years.forms import ClosingForm, ReopeningForm
from roadmap.years.queries import going_on, open_matters
from roadmap.years.rules import may_close_years

LOOKS = (Permission.EDIT_PAIRS, Permission.APPROVE_ORDERS)
CLOSES = Permission.APPROVE_ORDERS


@requires(*LOOKS)
@require_safe
def years(request):
    """All school years: which are closed, which wait for it."""
    context = {"heading": "Учебные годы", "years": SchoolYear.objects.all(), "today": timezone.localdate()}
    return render(request, "roadmap/years/list.html", context)


@requires(*LOOKS)
@require_safe
def year(request, pk):
    """One year: what is open in it, what passes on, and the button that closes it."""
    return _page(request, get_object_or_404(SchoolYear, pk=pk))


@requires(CLOSES)
@require_POST
def close(request, pk):
    """Close the year; what was ticked and typed stays on the page when it cannot be closed yet."""
    row = get_object_or_404(SchoolYear, pk=pk)
    form = ClosingForm(request.POST, matters=open_matters(row))
    if form.is_valid():
        try:
            row = services.close_year(row, by=request.user, **form.cleaned_data)
        except StaleState:
            raise
        except Refused as refusal:
            form.add_error(None, [refusal.reason, *refusal.problems])
        else:
            messages.success(request, f"Учебный год {row.label} закрыт. Ничего в нём больше не изменится.")
            return redirect("years:detail", pk)
    return _page(request, row, form, status=422)


@requires(CLOSES)
@require_POST
def reopen(request, pk):
    """Open the year again, with a reason."""
    row = get_object_or_404(SchoolYear, pk=pk)
    form = ReopeningForm(request.POST)
    if form.is_valid():
        services.reopen_year(row, by=request.user, **form.cleaned_data)
        messages.success(request, f"Учебный год {row.label} открыт. Закройте его снова, когда исправите.")
        return redirect("years:detail", pk)
    return _page(request, row, reopening=form, status=422)


def _page(request, row, form=None, reopening=None, status=200):
    matters = [] if row.closed_on else open_matters(row)
    context = {
        "heading": f"Учебный год {row.label}",
        "year": row,
        "is_over": row.end < timezone.localdate(),
        "matters": matters,
        "going_on": going_on(row),
        "form": form or ClosingForm(matters=matters),
        "reopening": reopening or ReopeningForm(),
        "ticked": form["carried"].value() if form else [],
        "may_close": may_close_years(request.user),
        "history": history_of(row),
    }
    return render(request, "roadmap/years/detail.html", context, status=status)
