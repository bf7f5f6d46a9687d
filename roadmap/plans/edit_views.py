"""The editor of a draft: all stages and measures on one page, each changed in its place."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.conflicts import compare
from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.plans import editing, ordering
from roadmap.plans.drafts import measures_of
from roadmap.plans.editor import editor_stages
from roadmap.plans.models import Roadmap, RoadmapMeasure, RoadmapStage
from roadmap.plans.row_forms import BulkForm, RowForm, ticked
from roadmap.plans.row_values import Row, name_of, proposed_labels
from roadmap.plans.rules import may_change
from roadmap.plans.structure import Tree
from roadmap.plans.views import sent_number, visible_roadmap

EDIT = Permission.EDIT_ROADMAPS
# Of a longer page the browser changes a part slower than it opens the whole.
MOST_SWAPPED = 120
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@requires(EDIT)
@require_safe
def edit(request, pk):
    """The table as it is written, with everything that can be done to it."""
    roadmap = visible_roadmap(request, pk)
    require(may_change(roadmap, request.user))
    return _editor(request, roadmap, BulkForm(stages=roadmap.stages.all()))


def _editor(request, roadmap, form, *, ticks=(), conflicts=(), status=200):
    stages = editor_stages(roadmap, list(roadmap.columns.all()), ticks)
    context = {
        "heading": "Этапы и мероприятия",
        "roadmap": roadmap,
        "stages": stages,
        "is_swapped": sum(len(stage.measures) for stage in stages) <= MOST_SWAPPED,
        "bulk": form,
        "conflicts": conflicts,
    }
    return render(request, "roadmap/plans/editor.html", context, status=status)


@requires(EDIT)
@PAGE_METHODS
def add_stage(request, pk):
    """A new stage below the one named in the address, or at the end."""
    roadmap = _opened(request, pk)
    after = _beside(request, roadmap.stages.all())

    def act(form):
        values = {"version": form.cleaned_data["version"] or 0, "after": after, **form.values()}
        return editing.add_stage(roadmap, by=request.user, **values)

    beside = after or roadmap.stages.last()
    return _row_page(request, roadmap, RoadmapStage, None, act, "Новый этап", proposed_labels(beside))


@requires(EDIT)
@PAGE_METHODS
def add_measure(request, pk, stage_pk):
    """A new measure below the one named in the address, or at the end of the stage."""
    roadmap = _opened(request, pk)
    stage = get_object_or_404(roadmap.stages.all(), pk=stage_pk)
    after = _beside(request, stage.measures.all())

    def act(form):
        values = {"version": form.cleaned_data["version"] or 0, "after": after, **form.values()}
        return editing.add_measure(stage, by=request.user, **values)

    beside = after or stage.measures.last()
    return _row_page(
        request, roadmap, RoadmapMeasure, None, act, "Новое мероприятие", proposed_labels(beside)
    )


@requires(EDIT)
@PAGE_METHODS
def change_stage(request, pk, stage_pk):
    """What a stage says; somebody else's changes meanwhile are shown beside the typed ones."""
    roadmap = _opened(request, pk)
    return _change(request, roadmap, get_object_or_404(roadmap.stages.all(), pk=stage_pk), "Этап")


@requires(EDIT)
@PAGE_METHODS
def change_measure(request, pk, measure_pk):
    """What a measure says; somebody else's changes meanwhile are shown beside the typed ones."""
    roadmap = _opened(request, pk)
    return _change(request, roadmap, get_object_or_404(measures_of(roadmap), pk=measure_pk), "Мероприятие")


def _change(request, roadmap, row, heading):
    def act(form):
        return editing.change_row(row, by=request.user, seen=form.cleaned_data["seen"], **form.values())

    return _row_page(request, roadmap, type(row), row, act, heading)


def _row_page(request, roadmap, model, row, act, heading, proposed=None):
    posted, status = request.POST if request.method == "POST" else None, 200
    form = RowForm(posted, roadmap=roadmap, model=model, row=row, proposed=proposed)
    if form.is_bound and form.is_valid():
        try:
            saved = act(form)
        except Refused as refusal:
            status = _refuse(request, form, refusal)
        else:
            messages.success(request, "Сохранено." if row else "Добавлено.")
            return _after_saving(request, roadmap, saved)
    context = {
        "heading": heading,
        "roadmap": roadmap,
        "form": form,
        "row": row,
        "back": _address(roadmap, row),
    }
    context["is_measure"] = model is RoadmapMeasure
    return render(request, "roadmap/plans/row_form.html", context, status=status)


def _refuse(request, form: RowForm, refusal: Refused) -> int:
    """Put the refusal on the form with the present text beside the typed one; returns the status of the page."""
    roadmap = visible_roadmap(request, form.roadmap.pk)
    rows = type(form.row).objects.filter(pk=form.row.pk) if form.row else None
    present = rows.first() if rows else None
    if isinstance(refusal, StaleState) and present is not None:
        form.show_conflict(present, refusal.reason)
    else:
        form.add_error(None, refusal.reason)
        form.go_on_from(roadmap.version)
    return refusal.status


def _after_saving(request, roadmap: Roadmap, row: Row):
    if request.POST.get("next") == "add" and isinstance(row, RoadmapMeasure):
        url = reverse("roadmaps:add_measure", args=[roadmap.pk, row.stage_id])
        return redirect(f"{url}?after={row.pk}")
    return redirect(_address(roadmap, row))


def _address(roadmap: Roadmap, row: Row | None = None) -> str:
    """The editor at the place of this row."""
    letter = "s" if isinstance(row, RoadmapStage) else "m"
    return reverse("roadmaps:edit", args=[roadmap.pk]) + (f"#{letter}-{row.pk}" if row else "")


@requires(EDIT)
@require_POST
def move_stage(request, pk, stage_pk):
    """Up or down among the stages."""
    roadmap = visible_roadmap(request, pk)
    stage = get_object_or_404(roadmap.stages.all(), pk=stage_pk)
    return _move(request, roadmap, stage, ordering.move_stage)


@requires(EDIT)
@require_POST
def move_measure(request, pk, measure_pk):
    """Up, down, into the measure above, out of it."""
    roadmap = visible_roadmap(request, pk)
    measure = get_object_or_404(measures_of(roadmap), pk=measure_pk)
    return _move(request, roadmap, measure, ordering.move_measure)


def _move(request, roadmap, row, act):
    version, move = sent_number(request, "version"), request.POST.get("move", "")
    try:
        act(row, by=request.user, version=version, move=move)
    except Refused as refusal:
        if not request.htmx:
            raise
        # A part of the page cannot show a refusal: the whole page is opened anew and says why.
        messages.warning(request, refusal.reason)
        return HttpResponse(status=refusal.status, headers={"HX-Refresh": "true"})
    return redirect(_address(roadmap, row))


@requires(EDIT)
@PAGE_METHODS
def delete_stage(request, pk, stage_pk):
    """Ask, then remove a stage with its measures."""
    roadmap = _opened(request, pk)
    stage = get_object_or_404(roadmap.stages.all(), pk=stage_pk)
    return _delete(request, roadmap, stage, ordering.delete_stage, list(stage.measures.all()))


@requires(EDIT)
@PAGE_METHODS
def delete_measure(request, pk, measure_pk):
    """Ask, then remove a measure with its parts."""
    roadmap = _opened(request, pk)
    measure = get_object_or_404(measures_of(roadmap), pk=measure_pk)
    parts = Tree(measure.stage.measures.all()).branch(measure)[1:]
    return _delete(request, roadmap, measure, ordering.delete_measure, parts)


def _delete(request, roadmap, row, act, inside):
    if request.method == "POST":
        act(row, by=request.user, version=sent_number(request, "version"))
        messages.success(request, "Удалено.")
        return redirect(_address(roadmap))
    context = {"heading": "Удалить этап" if isinstance(row, RoadmapStage) else "Удалить мероприятие"}
    context |= {"roadmap": roadmap, "name": name_of(row), "inside": inside, "back": _address(roadmap, row)}
    return render(request, "roadmap/plans/row_delete.html", context)


@requires(EDIT)
@require_POST
def bulk(request, pk):
    """Terms, responsibles or another stage for the ticked measures at once."""
    roadmap = visible_roadmap(request, pk)
    form, marks = BulkForm(request.POST, stages=roadmap.stages.all()), ticked(request.POST)
    if not form.is_valid():
        return _editor(request, roadmap, form, ticks=marks)
    version = sent_number(request, "version")
    try:
        count = editing.change_many(
            roadmap, by=request.user, version=version, marks=marks, **form.cleaned_data
        )
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        conflicts = (
            _differences(roadmap, form.cleaned_data, marks) if refusal.status == StaleState.status else ()
        )
        fresh = visible_roadmap(request, pk)
        return _editor(request, fresh, form, ticks=marks, conflicts=conflicts, status=refusal.status)
    messages.success(request, f"Изменено мероприятий: {count}.")
    return redirect(_address(roadmap))


def _differences(roadmap: Roadmap, data: dict, marks: dict[int, str]):
    """The ticked measures whose texts would be overwritten: what is saved now beside what was typed."""
    return [
        compare(f"{name_of(row)}, {label}", getattr(row, name), data[name])
        for row in measures_of(roadmap).filter(pk__in=marks)
        for name, label in editing.WORDS.items()
        if data[name] and getattr(row, name) != data[name]
    ]


def _opened(request, pk) -> Roadmap:
    """The draft whose page is opened. What is posted the service judges, and a refused text stays on the page."""
    roadmap = visible_roadmap(request, pk)
    if request.method != "POST":
        require(may_change(roadmap, request.user))
    return roadmap


def _beside(request, rows):
    """The row named in the address as the one to stand below, or None."""
    after = request.GET.get("after", "")
    return rows.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 10 else None
