"""The number and the scan."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mentoring.accounts.access import requires
from mentoring.workflow.verdicts import Refused, require
from roadmap.protocols import services
from roadmap.protocols.draft_views import KEEP
from roadmap.protocols.forms import ScanForm, SignForm
from roadmap.protocols.numbering import is_first_of_year
from roadmap.protocols.queries import attendees_of, items_of
from roadmap.protocols.rules import TABLE, may_attach_scan
from roadmap.protocols.views import visible_protocol
from roadmap.protocols.voting import lacks_quorum, remarks

PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@requires(*KEEP)
@PAGE_METHODS
def sign(request, pk):
    """What will happen, and the number."""
    protocol, status = visible_protocol(request, pk), 200
    TABLE.require(protocol, "sign", by=request.user)
    asks_last = is_first_of_year(protocol.body, protocol.held_on)
    form = SignForm(request.POST or None, initial={"version": protocol.version}, asks_last=asks_last)
    if request.method == "POST" and form.is_valid():
        try:
            services.sign_protocol(protocol, by=request.user, **form.cleaned_data)
        except (Refused, ValidationError) as refusal:
            status = _refuse(form, refusal)
        else:
            messages.success(request, "Номер присвоен. Напечатайте протокол и дайте его подписать.")
            return redirect(protocol)
    people, items = attendees_of(protocol), items_of(protocol)
    context = {"heading": "Подписание протокола", "protocol": protocol, "form": form, "items": items}
    context["lacks_quorum"] = lacks_quorum(protocol, people)
    context["remarks"] = remarks(protocol, people, items)
    return render(request, "roadmap/protocols/protocol_sign.html", context, status=status)


def _refuse(form, refusal) -> int:
    if isinstance(refusal, ValidationError):
        form.add_error(None, refusal)
        return 200
    for sentence in (refusal.reason, *refusal.problems):
        form.add_error(None, sentence)
    return refusal.status


@requires(*KEEP)
@PAGE_METHODS
def attach_scan(request, pk):
    """The scan of the paper that the chair and the secretary signed."""
    protocol = visible_protocol(request, pk)
    require(may_attach_scan(protocol, request.user), is_act=request.method == "POST")
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.attach_scan(protocol, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("scan", error)
        else:
            messages.success(request, "Скан приложен.")
            return redirect(protocol)
    context = {"heading": "Скан протокола", "protocol": protocol, "form": form, "label": "Приложить скан"}
    return render(request, "roadmap/protocols/protocol_form.html", context)
