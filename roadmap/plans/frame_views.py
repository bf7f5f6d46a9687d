"""What stands around the table of a roadmap, on one page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.plans import framing
from roadmap.plans.frame_forms import FrameForm
from roadmap.plans.rules import may_change
from roadmap.plans.views import visible_roadmap


@requires(Permission.EDIT_ROADMAPS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request, pk):
    """Title, period, layout, stamps, footnotes; an old tab is shown both texts."""
    roadmap, status = visible_roadmap(request, pk), 200
    if request.method != "POST":
        require(may_change(roadmap, request.user))
    form = FrameForm(request.POST or None, instance=roadmap)
    if request.method == "POST" and form.is_valid():
        try:
            framing.change_frame(roadmap, by=request.user, **form.frame())
        except StaleState as refusal:
            status = refusal.status
            form.show_conflict(visible_roadmap(request, pk), refusal.reason)
        except Refused as refusal:
            status = refusal.status
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Сохранено.")
            return redirect(roadmap)
    context = {"heading": "Заголовок, период, оформление", "roadmap": roadmap, "form": form}
    return render(request, "roadmap/plans/settings.html", context, status=status)
