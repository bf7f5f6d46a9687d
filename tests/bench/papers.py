"""Papers beside LibreOffice headless, which gets the same text as plain paragraphs. Without it there is nothing to say."""

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from threading import Thread
from time import perf_counter
from xml.sax.saxutils import escape

import pikepdf
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from mentoring.accounts.models import User
from mentoring.documents.papers import ConsentPaper, OrderPaper
from mentoring.documents.pdf import render_pdf
from mentoring.jobs.models import Job
from mentoring.school.queries import paper_layout
from registry.consents.documents import shown_paper
from registry.consents.enums import ConsentKind
from registry.consents.services import prepare_blank
from registry.consents.tasks import print_blanks
from registry.people.models import Person
from roadmap.orders.paper import order_paper
from tests.bench.rounds import Figure, in_turn, timed
from tests.bench.undone import undone
from tests.factories.orders import make_order
from tests.factories.pairs import make_mentorship

BATCH, BULK, CORES = 30, 300, 2
OFFICE = "soffice"
FLAT_TEXT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>{}</office:text></office:body>
</office:document>
"""


def papers() -> Iterator[Figure]:
    """One order of one page, out of thirty in a row; three hundred consents as one archive."""
    if not shutil.which(OFFICE):
        sys.stderr.write(
            "order-pdf, bulk-pdf: LibreOffice is not installed (libreoffice-writer-nogui), no peer.\n"
        )
        return
    paper = paper_of_one_pair()
    text = flat_text(paper.template_name, paper)
    ours, peer = in_turn(3, lambda: seconds_of_orders(paper), timed(lambda: converted([text] * BATCH, 1)))
    yield Figure(
        "order-pdf", ours / BATCH, peer / BATCH, 1.0, f"one of {BATCH} in a row, {page_count(paper)}"
    )
    people = list(Person.objects.filter(personnel_number__startswith="Т-").order_by("pk")[:BULK])
    texts = consent_texts(people)
    ours, peer = in_turn(
        1, timed(undone(lambda: archive_of_blanks(people))), timed(lambda: zipped(converted(texts, CORES)))
    )
    yield Figure(
        "bulk-pdf", ours, peer, None, f"{len(people)} consents as one ZIP; the peer on {CORES} cores"
    )


def paper_of_one_pair() -> OrderPaper:
    """The most usual order: one pair, its text on one page; without the annexes that follow it."""
    found = []

    def read() -> None:
        found.append(order_paper(make_order(pairs=[make_mentorship("agreed")])))

    undone(read)()
    return replace(found[0], annexes=(), acquaintance=())


def seconds_of_orders(paper: OrderPaper) -> float:
    """The press is warm: it has been asked before the clock starts."""
    order_pdf(paper)
    start = perf_counter()
    for _ in range(BATCH):
        order_pdf(paper)
    return perf_counter() - start


def order_pdf(paper: OrderPaper) -> bytes:
    """As the room of orders makes it, without its annexes: one page."""
    return render_pdf(paper.template_name, {"paper": paper}, layout=paper_layout("order"))


def page_count(paper: OrderPaper) -> str:
    with pikepdf.open(BytesIO(order_pdf(paper))) as pdf:
        return f"pages {len(pdf.pages)}"


def archive_of_blanks(people: list[Person]) -> None:
    """The work of the queue itself, from the order to the file; its file is thrown away."""
    job = Job.objects.create(owner=User.objects.get(username="curator"), title="Бланки", total=len(people))
    print_blanks(job_id=job.pk, sheets=[(person.pk, ConsentKind.PROCESSING.value) for person in people])
    job.refresh_from_db()
    with zipfile.ZipFile(job.result) as archive:
        if len(archive.namelist()) != len(people) + 1:
            raise SystemExit(f"The archive is not whole: {job.message}")
    job.result.delete(save=False)


def consent_texts(people: list[Person]) -> list[str]:
    curator, texts = User.objects.get(username="curator"), []

    def read() -> None:
        for person in people:
            paper = shown_paper(prepare_blank(person, ConsentKind.PROCESSING, by=curator))
            texts.append(flat_text(ConsentPaper.template_name, paper))

    undone(read)()
    return texts


def flat_text(template_name: str, paper) -> str:
    """The paper's words as a flat OpenDocument text, one paragraph a line; tables and styles are spared to the peer."""
    words = strip_tags(render_to_string(template_name, {"paper": paper, "watermark": ""}))
    lines = [" ".join(line.split()) for line in words.splitlines() if line.strip()]
    return FLAT_TEXT.format("".join(f"<text:p>{escape(line)}</text:p>" for line in lines))


def converted(texts: list[str], processes: int) -> list[bytes]:
    """The texts as PDF, the work shared out between so many LibreOffices with a profile each."""
    with tempfile.TemporaryDirectory() as name:
        folder, made = Path(name), Path(name, "made")
        files = [folder / f"{number}.fodt" for number in range(len(texts))]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text)
        threads = [
            Thread(target=convert, args=(files[number::processes], made, folder / f"profile{number}"))
            for number in range(processes)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        papers = [path.read_bytes() for path in sorted(made.glob("*.pdf"))]
    if len(papers) != len(texts):
        raise SystemExit(f"LibreOffice has made {len(papers)} of {len(texts)} papers.")
    return papers


def convert(files: list[Path], made: Path, profile: Path) -> None:
    command = [OFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", made, *files], check=True, stdout=subprocess.DEVNULL)


def zipped(papers: list[bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(papers):
            archive.writestr(f"{number}.pdf", content)
    return target.getvalue()
