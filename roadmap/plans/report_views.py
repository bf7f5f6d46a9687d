"""The year of a roadmap on a picture and the report on its execution."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.documents.responses import pdf_response, xlsx_response
from roadmap.plans.execution_card import lines_of
from roadmap.plans.execution_views import followed_roadmap
from roadmap.plans.picture import LEGEND, NARROW, WIDE, pictures
from roadmap.plans.progress import stages_of
from roadmap.plans.report import report_pdf, report_xlsx
from roadmap.plans.views import short_title, tabs

VIEW = Permission.VIEW_ROADMAPS


@requires(VIEW)
@require_safe
def calendar(request, pk):
    """Terms of the measures over the months, drawn twice: for a wide screen and for a phone; a table under it."""
    roadmap, today = followed_roadmap(request, pk), timezone.localdate()
    stages = stages_of(roadmap, today)
    wide, narrow = (pictures(roadmap, stages, today, frame) for frame in (WIDE, NARROW))
    context = {
        "heading": short_title(roadmap),
        "roadmap": roadmap,
        "pieces": list(zip(wide, narrow, strict=True)),
        "legend": LEGEND,
        "today": today,
        "stages": lines_of(stages, "", "", today),
        "tabs": tabs(roadmap, "calendar"),
    }
    return render(request, "roadmap/plans/calendar.html", context)


@requires(VIEW)
@require_safe
def report(request, pk):
    """R-7 as PDF."""
    roadmap, today = followed_roadmap(request, pk), timezone.localdate()
    return pdf_response(report_pdf(roadmap, today), _name(roadmap, today, "pdf"))


@requires(VIEW)
@require_safe
def report_book(request, pk):
    """R-7 as a workbook."""
    roadmap, today = followed_roadmap(request, pk), timezone.localdate()
    return xlsx_response(report_xlsx(roadmap, today), _name(roadmap, today, "xlsx"))


def _name(roadmap, today, extension) -> str:
    return f"Выполнение дорожной карты {roadmap.pk} на {today:%d.%m.%Y}.{extension}"
