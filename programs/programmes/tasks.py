"""All programmes of a selection as one ZIP, made in the background."""

import zipfile
from io import BytesIO

from procrastinate.contrib.django import app

from mentoring.accounts.access_log import record_access, watching
from mentoring.accounts.enums import AccessKind
from mentoring.documents.pdf import render_pdfs
from mentoring.documents.presses import PaperNotMade
from mentoring.jobs.services import fail_job, finish_job, report_progress, running
from mentoring.templatetags.look import plural
from programs.programmes.paper import pdf_name, printable
from programs.programmes.queries import programmes_visible_to, with_everything

ZIP_NAME = "Программы наставничества.zip"
LEFT_OUT_NAME = "Не вошли.txt"


@app.task(name="programs.programmes.archive")
def make_archive(job_id, programme_ids):
    """Render the programmes with these ids that the owner of the job sees; progress counts papers."""
    with running(job_id) as job, watching() as notes:
        if job is not None:
            _make_archive(job, programme_ids, notes)


def _make_archive(job, programme_ids, notes):
    seen = programmes_visible_to(job.owner).filter(pk__in=programme_ids)
    programmes = list(with_everything(seen).order_by("start", "pk"))
    buffer, left_out = BytesIO(), []
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        pdfs = render_pdfs(map(printable, programmes))
        for done, (programme, pdf) in enumerate(zip(programmes, pdfs, strict=True), start=1):
            if isinstance(pdf, PaperNotMade):
                left_out.append(f"{programme.title}: {pdf.messages[0]}")
            else:
                archive.writestr(pdf_name(programme), pdf)
            report_progress(job, done, len(programmes))
        if left_out:
            archive.writestr(LEFT_OUT_NAME, "\ufeff" + "\r\n".join(left_out))
    count = len(programmes) - len(left_out)
    if not count:
        fail_job(job, message="\n".join(["Ни одной программы напечатать не удалось.", *left_out]))
        return
    subject = "Программы одним архивом"
    record_access(by=job.owner, kind=AccessKind.PRINT, subject=subject, people=notes.seen, rows=count)
    message = "\n".join([f"Готово: {plural(count, 'программа,программы,программ')}.", *left_out])
    finish_job(job, message=message, result=buffer.getvalue(), result_name=ZIP_NAME)
