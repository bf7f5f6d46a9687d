"""The next period's roadmap: a proposal, then a draft of what is confirmed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import require
from roadmap.plans import rolling
from roadmap.plans.approval_rules import may_roll_over
from roadmap.plans.next_year import propose_next
from roadmap.plans.rolling_forms import RollOverForm
from roadmap.plans.views import short_title, visible_roadmap


@requires(Permission.EDIT_ROADMAPS)
@require_http_methods(["GET", "HEAD", "POST"])
def roll_over(request, pk):
    """Every measure with its new term; nothing is saved before the button."""
    roadmap = visible_roadmap(request, pk)
    require(may_roll_over(roadmap, request.user), is_act=request.method == "POST")
    form = RollOverForm(request.POST or None, proposed=propose_next(roadmap))
    if request.method == "POST" and form.is_valid():
        copy = rolling.roll_over(roadmap, by=request.user, **form.answer())
        messages.success(request, "Это проект на следующий период. Проверьте его и отправьте на утверждение.")
        return redirect(copy)
    context = {
        "heading": "Составить на следующий период",
        "roadmap": roadmap,
        "name": short_title(roadmap),
        "form": form,
    }
    return render(request, "roadmap/plans/roll_over.html", context)
