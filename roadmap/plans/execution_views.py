"""How far a roadmap is, and marking its measures."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts.access import requires, signed_in
from mentoring.accounts.permissions import Permission
from mentoring.documents.responses import stored_file_response
from mentoring.workflow.conflicts import show_conflict
from mentoring.workflow.history import history_of
from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.orders.draft_views import refuse_on
from roadmap.plans import execution, execution_card
from roadmap.plans.enums import RoadmapStatus
from roadmap.plans.execution_forms import EvidenceForm, MarkForm, ShowForm
from roadmap.plans.execution_models import Evidence, Execution
from roadmap.plans.execution_rules import may_mark
from roadmap.plans.following import things_to_refer_to
from roadmap.plans.freezing import APPROVED_STATES
from roadmap.plans.models import Roadmap
from roadmap.plans.progress import all_rows, stages_of, with_execution
from roadmap.plans.queries import roadmaps_visible_to
from roadmap.plans.responsibles import measures_visible_to, own_measures
from roadmap.plans.views import short_title, tabs

VIEW = Permission.VIEW_ROADMAPS
TARGETS = ("file", "order", "programme", "protocol", "event__programme")
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@requires(VIEW)
@require_safe
def progress(request, pk):
    """Measures stage by stage with their states, the percent, and conditions above them."""
    roadmap, today = followed_roadmap(request, pk), timezone.localdate()
    stages = stages_of(roadmap, today)
    form = ShowForm(request.GET, years=execution_card.year_choices(roadmap, today))
    wanted = form.cleaned_data if form.is_valid() else {}
    show, year = wanted.get("show", ""), wanted.get("year", "")
    context = {
        "heading": short_title(roadmap),
        "roadmap": roadmap,
        "summary": execution_card.summary(stages, today),
        "form": form,
        "stages": execution_card.lines_of(stages, show, year, today),
        "is_filtered": bool(show or year),
        "url": reverse("roadmaps:progress", args=[pk]),
        "tabs": tabs(roadmap, "progress"),
    }
    return render(request, "roadmap/plans/progress.html", context)


def followed_roadmap(request, pk):
    """An approved roadmap with all that is followed in it; 404 for a draft."""
    roadmaps = roadmaps_visible_to(request.user).filter(status__in=APPROVED_STATES)
    return get_object_or_404(with_execution(roadmaps), pk=pk)


@signed_in
@require_safe
def mine(request):
    """What this person answers for, in all roadmaps in force."""
    today = timezone.localdate()
    own = own_measures(request.user)
    pks = set(own.values_list("pk", flat=True))
    mine_in = Roadmap.objects.filter(status=RoadmapStatus.APPROVED, pk__in=own.values("stage__roadmap"))
    found = [
        (roadmap, [row for row in all_rows(stages_of(roadmap, today)) if row.measure.pk in pks])
        for roadmap in with_execution(mine_in)
    ]
    context = {
        "heading": "Мои мероприятия",
        "roadmaps": [(roadmap, [execution_card.line(row, today) for row in rows]) for roadmap, rows in found],
    }
    return render(request, "roadmap/plans/my_measures.html", context)


@signed_in
@PAGE_METHODS
def mark(request, pk, year):
    """One measure: its state, what shows it, who said so."""
    row = visible_row(request, pk, year)
    form, status = MarkForm(request.POST or None, initial=_initial(row)), 200
    if request.method == "POST":
        require(may_mark(row.measure, request.user))
        if form.is_valid():
            try:
                execution.mark_measure(row.measure, by=request.user, year=row.year, **form.cleaned_data)
            except StaleState as refusal:
                status = refusal.status
                show_conflict(form, present_execution(row), refusal.reason)
            except Refused as refusal:
                status = refuse_on(form, refusal)
            else:
                messages.success(request, "Отмечено.")
                return redirect("roadmaps:mark", pk, year)
    return _measure_page(request, row, form=form, status=status)


@signed_in
@require_POST
def add_evidence(request, pk, year):
    """Put a paper, a file or the name of a paper to a measure."""
    row = visible_row(request, pk, year)
    require(may_mark(row.measure, request.user))
    form, status = _evidence_form(request, row, request.POST, request.FILES), 200
    if form.is_valid():
        try:
            execution.add_evidence(row.measure, by=request.user, year=row.year, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("file", error)
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Приложено.")
            return redirect("roadmaps:mark", pk, year)
    return _measure_page(request, row, evidence_form=form, status=status)


@signed_in
@require_POST
def remove_evidence(request, pk):
    """Take away what was put by mistake."""
    row = visible_evidence(request, pk)
    execution.remove_evidence(row, by=request.user)
    messages.success(request, f"Убрано: {row}")
    return redirect("roadmaps:mark", row.execution.measure_id, row.execution.year or 0)


@signed_in
@require_safe
def evidence_file(request, pk):
    """The uploaded file, for whom the measure is open."""
    row = visible_evidence(request, pk)
    if row.file is None:
        raise Http404
    return stored_file_response(row.file)


def visible_evidence(request, pk) -> Evidence:
    """Evidence of a measure that this reader may see; 404 otherwise."""
    rows = Evidence.objects.select_related("execution", *TARGETS)
    return get_object_or_404(rows, pk=pk, execution__measure__in=measures_visible_to(request.user))


def visible_row(request, pk, year):
    """The measure in that school year (0: it is not a yearly one) for this reader; 404 otherwise."""
    measure = get_object_or_404(measures_visible_to(request.user).select_related("stage__roadmap"), pk=pk)
    roadmap = with_execution(Roadmap.objects.all()).get(pk=measure.stage.roadmap_id)
    for row in all_rows(stages_of(roadmap, timezone.localdate())):
        if row.measure.pk == measure.pk and (row.year or 0) == year:
            row.measure.stage.roadmap = roadmap
            return row
    raise Http404


def present_execution(row) -> Execution:
    """What is noted of the row by now."""
    return Execution.objects.get(measure=row.measure, year=row.year)


def _measure_page(request, row, *, form=None, evidence_form=None, status=200):
    user, roadmap = request.user, row.measure.stage.roadmap
    verdict, found = may_mark(row.measure, user), row.execution
    evidence = found.evidence.select_related(*TARGETS, "added_by") if found else []
    sees_roadmap = user.may(VIEW)
    context = {
        "heading": "Мероприятие дорожной карты",
        "row": row,
        "line": execution_card.line(row, timezone.localdate()),
        "roadmap": roadmap,
        "name": short_title(roadmap),
        "sees_roadmap": sees_roadmap,
        "verdict": verdict,
        "form": form or MarkForm(initial=_initial(row)),
        "evidence_form": evidence_form or _evidence_form(request, row),
        "evidence": execution_card.shown_evidence(list(evidence), user, may_mark=bool(verdict)),
        # The history names papers that may be closed to who answers for one measure.
        "entries": history_of(found) if found and sees_roadmap else [],
    }
    return render(request, "roadmap/plans/measure.html", context, status=status)


def _evidence_form(request, row, *data):
    return EvidenceForm(*data, choices=things_to_refer_to(request.user), expected=row.expected)


def _initial(row) -> dict:
    found = row.execution
    if found is None:
        return {"state": row.state.value, "version": 0}
    return {name: getattr(found, name) for name in ("state", "fact_date", "moved_to", "comment", "version")}
