"""The agenda of the methodical council: what waits for it and one button."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import Refused
from roadmap.agendas.forms import AgendaForm
from roadmap.agendas.queries import drafts_of_council, waiting
from roadmap.agendas.services import gather_agenda
from roadmap.orders.draft_views import refuse_on


@requires(Permission.KEEP_PROTOCOLS, Permission.KEEP_COUNCIL_PROTOCOLS)
@require_http_methods(["GET", "HEAD", "POST"])
def council(request):
    """What waits for the council; the button makes a draft protocol of it."""
    drafts = drafts_of_council(request.user)
    form = AgendaForm(request.POST or None, drafts=drafts, initial={"held_on": timezone.localdate()})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            protocol = gather_agenda(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Повестка собрана. Решения впишете после заседания.")
            return redirect(protocol)
    context = {"heading": "Что ждёт методического совета", "form": form, "waiting": waiting()}
    return render(request, "roadmap/agendas/council.html", context, status=status)
