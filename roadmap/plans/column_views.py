"""The columns of a draft on one page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.plans import columns
from roadmap.plans.column_forms import NewColumnForm, TableForm
from roadmap.plans.rules import may_change
from roadmap.plans.views import sent_number, visible_roadmap

EDIT = Permission.EDIT_ROADMAPS
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@requires(EDIT)
@PAGE_METHODS
def change(request, pk):
    """Headings and widths of all columns; an old tab is shown both."""
    roadmap, status = visible_roadmap(request, pk), 200
    if request.method != "POST":
        require(may_change(roadmap, request.user))
    form = TableForm(request.POST or None, roadmap=roadmap)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            columns.change_columns(roadmap, by=request.user, version=version, columns=form.values())
        except StaleState as refusal:
            status = refusal.status
            form.show_conflict(visible_roadmap(request, pk), refusal.reason)
        else:
            messages.success(request, "Столбцы сохранены.")
            return redirect("roadmaps:columns", pk)
    return _page(request, roadmap, form, NewColumnForm(roadmap=roadmap), status)


def _page(request, roadmap, form, new, status=200):
    removable = {column.pk for column in form.columns if columns.is_removable(column, roadmap)}
    context = {"heading": "Столбцы", "roadmap": roadmap, "form": form, "new": new, "removable": removable}
    return render(request, "roadmap/plans/columns.html", context, status=status)


@requires(EDIT)
@require_POST
def add(request, pk):
    """A new column at the right edge."""
    roadmap, status = visible_roadmap(request, pk), 200
    new = NewColumnForm(request.POST, roadmap=roadmap)
    if new.is_valid():
        try:
            columns.add_column(roadmap, by=request.user, **new.cleaned_data)
        except Refused as refusal:
            status = refusal.status
            new.add_error(None, refusal.reason)
        else:
            messages.success(request, "Столбец добавлен справа.")
            return redirect("roadmaps:columns", pk)
    return _page(request, roadmap, TableForm(roadmap=visible_roadmap(request, pk)), new, status)


@requires(EDIT)
@require_POST
def move(request, pk, column_pk):
    """To the left or to the right."""
    column = get_object_or_404(visible_roadmap(request, pk).columns.all(), pk=column_pk)
    version, aim = sent_number(request, "version"), request.POST.get("move", "")
    columns.move_column(column, by=request.user, version=version, move=aim)
    return redirect("roadmaps:columns", pk)


@requires(EDIT)
@PAGE_METHODS
def delete(request, pk, column_pk):
    """Ask, then remove a column."""
    roadmap = visible_roadmap(request, pk)
    column = get_object_or_404(roadmap.columns.all(), pk=column_pk)
    if request.method == "POST":
        columns.delete_column(column, by=request.user, version=sent_number(request, "version"))
        messages.success(request, "Столбец удалён.")
        return redirect("roadmaps:columns", pk)
    require(may_change(roadmap, request.user))
    context = {"heading": "Удалить столбец", "roadmap": roadmap, "column": column}
    context["texts"] = list(columns.texts_in(column))
    return render(request, "roadmap/plans/column_delete.html", context)
