"""What the school decides on paper beside LibreOffice headless: a long roadmap, a batch of orders of all sorts.

The roadmap goes to the peer as our own Word copy, for its table is the content; the orders as plain paragraphs.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
from django.utils import timezone

from mentoring.documents.layout import PaperLayout
from mentoring.documents.papers import OrderPaper
from mentoring.documents.pdf import render_pdf
from mentoring.school.queries import paper_layout
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.paper import order_paper
from roadmap.plans.documents import roadmap_docx, roadmap_pdf
from tests.bench.papers import CORES, OFFICE, convert, converted, flat_text
from tests.bench.rounds import Figure, in_turn, timed
from tests.bench.undone import undone
from tests.factories.kinds import make_kind
from tests.factories.roadmaps import make_roadmap, plan_of_rows

ORDERS = 100
KINDS = (
    K.REGULATION,
    K.INTRODUCTION,
    K.CURATOR,
    K.FINAL_EVENT,
    K.DUTY_RELEASE,
    K.AWARD,
    K.ASSOCIATION,
    K.MONITORING,
)
# So many measures of this length fill twenty-five sheets of A4.
STAGES, MEASURES = 20, 16
WORDS = (
    "Провести совещание с участниками наставнических пар, обсудить ход выполнения персонализированных программ, "
    "собрать предложения по их изменению и подготовить справку для методического совета"
)


def decisions() -> Iterator[Figure]:
    """A roadmap of twenty-five pages; a hundred orders with their annexes and sheets of acquaintance."""
    if not shutil.which(OFFICE):
        sys.stderr.write(
            "roadmap-pdf, orders-100: LibreOffice is not installed (libreoffice-writer-nogui), no peer.\n"
        )
        return
    yield from long_roadmap()
    papers = order_papers()
    texts = [flat_text(paper.template_name, paper) for paper in papers]
    layout = paper_layout("order")
    ours, peer = in_turn(1, timed(lambda: batch_of(papers, layout)), timed(lambda: converted(texts, CORES)))
    yield Figure(
        "orders-100", ours, peer, None, f"{len(papers)} orders of {len(KINDS)} kinds, {CORES} cores each"
    )


def long_roadmap() -> Iterator[Figure]:
    figures = []

    def measure() -> None:
        rows = [row for stage in range(1, STAGES + 1) for row in stage_of(stage)]
        roadmap = make_roadmap("approved", plan=plan_of_rows(*rows))
        copy = roadmap_docx(roadmap)
        ours, peer = in_turn(3, timed(lambda: roadmap_pdf(roadmap)), timed(lambda: pdf_of_word(copy)))
        pages = f"pages {count(roadmap_pdf(roadmap))}, the peer's {count(pdf_of_word(copy))}"
        figures.append(Figure("roadmap-pdf", ours, peer, None, pages))

    undone(measure)()
    yield from figures


def stage_of(stage: int) -> list:
    measures = [
        (f"{WORDS} ({stage}.{number})", f"{number % 28 + 1:02}.10.2026") for number in range(1, MEASURES + 1)
    ]
    return [f"{stage} этап. Работа в течение года", *measures]


def pdf_of_word(content: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "roadmap.docx")
        file.write_bytes(content)
        convert([file], Path(name, "made"), Path(name, "profile"))
        return Path(name, "made", "roadmap.pdf").read_bytes()


def count(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


def order_papers() -> list[OrderPaper]:
    """As if they were registered one after another today: the same few orders under a hundred numbers."""
    found: list[OrderPaper] = []

    def read() -> None:
        found.extend(order_paper(make_kind(kind)) for kind in KINDS)

    undone(read)()
    day = f"{timezone.localdate():%d.%m.%Y}"
    return [
        replace(found[number % len(found)], number=f"{number + 1}/01-02", date=day)
        for number in range(ORDERS)
    ]


def batch_of(papers: list[OrderPaper], layout: PaperLayout) -> list[bytes]:
    """On all presses at once, as when several people register."""
    with ThreadPoolExecutor(CORES) as hands:
        return list(
            hands.map(lambda paper: render_pdf(paper.template_name, {"paper": paper}, layout=layout), papers)
        )
