"""The register of contracts with partners."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.access_log import note_access
from mentoring.accounts.permissions import Permission
from mentoring.documents.exports import exports_people
from mentoring.documents.responses import pdf_response, stored_file_response, xlsx_response
from mentoring.home.lists import turn_pages
from mentoring.workflow.history import history_of
from mentoring.workflow.verdicts import Refused, StaleState, require
from registry.people.filters import chips
from roadmap.orders.draft_views import refuse_on
from roadmap.partners import services
from roadmap.partners.card import facts
from roadmap.partners.documents import TITLE, register_pdf, register_xlsx
from roadmap.partners.filters import ContractFilter
from roadmap.partners.forms import ContractForm, ScanForm
from roadmap.partners.queries import contracts_visible_to
from roadmap.partners.rules import may_attach_scan, may_delete, may_keep
from roadmap.partners.tables import ContractTable, state_badge

VIEW, KEEP = Permission.VIEW_ORDERS, Permission.DRAFT_ORDERS
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])
ON_A_PAGE = 25


def visible_contract(request, pk):
    """The contract for this reader; 404 for who sees none."""
    return get_object_or_404(contracts_visible_to(request.user).select_related("created_by"), pk=pk)


@requires(VIEW)
@require_safe
def contract_list(request):
    """The register with search and states of today."""
    filterset = ContractFilter(request.GET, contracts_visible_to(request.user))
    table = ContractTable(filterset.qs)
    turn_pages(request, table, per_page=ON_A_PAGE)
    url = reverse("partners:list")
    context = {
        "heading": "Договоры с партнёрами",
        "filter": filterset,
        "table": table,
        "list_url": url,
        "chips": chips(filterset, request.GET, url),
        "may_keep": may_keep(None, request.user),
        "may_export": request.user.may(Permission.EXPORT_REGISTERS),
    }
    return render(request, "roadmap/partners/contract_list.html", context)


@requires(VIEW)
@require_safe
def detail(request, pk):
    """The card of a contract."""
    contract, user = visible_contract(request, pk), request.user
    context = {
        "heading": str(contract),
        "contract": contract,
        "state": state_badge(contract),
        "facts": facts(contract),
        "doors": {
            "edit": bool(may_keep(contract, user)),
            "attach_scan": bool(may_attach_scan(contract, user)),
            "delete": bool(may_delete(contract, user)),
        },
        "entries": history_of(contract),
    }
    return render(request, "roadmap/partners/contract_detail.html", context)


@requires(KEEP)
@PAGE_METHODS
def create(request):
    """A new line of the register."""
    form = ContractForm(request.POST or None, request.FILES or None, initial={"date": timezone.localdate()})
    contract = _carried_out(request, form, services.enter_contract, lambda: form.words())
    if contract:
        messages.success(request, "Договор внесён в реестр.")
        return redirect(contract)
    return _page(request, form, "Новый договор", reverse("partners:list"))


@requires(KEEP)
@PAGE_METHODS
def edit(request, pk):
    """Other words in a line; when somebody else has saved it meanwhile, both are shown."""
    contract = visible_contract(request, pk)
    form = ContractForm(request.POST or None, instance=contract)
    try:
        saved = _carried_out(
            request,
            form,
            services.change_contract,
            lambda: {**form.words(), "version": form.cleaned_data["version"] or 0},
            contract,
        )
    except StaleState as refusal:
        form.show_conflict(visible_contract(request, pk), refusal.reason)
        form.refusal_status, saved = refusal.status, None
    if saved:
        messages.success(request, "Сохранено.")
        return redirect(contract)
    return _page(request, form, "Изменить запись о договоре", contract.get_absolute_url())


@requires(KEEP)
@PAGE_METHODS
def attach_scan(request, pk):
    """The scan that comes later."""
    contract = visible_contract(request, pk)
    require(may_attach_scan(contract, request.user), is_act=request.method == "POST")
    form = ScanForm(request.POST or None, request.FILES or None)
    if _carried_out(request, form, services.attach_scan, lambda: form.cleaned_data, contract):
        messages.success(request, "Скан приложен.")
        return redirect(contract)
    return _page(request, form, "Скан договора", contract.get_absolute_url())


@requires(KEEP)
@require_POST
def delete(request, pk):
    """Take out what was entered by mistake."""
    services.delete_contract(visible_contract(request, pk), by=request.user)
    messages.success(request, "Запись удалена.")
    return redirect("partners:list")


@requires(VIEW)
@require_safe
def scan(request, pk):
    """The scan of the contract."""
    contract = visible_contract(request, pk)
    if contract.scan is None:
        raise Http404
    return stored_file_response(contract.scan)


@requires(Permission.EXPORT_REGISTERS)
@require_safe
@exports_people
def pdf(request):
    """The register as PDF, under the conditions of the list."""
    rows, day = _found(request), timezone.localdate()
    return pdf_response(register_pdf(rows, day), f"{TITLE} {day:%d.%m.%Y}.pdf")


@requires(Permission.EXPORT_REGISTERS)
@require_safe
@exports_people
def xlsx(request):
    """The register as .xlsx, under the conditions of the list."""
    rows, day = _found(request), timezone.localdate()
    return xlsx_response(register_xlsx(rows, day), f"{TITLE} {day:%d.%m.%Y}.xlsx")


def _found(request) -> list:
    rows = list(ContractFilter(request.GET, contracts_visible_to(request.user)).qs)
    note_access(rows=len(rows))
    return rows


def _carried_out(request, form, service, data, *subject):
    """Call the service with what was typed; a refusal becomes an error of the form, so the text stays."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return service(*subject, by=request.user, **data())
    except ValidationError as error:
        form.add_error("scan", error)
    except StaleState:
        raise
    except Refused as refusal:
        form.refusal_status = refuse_on(form, refusal)
    return None


def _page(request, form, heading, back):
    context = {"heading": heading, "form": form, "back": back}
    status = getattr(form, "refusal_status", 200)
    return render(request, "roadmap/partners/contract_form.html", context, status=status)
