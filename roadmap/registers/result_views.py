"""What orders have left behind, as lists: awards (D-13) and releases from duties (D-12)."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.access_log import note_access
from mentoring.accounts.permissions import Permission
from mentoring.documents.exports import exports_people
from mentoring.documents.responses import xlsx_response
from mentoring.home.lists import turn_pages
from registry.people.filters import chips
from roadmap.registers.filters import AwardFilter, ReleaseFilter
from roadmap.registers.queries import awards_visible_to, releases_visible_to
from roadmap.registers.result_documents import awards_xlsx, releases_xlsx
from roadmap.registers.tables import AwardTable, ReleaseTable

DRAFT = Permission.DRAFT_ORDERS
ON_A_PAGE = 25


@requires(DRAFT)
@require_safe
def awards(request):
    """Whom the school has thanked, by which order."""
    filterset = AwardFilter(request.GET, awards_visible_to(request.user))
    words = {"heading": "Поощрения", "empty": "Поощрений ещё нет: их записывает приказ «О поощрении»."}
    return _list(request, filterset, AwardTable(filterset.qs), "awards", words)


@requires(DRAFT)
@require_safe
def releases(request):
    """Who was released from duties, for which lessons, and who took them."""
    filterset = ReleaseFilter(request.GET, releases_visible_to(request.user))
    words = {
        "heading": "Освобождения от обязанностей",
        "empty": "Освобождений ещё нет: их записывает приказ «Об освобождении от должностных обязанностей».",
    }
    return _list(request, filterset, ReleaseTable(filterset.qs), "releases", words)


def _list(request, filterset, table, name, words):
    turn_pages(request, table, per_page=ON_A_PAGE)
    url = reverse(f"registers:{name}")
    context = {**words, "filter": filterset, "table": table, "list_url": url}
    context |= {
        "chips": chips(filterset, request.GET, url),
        "export_url": reverse(f"registers:{name}_export"),
    }
    return render(request, "roadmap/registers/result_list.html", context)


@requires(DRAFT)
@require_safe
@exports_people
def awards_export(request):
    """The list of awards as .xlsx, under the same conditions."""
    rows = list(AwardFilter(request.GET, awards_visible_to(request.user)).qs)
    note_access(people=[row.person_id for row in rows], rows=len(rows))
    return xlsx_response(awards_xlsx(rows), f"Поощрения {timezone.localdate():%d.%m.%Y}.xlsx")


@requires(DRAFT)
@require_safe
@exports_people
def releases_export(request):
    """The list of releases as .xlsx, under the same conditions."""
    rows = list(ReleaseFilter(request.GET, releases_visible_to(request.user)).qs)
    people = {pk for row in rows for pk in (row.person_id, row.substitute_id) if pk}
    note_access(people=people, rows=len(rows))
    return xlsx_response(releases_xlsx(rows), f"Освобождения {timezone.localdate():%d.%m.%Y}.xlsx")
