"""The scan of a signed application: put there once, read by whoever reads the application."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from mentoring.accounts.access import requires, signed_in
from mentoring.accounts.permissions import Permission
from mentoring.documents.responses import stored_file_response
from mentoring.workflow.verdicts import require
from roadmap.applications.forms import ScanForm
from roadmap.applications.rules import may_attach_scan
from roadmap.applications.services import attach_scan
from roadmap.applications.views import visible_application


@signed_in
@require_safe
def scan(request, pk):
    """The stored file; 404 while there is none."""
    application = visible_application(request, pk)
    if application.scan is None:
        raise Http404
    return stored_file_response(application.scan)


@requires(Permission.DRAFT_ORDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request, pk):
    """Choose a PDF or a picture of the signed sheet."""
    application = visible_application(request, pk)
    require(may_attach_scan(application, request.user), is_act=request.method == "POST")
    form = ScanForm(request.POST, request.FILES) if request.method == "POST" else ScanForm()
    if form.is_bound and form.is_valid():
        try:
            attach_scan(application, by=request.user, scan=form.cleaned_data["scan"])
        except ValidationError as error:
            form.add_error("scan", error)
        else:
            messages.success(request, "Скан приложен.")
            return redirect(application)
    context = {"heading": "Скан подписанного заявления", "application": application, "form": form}
    return render(request, "roadmap/applications/scan.html", context)
