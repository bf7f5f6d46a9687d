"""A new roadmap: from a sample or from an empty table."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from roadmap.plans import starting
from roadmap.plans.forms import StartForm
from roadmap.plans.presets import EMPTY, preset_plan, text_of
from roadmap.plans.sheet import sheet_of
from roadmap.plans.views import sent_number, visible_roadmap

EDIT = Permission.EDIT_ROADMAPS


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request):
    """One question: which sample; each can be looked at before it is chosen."""
    form = StartForm(request.POST if request.method == "POST" else None, today=timezone.localdate())
    if form.is_bound and form.is_valid():
        roadmap = starting.start_roadmap(by=request.user, **form.cleaned_data)
        messages.success(request, "Проект готов. Пройдите по мероприятиям и исправьте, что у вас иначе.")
        return redirect("roadmaps:edit", roadmap.pk)
    year = form.initial["first_year"]
    rows = [
        (radio, text_of(key), None if key == EMPTY else sheet_of(preset_plan(key, year)))
        for radio in form["preset"]
        for key in [radio.data["value"]]
    ]
    context = {"heading": "Новая дорожная карта", "form": form, "rows": rows}
    return render(request, "roadmap/plans/create.html", context)


@requires(EDIT)
@require_POST
def checked(request, pk):
    """The texts of the sample are looked through: the mark goes."""
    roadmap = visible_roadmap(request, pk)
    starting.mark_checked(roadmap, by=request.user, version=sent_number(request, "version"))
    messages.success(request, "Отмечено: образец проверен.")
    return redirect(roadmap)
