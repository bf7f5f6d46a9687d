"""Blanks for many people at once: a ZIP of single sheets and one PDF of them all, made in the background."""

import re
import zipfile
from io import BytesIO

import pikepdf
from procrastinate.contrib.django import app

from mentoring.accounts.access_log import record_access
from mentoring.accounts.enums import AccessKind
from mentoring.documents.pdf import render_pdfs
from mentoring.jobs.services import fail_job, finish_job, report_progress, running
from mentoring.templatetags.look import plural
from mentoring.workflow.verdicts import Refused
from registry.consents.documents import consent_filename, printable
from registry.consents.enums import ConsentKind
from registry.consents.services import prepare_blank
from registry.people.models import Person
from registry.people.queries import with_positions

ZIP_NAME = "Бланки согласий.zip"
ALL_NAME = "Все бланки одним файлом.pdf"
REFUSED_NAME = "Не подготовлены.txt"


@app.task(name="registry.consents.print_blanks")
def print_blanks(job_id, sheets):
    """Prepare and render the blanks named by (id of the person, kind) pairs; progress counts sheets."""
    with running(job_id) as job:
        if job is not None:
            _print_blanks(job, sheets)


def _print_blanks(job, ordered):
    ids = {person_id for person_id, _ in ordered}
    people = {person.pk: person for person in with_positions(Person.objects.filter(pk__in=ids))}
    wanted = [(people[pk], ConsentKind(kind)) for pk, kind in ordered if pk in people]
    blanks, refused = _prepared(wanted, job.owner)
    sheets = []
    for blank, pdf in zip(blanks, render_pdfs(map(printable, blanks)), strict=True):
        kind = ConsentKind(blank.kind)
        if isinstance(pdf, Refused):
            refused.append(_refusal(blank.person, kind, pdf))
        else:
            sheets.append((kind, consent_filename(blank), pdf))
        report_progress(job, len(sheets) + len(refused), len(wanted))
    if not sheets:
        fail_job(job, message="Ни одного бланка подготовить нельзя.\n" + "\n".join(refused))
        return
    record_access(
        by=job.owner,
        kind=AccessKind.PRINT,
        subject="Бланки согласий одним архивом",
        people=list(people),
    )
    finish_job(job, message=_outcome(sheets, refused), result=pack(sheets, refused), result_name=ZIP_NAME)


def _prepared(wanted, by):
    blanks, refused = [], []
    for person, kind in wanted:
        try:
            blanks.append(prepare_blank(person, kind, by=by))
        except Refused as refusal:
            refused.append(_refusal(person, kind, refusal))
    return blanks, refused


def _refusal(person, kind, refusal):
    return f"{person.full_name}: {kind.label} – {refusal.reason}"


def _outcome(sheets, refused):
    lines = [f"Подготовлено: {plural(len(sheets), 'бланк,бланка,бланков')}. Раздайте их на подпись."]
    return "\n".join([*lines, *(["Не подготовлены:", *refused] if refused else [])])


def pack(sheets, refused) -> bytes:
    """The ZIP: a folder for each kind, all sheets in one PDF, and a list of who was left out and why.

    `sheets` are (kind, file name, PDF bytes); equal names get a number.
    """
    buffer, taken = BytesIO(), set()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind, name, content in sheets:
            archive.writestr(_free_name(f"{safe_name(kind.short)}/{safe_name(name)}", taken), content)
        archive.writestr(ALL_NAME, merge([content for _, _, content in sheets]))
        if refused:
            archive.writestr(REFUSED_NAME, "\ufeff" + "\r\n".join(refused))
    return buffer.getvalue()


def merge(papers) -> bytes:
    """One PDF of all these PDFs, each paper from a new sheet."""
    buffer = BytesIO()
    with pikepdf.new() as whole:
        for content in papers:
            with pikepdf.open(BytesIO(content)) as paper:
                whole.pages.extend(paper.pages)
        whole.save(buffer)
    return buffer.getvalue()


def safe_name(name) -> str:
    """A file name that every system takes."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", name.replace("\u00ad", "")).strip()


def _free_name(name, taken):
    stem, suffix, number = name.removesuffix(".pdf"), ".pdf", 2
    while name in taken:
        name, number = f"{stem} ({number}){suffix}", number + 1
    taken.add(name)
    return name
