"""Reading roadmaps: the list, one whole, its papers; removing a draft."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.documents.responses import docx_response, pdf_response, xlsx_response
from mentoring.home.lists import turn_pages
from mentoring.language.typography import shortened
from mentoring.workflow.history import history_of
from registry.people.filters import chips
from roadmap.plans import card, services
from roadmap.plans.documents import roadmap_docx, roadmap_filename, roadmap_pdf, roadmap_xlsx
from roadmap.plans.filters import RoadmapFilter
from roadmap.plans.following import return_comment
from roadmap.plans.freezing import APPROVED_STATES
from roadmap.plans.models import Roadmap
from roadmap.plans.period import period_of, term_notes
from roadmap.plans.queries import for_list, plan_of, roadmaps_visible_to, unfinished_imports
from roadmap.plans.rules import may_change, may_discard, may_edit, may_link
from roadmap.plans.sheet import sheet_of
from roadmap.plans.tables import RoadmapTable

VIEW, EDIT = Permission.VIEW_ROADMAPS, Permission.EDIT_ROADMAPS
ON_A_PAGE = 25
LONGEST_HEADING = 90


def visible_roadmap(request, pk) -> Roadmap:
    """The roadmap for this reader; 404 when it is not his or hers to see."""
    return get_object_or_404(roadmaps_visible_to(request.user).select_related("order"), pk=pk)


def sent_number(request, name: str) -> int:
    """A number that a form carries; 404 for anything else."""
    value = request.POST.get(name, "")
    if not value.isdecimal() or len(value) > 9:
        raise Http404
    return int(value)


def short_title(roadmap: Roadmap) -> str:
    """The title for the head of a page: the whole of it stands on the sheet below."""
    return shortened(str(roadmap), LONGEST_HEADING)


def tabs(roadmap: Roadmap, current: str) -> list[dict]:
    """The roadmap itself, once it is approved what became of it, and its history."""
    names = [("detail", "Дорожная карта"), ("history", "История")]
    if roadmap.status in APPROVED_STATES:
        names[1:1] = [("progress", "Выполнение"), ("calendar", "Календарь")]
    return [
        {"label": label, "url": reverse(f"roadmaps:{name}", args=[roadmap.pk]), "is_current": name == current}
        for name, label in names
    ]


@requires(VIEW)
@require_safe
def roadmap_list(request):
    """All roadmaps, newest first; loads that were begun and not finished stand on top."""
    filterset = RoadmapFilter(request.GET, for_list(roadmaps_visible_to(request.user)))
    table = RoadmapTable(filterset.qs)
    turn_pages(request, table, per_page=ON_A_PAGE)
    url = reverse("roadmaps:list")
    context = {
        "heading": "Дорожные карты",
        "filter": filterset,
        "table": table,
        "list_url": url,
        "chips": chips(filterset, request.GET, url),
        "unfinished": unfinished_imports(request.user),
        "may_edit": may_edit(request.user),
    }
    return render(request, "roadmap/plans/roadmap_list.html", context)


@requires(VIEW)
@require_safe
def detail(request, pk):
    """The roadmap as its school prints it."""
    roadmap = visible_roadmap(request, pk)
    plan, period = plan_of(roadmap), period_of(roadmap)
    attention = card.attention(roadmap, request.user)
    context = {
        "heading": short_title(roadmap),
        "roadmap": roadmap,
        "attention": attention,
        "turn": "" if attention else card.turn(roadmap),
        "comment": return_comment(roadmap),
        "acts": card.acts(roadmap, request.user),
        "facts": card.facts(roadmap),
        "sheet": sheet_of(plan),
        "period": period,
        "notes": term_notes(plan, period),
        "may_change": may_change(roadmap, request.user),
        "may_link": may_link(roadmap, request.user),
        "may_order": card.may_order(roadmap, request.user),
        "may_discard": may_discard(roadmap, request.user),
        "tabs": tabs(roadmap, "detail"),
    }
    return render(request, "roadmap/plans/roadmap_detail.html", context)


@requires(VIEW)
@require_safe
def history(request, pk):
    """Every step and change, newest first."""
    roadmap = visible_roadmap(request, pk)
    context = {
        "heading": short_title(roadmap),
        "roadmap": roadmap,
        "entries": history_of(roadmap),
        "tabs": tabs(roadmap, "history"),
    }
    return render(request, "roadmap/plans/history.html", context)


@requires(VIEW)
@require_safe
def pdf(request, pk):
    roadmap = visible_roadmap(request, pk)
    return pdf_response(roadmap_pdf(roadmap), roadmap_filename(roadmap, "pdf"))


@requires(VIEW)
@require_safe
def xlsx(request, pk):
    roadmap = visible_roadmap(request, pk)
    return xlsx_response(roadmap_xlsx(roadmap), roadmap_filename(roadmap, "xlsx"))


@requires(VIEW)
@require_safe
def docx(request, pk):
    roadmap = visible_roadmap(request, pk)
    return docx_response(roadmap_docx(roadmap), roadmap_filename(roadmap, "docx"))


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request, pk):
    """Remove a draft after a page that says what goes."""
    roadmap = visible_roadmap(request, pk)
    if request.method == "POST":
        services.discard_roadmap(roadmap, by=request.user)
        messages.success(request, "Проект дорожной карты удалён.")
        return redirect("roadmaps:list")
    context = {"heading": "Удалить проект", "roadmap": roadmap, "verdict": may_discard(roadmap, request.user)}
    return render(request, "roadmap/plans/roadmap_discard.html", context)
