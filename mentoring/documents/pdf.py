"""HTML → PDF: our template, our styles, nothing fetched from anywhere."""

import threading
from collections.abc import Mapping
from functools import cache
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.template import Engine
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from mentoring.documents.layout import PaperLayout

STYLESHEETS = ("documents/paper.css", "documents/papers.css")
# About a thousand rows of a register; a longer text would hold a worker for minutes.
LARGEST_HTML = 2_000_000
TOO_LARGE = (
    "Документ слишком велик, чтобы собрать его в PDF. "
    "Сократите текст или разделите список на несколько документов."
)

# Font objects of Pango must not be shared by threads.
_fonts = threading.local()


class NothingFetched(URLFetcher):
    """Refuses every address: a typed text must not bring a server's file or an outside page into a paper."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> NoReturn:
        raise ValueError("papers are made of our own templates only")


def render_pdf(
    template_name: str, context: Mapping[str, Any], *, layout: PaperLayout, watermark: str | None = None
) -> bytes:
    """Return the PDF of a paper template; the same input gives the same bytes.

    `watermark` is a word across every page («ПРОЕКТ»), behind the text.
    Raises ValidationError when the text is too long to lay out in reasonable time.
    """
    html = render_to_string(template_name, {**context, "watermark": watermark or ""})
    if len(html) > LARGEST_HTML:
        raise ValidationError(TOO_LARGE)
    document = HTML(string=html, url_fetcher=NothingFetched())
    return document.write_pdf(
        stylesheets=[*_house_styles(), _sheet_style(layout)], font_config=_font_configuration(), pdf_tags=True
    )


def _font_configuration() -> FontConfiguration:
    if not hasattr(_fonts, "configuration"):
        _fonts.configuration = FontConfiguration()
    return _fonts.configuration


@cache
def _house_styles() -> tuple[CSS, ...]:
    # The raw source: a stylesheet is never rendered as a template.
    sources = (Engine.get_default().get_template(name).source for name in STYLESHEETS)
    return tuple(CSS(string=source, url_fetcher=NothingFetched()) for source in sources)


@cache
def _sheet_style(layout: PaperLayout) -> CSS:
    return CSS(string=layout.css, url_fetcher=NothingFetched())
