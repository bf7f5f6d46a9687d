"""Sending papers and scans: named in Russian, never cached, never run as a page of ours."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header

from mentoring.documents.models import IssuedDocument, StoredFile
from mentoring.documents.queries import DamagedFile, DestroyedFile, StorageAway, issued_pdf, stored_content
from mentoring.documents.services import report_damage

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Our own PDF may stand in a preview frame of our own page.
OWN_PAPER_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
RETRY_AFTER_SECONDS = "60"
FOREIGN_FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


def pdf_response(content: bytes, filename: str, *, inline: bool = True) -> HttpResponse:
    """Return a PDF made here; `inline` shows it in the browser, otherwise it is saved as `filename`."""
    response = _file_response(content, PDF, filename, inline=inline, policy=OWN_PAPER_POLICY)
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def xlsx_response(content: bytes, filename: str) -> HttpResponse:
    """Return a workbook to be saved as `filename`."""
    return _file_response(content, XLSX, filename, inline=False, policy=FOREIGN_FILE_POLICY)


def docx_response(content: bytes, filename: str) -> HttpResponse:
    """Return a document of Word to be saved as `filename`."""
    return _file_response(content, DOCX, filename, inline=False, policy=FOREIGN_FILE_POLICY)


def issued_pdf_response(document: IssuedDocument, *, inline: bool = True) -> HttpResponse:
    """Return the stored bytes of an issued paper; a damaged one gives a page that says so (500), a destroyed one too (410)."""
    try:
        content = issued_pdf(document)
    except DestroyedFile:
        return HttpResponse(render_to_string("mentoring/documents/destroyed.html"), status=410)
    except DamagedFile:
        return _damaged_response(f"issued document {document.pk}")
    return pdf_response(content, issued_filename(document), inline=inline)


def stored_file_response(stored_file: StoredFile) -> HttpResponse:
    """Return an uploaded scan; a damaged one gives a page that says so (500), and so does a storage that is away (503).

    A picture is shown; a PDF is saved, because browsers do not show one in a sandbox, and so is whatever else comes in.
    """
    try:
        content = stored_content(stored_file)
    except StorageAway:
        return storage_away_response()
    except DamagedFile:
        return _damaged_response(f"stored file {stored_file.pk}")
    return _file_response(
        content,
        stored_file.content_type,
        stored_file.original_name,
        inline=stored_file.content_type.startswith("image/"),
        policy=FOREIGN_FILE_POLICY,
    )


def storage_away_response() -> HttpResponse:
    """Return the page that says that files cannot be read now and when to try again (503)."""
    response = HttpResponse(render_to_string("mentoring/documents/storage_away.html"), status=503)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    response["Cache-Control"] = "no-store"
    return response


def issued_filename(document: IssuedDocument) -> str:
    """Return «Приказ № 20-01-02 от 12.01.2026.pdf»."""
    number = f" № {document.number}" if document.number else ""
    name = f"{document.get_kind_display()}{number} от {document.issued_on:%d.%m.%Y}.pdf"
    return name.replace("/", "-").replace("\\", "-")


def _file_response(content: bytes, kind: str, filename: str, *, inline: bool, policy: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(not inline, filename) or "attachment"
    response["Content-Length"] = str(len(content))
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = policy
    return response


def _damaged_response(what: str) -> HttpResponse:
    report_damage(what)
    return HttpResponse(render_to_string("mentoring/documents/damaged.html"), status=500)
