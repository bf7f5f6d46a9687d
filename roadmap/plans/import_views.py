"""Loading a roadmap: the file, what was read from it, agreement. Nothing is saved before the last step."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from registry.people.imports.refusals import WorkbookRefused
from roadmap.plans import services
from roadmap.plans.enums import RoadmapImportState
from roadmap.plans.forms import ColumnsForm, UploadForm
from roadmap.plans.frame_forms import PeriodForm, initial_period
from roadmap.plans.loads import comparison_of, imported_plan
from roadmap.plans.period import propose_period
from roadmap.plans.queries import imports_visible_to
from roadmap.plans.rules import may_finish
from roadmap.plans.sheet import sheet_of

EDIT = Permission.EDIT_ROADMAPS
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@requires(EDIT)
@PAGE_METHODS
def upload(request):
    """Step 1: the file. What is wrong with it is said beside the field, nothing is kept."""
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if is_sent and form.is_valid():
        uploaded = form.cleaned_data["file"]
        try:
            started = services.start_import(by=request.user, data=uploaded.read(), filename=uploaded.name)
        except WorkbookRefused as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect(started)
    return render(request, "roadmap/plans/upload.html", {"heading": "Загрузка дорожной карты", "form": form})


@requires(EDIT)
@PAGE_METHODS
def preview(request, pk):
    """Step 2: the table as it will print, what each column holds (POST says it anew), what would be lost."""
    roadmap_import = get_object_or_404(imports_visible_to(request.user), pk=pk)
    if roadmap_import.state != RoadmapImportState.PREVIEWED:
        return redirect(roadmap_import.roadmap or "roadmaps:upload")
    plan = imported_plan(roadmap_import)
    form = ColumnsForm(request.POST if request.method == "POST" else None, plan=plan)
    if form.is_bound and form.is_valid():
        services.match_columns(roadmap_import, by=request.user, kinds=form.kinds())
        return redirect(roadmap_import)
    return _preview_page(request, roadmap_import, form, None)


def _preview_page(request, roadmap_import, form, period_form):
    plan = imported_plan(roadmap_import)
    proposed = propose_period(plan)
    context = {
        "heading": "Проверка дорожной карты",
        "roadmap_import": roadmap_import,
        "plan": plan,
        "form": form,
        "period_form": period_form or PeriodForm(initial=initial_period(proposed)),
        "proposed": proposed,
        "sheet": sheet_of(plan),
        "comparison": comparison_of(roadmap_import, plan),
        "verdict": may_finish(roadmap_import, request.user),
    }
    return render(request, "roadmap/plans/preview.html", context)


@requires(EDIT)
@require_POST
def apply(request, pk):
    """Step 3: make the roadmap with its period; a period that cannot be is answered on the page of step 2."""
    roadmap_import = get_object_or_404(imports_visible_to(request.user), pk=pk)
    form = PeriodForm(request.POST)
    if not form.is_valid() and roadmap_import.state == RoadmapImportState.PREVIEWED:
        columns = ColumnsForm(plan=imported_plan(roadmap_import))
        return _preview_page(request, roadmap_import, columns, form)
    roadmap = services.apply_import(roadmap_import, by=request.user, **form.cleaned_data)
    messages.success(
        request, "Дорожная карта внесена. Это проект: её можно изменить, напечатать или удалить."
    )
    return redirect(roadmap)


@requires(EDIT)
@require_POST
def cancel(request, pk):
    """Give the load up and forget the table."""
    roadmap_import = get_object_or_404(imports_visible_to(request.user), pk=pk)
    services.cancel_import(roadmap_import, by=request.user)
    messages.success(request, "Загрузка отменена, ничего не внесено.")
    return redirect("roadmaps:list")
