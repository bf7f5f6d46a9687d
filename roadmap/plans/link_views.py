"""Who answers for the stages and measures of a roadmap, by the words that are printed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import StaleState, require
from registry.people.models import Person
from roadmap.plans.link_forms import LinksForm
from roadmap.plans.linking import groups_of, link_groups
from roadmap.plans.proposing import Proposal, Proposer
from roadmap.plans.rules import may_link
from roadmap.plans.views import visible_roadmap


@requires(Permission.EDIT_ROADMAPS)
@require_http_methods(["GET", "HEAD", "POST"])
def responsibles(request, pk):
    """One row for each wording; what the words seem to mean is ticked already."""
    roadmap, status = visible_roadmap(request, pk), 200
    require(may_link(roadmap, request.user))
    form = _form(roadmap, request.POST or None)
    if form.is_bound and form.is_valid():
        mark, wanted = form.cleaned_data["seen"], form.wanted()
        try:
            link_groups(roadmap, by=request.user, mark=mark, wanted=wanted)
        except StaleState as refusal:
            status = refusal.status
            form.show_conflict(groups_of(roadmap), refusal.reason)
        else:
            messages.success(request, "Сохранено, кто отвечает.")
            return redirect("roadmaps:responsibles", pk)
    context = {"heading": "Кто отвечает", "roadmap": roadmap, "form": form}
    return render(request, "roadmap/plans/responsibles.html", context, status=status)


def _form(roadmap, data) -> LinksForm:
    people = list(Person.objects.filter(left_on__isnull=True).prefetch_related("positions"))
    groups, proposer = groups_of(roadmap), Proposer(people)
    proposals = {
        group.key: found
        for group in groups
        if not (group.people or group.roles) and (found := proposer.propose(group.text)) != Proposal()
    }
    return LinksForm(data, groups=groups, proposals=proposals, people=people)
