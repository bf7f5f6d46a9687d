"""Reading agreements: the list, the card, the paper."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mentoring.accounts.access import requires, signed_in
from mentoring.accounts.access_log import note_access
from mentoring.accounts.permissions import Permission
from mentoring.documents.exports import exports_people
from mentoring.documents.responses import pdf_response, stored_file_response, xlsx_response
from mentoring.home.lists import turn_pages
from mentoring.workflow.history import history_of
from registry.people.filters import chips
from roadmap.agreements import card
from roadmap.agreements.documents import agreement_filename, agreement_pdf, payments_xlsx
from roadmap.agreements.filters import AgreementFilter
from roadmap.agreements.paper import paper_of
from roadmap.agreements.queries import agreements_visible_to, with_sides, without_any_agreement
from roadmap.agreements.tables import AgreementTable

ON_A_PAGE = 25
MOST_WAITING = 50


def visible_agreement(request, pk):
    """The agreement for this reader with both sides; 404 when it is not his or hers to see."""
    return get_object_or_404(with_sides(agreements_visible_to(request.user)), pk=pk)


@requires(Permission.DRAFT_ORDERS)
@require_safe
def agreement_list(request):
    """All papers with their states; mentors for whom none has been begun stand on top."""
    rows = with_sides(agreements_visible_to(request.user))
    filterset = AgreementFilter(request.GET, rows)
    table = AgreementTable(filterset.qs)
    turn_pages(request, table, per_page=ON_A_PAGE)
    url = reverse("agreements:list")
    context = {
        "heading": "Соглашения с наставниками",
        "filter": filterset,
        "table": table,
        "list_url": url,
        "chips": chips(filterset, request.GET, url),
        "waiting": without_any_agreement()[:MOST_WAITING],
    }
    return render(request, "roadmap/agreements/agreement_list.html", context)


@signed_in
@require_safe
def detail(request, pk):
    """The card: what is wanted from the reader, the terms, the words of the paper."""
    agreement, user = visible_agreement(request, pk), request.user
    doors = card.doors(agreement, user)
    context = {
        "heading": agreement.short_title,
        "agreement": agreement,
        "attention": card.attention(agreement, user),
        "facts": card.facts(agreement),
        "doors": doors,
        "paper": paper_of(agreement),
        "entries": history_of(agreement) if doors["office"] else [],
    }
    return render(request, "roadmap/agreements/agreement_detail.html", context)


@signed_in
@require_safe
def pdf(request, pk):
    """The paper for printing."""
    agreement = visible_agreement(request, pk)
    return pdf_response(agreement_pdf(agreement), agreement_filename(agreement))


@signed_in
@require_safe
def scan(request, pk):
    """The scan of the signed paper."""
    agreement = visible_agreement(request, pk)
    if agreement.scan is None:
        raise Http404
    return stored_file_response(agreement.scan)


@requires(Permission.DRAFT_ORDERS)
@require_safe
@exports_people
def payments(request):
    """The list for the accounting office as .xlsx, under the conditions of the list."""
    rows = with_sides(agreements_visible_to(request.user)).order_by("start", "pk")
    found = list(AgreementFilter(request.GET, rows).qs)
    note_access(rows=len(found))
    name = f"Выплаты наставникам {timezone.localdate():%d.%m.%Y}"
    return xlsx_response(payments_xlsx(found), f"{name}.xlsx")
