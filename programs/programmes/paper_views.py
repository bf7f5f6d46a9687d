"""Papers of programmes: PDF, issued documents, the archive, the register."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from mentoring.accounts.access import requires, signed_in
from mentoring.accounts.access_log import note_access
from mentoring.accounts.permissions import Permission
from mentoring.documents.exports import exports_people
from mentoring.documents.queries import issued_for
from mentoring.documents.responses import issued_pdf_response, pdf_response, xlsx_response
from mentoring.jobs.services import order_job
from mentoring.workflow.verdicts import require
from programs.programmes.documents import programme_register
from programs.programmes.filters import ProgrammeFilter
from programs.programmes.issuing import issue_programme
from programs.programmes.paper import pdf_name, programme_pdf
from programs.programmes.queries import programmes_visible_to
from programs.programmes.rules import may_export
from programs.programmes.tasks import make_archive
from programs.programmes.views import visible
from registry.pairs.documents import register_pdf_bytes, register_xlsx_bytes

EXPORT = Permission.EXPORT_REGISTERS


@signed_in
@require_safe
def pdf(request, pk):
    """The programme as it stands now; a draft bears «ПРОЕКТ»."""
    programme = visible(request, pk)
    try:
        content = programme_pdf(programme)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(programme)
    return pdf_response(content, pdf_name(programme))


@requires(Permission.EDIT_PROGRAMMES)
@require_POST
def issue(request, pk):
    """Freeze the programme of today with a check code."""
    programme = visible(request, pk)
    try:
        issue_programme(programme, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, "Документ выпущен. По коду на листе любой может проверить его подлинность.")
    return redirect(programme)


@signed_in
@require_safe
def document(request, pk, document_pk):
    """An issued paper or a past revision of a programme that the reader sees."""
    programme = get_object_or_404(programmes_visible_to(request.user), pk=pk)
    return issued_pdf_response(get_object_or_404(issued_for(programme), pk=document_pk))


@requires(EXPORT)
@require_POST
def archive(request):
    """All programmes of the list as one ZIP, made in the background."""
    require(may_export(request.user))
    ids = list(_selected(request).values_list("pk", flat=True))
    if not ids:
        messages.warning(request, "По этим условиям программ нет: печатать нечего.")
        return redirect("programmes:list")
    title = "Программы наставничества одним архивом"
    job = order_job(make_archive, by=request.user, title=title, total=len(ids), programme_ids=ids)
    return redirect("jobs:detail", job.pk)


@requires(EXPORT)
@require_safe
@exports_people
def register_pdf(request):
    """The register of programmes on paper."""
    register = _register(request, "PDF")
    try:
        return pdf_response(register_pdf_bytes(register), f"{register.title}.pdf")
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("programmes:list")


@requires(EXPORT)
@require_safe
@exports_people
def register_xlsx(request):
    """The same columns in Excel."""
    register = _register(request, "Excel")
    return xlsx_response(register_xlsx_bytes(register), f"{register.title}.xlsx")


def _selected(request):
    return ProgrammeFilter(request.GET, programmes_visible_to(request.user)).qs


def _register(request, how):
    require(may_export(request.user))
    register = programme_register(_selected(request))
    headings = [column.heading for column in register.columns]
    note_access(subject=f"{register.title}, {how}", rows=len(register.rows), columns=headings)
    return register
