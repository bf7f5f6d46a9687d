"""Papers of a roadmap: PDF (with «ПРОЕКТ» until it is approved), .xlsx, .docx."""

from dataclasses import replace

from django.utils import timezone

from mentoring.documents.pdf import render_pdf
from mentoring.school.queries import paper_layout
from roadmap.plans.copies import MANY_COLUMNS, plan_as_docx, plan_as_xlsx
from roadmap.plans.freezing import APPROVED_STATES
from roadmap.plans.models import Roadmap
from roadmap.plans.progress import stages_of, with_execution
from roadmap.plans.queries import plan_of
from roadmap.plans.sheet import sheet_of

WATERMARK = "ПРОЕКТ"
TEMPLATE = "documents/roadmap.html"


def roadmap_pdf(roadmap: Roadmap) -> bytes:
    """The roadmap as it prints now; wide tables lie across the sheet."""
    plan = plan_of(roadmap)
    layout = paper_layout("working")
    if len(plan.columns) >= MANY_COLUMNS:
        layout = replace(layout, orientation="landscape")
    watermark = None if roadmap.status in APPROVED_STATES else WATERMARK
    return render_pdf(TEMPLATE, {"paper": sheet_of(plan)}, layout=layout, watermark=watermark)


def roadmap_xlsx(roadmap: Roadmap) -> bytes:
    """The table as on paper, and beside it a row a measure with dates and the state of today."""
    followed = with_execution(Roadmap.objects.filter(pk=roadmap.pk)).get()
    return plan_as_xlsx(plan_of(roadmap), stages_of(followed, timezone.localdate()))


def roadmap_docx(roadmap: Roadmap) -> bytes:
    return plan_as_docx(plan_of(roadmap))


def roadmap_filename(roadmap: Roadmap, extension: str) -> str:
    """«Дорожная карта 12.pdf»: titles are too long for a file name."""
    return f"Дорожная карта {roadmap.pk}.{extension}"
