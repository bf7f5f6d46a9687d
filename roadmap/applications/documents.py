"""The sheet of an application as PDF."""

from mentoring.documents.pdf import render_pdf
from mentoring.school.queries import paper_layout
from roadmap.applications.models import Application
from roadmap.applications.paper import application_paper


def application_pdf(application: Application) -> bytes:
    """One sheet to sign."""
    paper = application_paper(application)
    return render_pdf(paper.template_name, {"paper": paper}, layout=paper_layout("working"))


def application_filename(application: Application) -> str:
    """«Ходатайство о замене наставника от 12.01.2026 – Иванова А. П.pdf»"""
    return f"{application} – {application.person.short_name}".replace("\xa0", " ").rstrip(".") + ".pdf"
