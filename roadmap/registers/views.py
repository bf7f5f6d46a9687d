"""Registers over all orders: the journal as PDF, who has not read what, sheets to print together."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.access_log import note_access
from mentoring.accounts.permissions import Permission
from mentoring.documents.exports import exports_people
from mentoring.documents.responses import pdf_response
from roadmap.orders.filters import OrderFilter
from roadmap.orders.models import Acquaintance
from roadmap.orders.queries import orders_visible_to, registered_orders
from roadmap.registers.documents import journal_pdf, sheets_pdf
from roadmap.registers.queries import orders_with_unread, unread_lines

DRAFT = Permission.DRAFT_ORDERS
ON_A_PAGE = 50
MOST_SHEETS = 50


def sheet_parts(user, size: int = MOST_SHEETS) -> Paginator:
    """Orders that wait for signatures, cut into files that print in good time."""
    return Paginator(orders_with_unread(user), size)


@requires(DRAFT)
@require_safe
@exports_people
def journal(request):
    """The registration journal (D-52) under the conditions of the list of orders."""
    orders = list(OrderFilter(request.GET, registered_orders(orders_visible_to(request.user))).qs)
    note_access(rows=len(orders))
    day = timezone.localdate()
    return pdf_response(journal_pdf(orders, day), f"Журнал регистрации приказов {day:%d.%m.%Y}.pdf")


@requires(DRAFT)
@require_safe
def unread(request):
    """Everybody who has not signed something, over all orders."""
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    rows = unread_lines(request.user, words)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"heading": "Не ознакомлены с приказами", "page": page, "words": words}
    context["page_url"] = f"?{urlencode({'q': words})}&page="
    # Orders are never more than missing signatures: few of these need no counting of those.
    if page.paginator.count > MOST_SHEETS:
        context["parts"] = sheet_parts(request.user)
    return render(request, "roadmap/registers/unread.html", context)


@requires(DRAFT)
@require_safe
def sheets(request):
    """Sheets of the orders that wait for signatures, in one file to print; of many orders one part of them."""
    part = sheet_parts(request.user).get_page(request.GET.get("part"))
    orders = list(part)
    if not orders:
        messages.info(request, "Печатать нечего: со всеми приказами все ознакомлены.")
        return redirect("registers:unread")
    people = Acquaintance.objects.filter(order__in=orders).values_list("person_id", flat=True)
    note_access(people=people, rows=len(orders))
    words = f", часть {part.number}" if part.has_other_pages() else ""
    return pdf_response(sheets_pdf(orders), f"Листы ознакомления {timezone.localdate():%d.%m.%Y}{words}.pdf")
