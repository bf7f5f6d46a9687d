"""Registers as PDF and Excel."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.access_log import note_access
from mentoring.accounts.permissions import Permission
from mentoring.documents.exports import exports_people
from mentoring.documents.responses import pdf_response, xlsx_response
from registry.pairs.documents import REGISTERS, Register, register_pdf_bytes, register_xlsx_bytes
from registry.pairs.selections import selection

EXPORT = Permission.EXPORT_REGISTERS
SHOWN = (
    (
        "mentees",
        "Реестр наставляемых",
        "Активный банк наставляемых: категория, запрос, согласия, наставник, форма и вид, срок.",
    ),
    (
        "mentors",
        "Реестр наставников",
        "Активный банк наставников: опыт, направления, согласия, наставляемые, срок.",
    ),
    ("pairs", "Реестр наставнических пар и групп", "Пары и группы во всех состояниях, кроме черновиков."),
)


@requires(EXPORT)
@require_safe
def registers(request, name="pairs"):
    """The registers with their buttons; `name` is the one to which the conditions in the address belong."""
    selected = selection(name, request.GET, request.path)
    rows = [
        {
            "name": key,
            "title": title,
            "about": about,
            "chips": selected.chips if key == name else [],
            "query": selected.query if key == name else "",
        }
        for key, title, about in SHOWN
    ]
    context = {"heading": "Реестры", "registers": rows, "clear_url": request.path}
    if request.user.may(Permission.VIEW_PAIRS):
        context["list_url"] = reverse("pairs:list")
    return render(request, "registry/pairs/registers.html", context)


@requires(EXPORT)
@require_safe
@exports_people
def register_pdf(request, name):
    """One register on paper."""
    register = _collected(request, name)
    try:
        content = register_pdf_bytes(register)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("pairs:registers")
    _recorded(request, register, "PDF")
    return pdf_response(content, f"{register.title} {register.as_of}.pdf")


@requires(EXPORT)
@require_safe
@exports_people
def register_xlsx(request, name):
    """The same columns in Excel."""
    register = _collected(request, name)
    _recorded(request, register, "Excel")
    return xlsx_response(register_xlsx_bytes(register), f"{register.title} {register.as_of}.xlsx")


def _collected(request, name) -> Register:
    if name not in REGISTERS:
        raise Http404("Такого реестра нет.")
    return REGISTERS[name](selection(name, request.GET, request.path).rows)


def _recorded(request, register, how):
    headings = [column.heading for column in register.columns]
    subject = f"{register.title}, {register.as_of}, {how}"
    note_access(subject=subject, rows=len(register.rows), columns=headings)
