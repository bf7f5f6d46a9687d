"""HTML → PDF: our template, our styles, nothing fetched from anywhere."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.template import Engine
from django.template.loader import render_to_string

from mentoring.documents.layout import PaperLayout
from mentoring.documents.presses import TOO_LARGE, PaperNotMade, lay_out

STYLESHEETS = ("documents/paper.css", "documents/papers.css")
# About a thousand rows of a register; a longer text would not be laid out in the time that a paper may take.
LARGEST_HTML = 2_000_000


def render_pdf(
    template_name: str, context: Mapping[str, Any], *, layout: PaperLayout, watermark: str | None = None
) -> bytes:
    """Return the PDF of a paper template; the same input gives the same bytes.

    `watermark` is a word across every page («ПРОЕКТ»), behind the text.
    Raises PaperNotMade (a ValidationError and a Refused) when the text is too much to lay out.
    """
    html = render_to_string(template_name, {**context, "watermark": watermark or ""})
    if len(html) > LARGEST_HTML:
        raise PaperNotMade(TOO_LARGE)
    return lay_out(html, [*_house_styles(), layout.css])


@cache
def _house_styles() -> tuple[str, ...]:
    # The raw source: a stylesheet is never rendered as a template.
    return tuple(Engine.get_default().get_template(name).source for name in STYLESHEETS)
