"""Reading orders: the list, the card, papers, the journal."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mentoring.accounts.access import requires, signed_in
from mentoring.accounts.access_log import note_access
from mentoring.accounts.permissions import Permission
from mentoring.documents.exports import exports_people
from mentoring.documents.responses import (
    issued_pdf_response,
    pdf_response,
    stored_file_response,
    xlsx_response,
)
from mentoring.home.lists import turn_pages
from mentoring.workflow.history import history_of
from registry.people.filters import chips
from roadmap.orders import card
from roadmap.orders.checks import registration_checks
from roadmap.orders.documents import acquaintance_pdf, draft_pdf, journal_xlsx, paper_of
from roadmap.orders.filters import OrderFilter
from roadmap.orders.models import Order
from roadmap.orders.queries import (
    acquaintance_sheet,
    for_list,
    orders_visible_to,
    registered_orders,
    return_comment,
    waiting_for_user,
)
from roadmap.orders.rules import may_edit_samples, may_keep_journals, may_prepare
from roadmap.orders.sheet_count import count_sheet
from roadmap.orders.tables import OrderTable

VIEW = Permission.VIEW_ORDERS
ON_A_PAGE = 25


def visible_order(request, pk) -> Order:
    """The order for this reader with what its pages show; 404 when it is not his or hers to see."""
    orders = orders_visible_to(request.user).select_related(
        "journal", "curator", "created_by", "approved_by", "registered_by", "document", "scan", "target"
    )
    return get_object_or_404(orders, pk=pk)


@requires(VIEW)
@require_safe
def order_list(request):
    """All orders with search and conditions; those that wait for the reader stand on top."""
    user = request.user
    filterset = OrderFilter(request.GET, for_list(orders_visible_to(user)))
    table = OrderTable(filterset.qs)
    turn_pages(request, table, per_page=ON_A_PAGE)
    url = reverse("orders:list")
    context = {"heading": "Приказы", "filter": filterset, "table": table, "list_url": url}
    context |= {
        "chips": chips(filterset, request.GET, url),
        "waiting": waiting_for_user(user),
        "may_prepare": may_prepare(None, user),
        "may_keep_journals": may_keep_journals(user),
        "may_export": user.may(Permission.EXPORT_REGISTERS),
        "may_edit_samples": may_edit_samples(user),
    }
    return render(request, "roadmap/orders/order_list.html", context)


@signed_in
@require_safe
def detail(request, pk):
    """The card: what is wanted from the reader, the order itself, papers, acquaintance."""
    order, user = visible_order(request, pk), request.user
    rows = list(acquaintance_sheet(order))
    doors = card.doors(order, user)
    attention = card.attention(order, user, rows)
    shows_checks = doors["orders"] and not order.is_numbered
    context = {
        "heading": card.heading(order),
        "order": order,
        "attention": attention,
        "turn": "" if attention or not doors["orders"] else card.turn(order, user, rows),
        "acts": [act for act in card.acts(order, user) if not attention or act.url != attention.url],
        "doors": doors,
        "facts": card.facts(order),
        "paper": paper_of(order),
        "rows": rows,
        **card.relations(order, user),
        "sheet": count_sheet(rows),
        "checks": registration_checks(order, timezone.localdate()) if shows_checks else [],
        "comment": return_comment(order),
        "tabs": card.tabs(order, "detail") if doors["orders"] else [],
    }
    return render(request, "roadmap/orders/order_detail.html", context)


@requires(VIEW)
@require_safe
def history(request, pk):
    """Every step and change, newest first."""
    order = visible_order(request, pk)
    context = {
        "heading": card.heading(order),
        "order": order,
        "entries": history_of(order, *order.items.all()),
        "tabs": card.tabs(order, "history"),
    }
    return render(request, "roadmap/orders/history.html", context)


@requires(VIEW)
@require_safe
def preview(request, pk):
    """The draft as PDF with «ПРОЕКТ» across it; may stand in a frame of our own page."""
    order = visible_order(request, pk)
    if order.document:
        return redirect("orders:document", pk)
    try:
        content = draft_pdf(order)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(order)
    return pdf_response(content, f"Проект приказа {order.pk}.pdf")


def _holding(request, pk, paper):
    """The order that has this paper; whom the paper names goes into the log."""
    order = visible_order(request, pk)
    if getattr(order, paper) is None:
        raise Http404
    note_access(people=order.acquaintances.values_list("person_id", flat=True))
    return order


@signed_in
@require_safe
def document(request, pk):
    """The stored bytes of a registered order."""
    order = _holding(request, pk, "document")
    return issued_pdf_response(order.document)


@requires(VIEW)
@require_safe
def sheet(request, pk):
    """The acquaintance sheet alone, for printing."""
    order = _holding(request, pk, "document")
    name = f"Лист ознакомления с приказом № {order.number}.pdf".replace("/", "-")
    return pdf_response(acquaintance_pdf(order), name)


@requires(VIEW)
@require_safe
def scan(request, pk):
    """The scan of the signed paper."""
    order = _holding(request, pk, "scan")
    return stored_file_response(order.scan)


@requires(Permission.DRAFT_ORDERS)
@require_safe
@exports_people
def export(request):
    """The registration journal as .xlsx: registered orders under the conditions of the list (D-52)."""
    orders = OrderFilter(request.GET, registered_orders(orders_visible_to(request.user))).qs
    note_access(rows=len(orders))
    name = f"Журнал регистрации приказов {timezone.localdate():%d.%m.%Y}"
    return xlsx_response(journal_xlsx(orders, "Журнал регистрации приказов"), f"{name}.xlsx")
