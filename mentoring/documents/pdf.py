"""HTML → PDF: our template, our styles, nothing fetched from anywhere."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.template import Engine
from django.template.loader import render_to_string

from mentoring.documents.layout import PaperLayout
from mentoring.documents.presses import MOST_PRESSES, TOO_LARGE, PaperNotMade, lay_out

STYLESHEETS = ("documents/paper.css", "documents/papers.css")
# About a thousand rows of a register; a longer text would not be laid out in the time that a paper may take.
LARGEST_HTML = 2_000_000


@dataclass(frozen=True)
class Printable:
    """What `render_pdf` is asked for, kept to be laid out among others."""

    template_name: str
    context: Mapping[str, Any]
    layout: PaperLayout
    watermark: str | None = None


def render_pdf(
    template_name: str, context: Mapping[str, Any], *, layout: PaperLayout, watermark: str | None = None
) -> bytes:
    """Return the PDF of a paper template; the same input gives the same bytes.

    `watermark` is a word across every page («ПРОЕКТ»), behind the text.
    Raises PaperNotMade (a ValidationError and a Refused) when the text is too much to lay out.
    """
    return lay_out(*_text_and_styles(Printable(template_name, context, layout, watermark)))


def render_pdfs(papers: Iterable[Printable]) -> Iterator[bytes | PaperNotMade]:
    """Return the PDFs of many papers in their order, laid out at all presses at once: for work in the background.

    The papers are read while others are laid out. A paper that cannot be made is its refusal in its place.
    """
    with ThreadPoolExecutor(MOST_PRESSES) as hands:
        begun: deque[Future[bytes]] = deque()
        for paper in papers:
            begun.append(_begin(hands, paper))
            if len(begun) > MOST_PRESSES:
                yield _outcome(begun.popleft())
        while begun:
            yield _outcome(begun.popleft())


def _begin(hands: ThreadPoolExecutor, paper: Printable) -> Future[bytes]:
    try:
        return hands.submit(lay_out, *_text_and_styles(paper))
    except PaperNotMade as refusal:
        refused: Future[bytes] = Future()
        refused.set_exception(refusal)
        return refused


def _outcome(begun: Future[bytes]) -> bytes | PaperNotMade:
    try:
        return begun.result()
    except PaperNotMade as refusal:
        return refusal


def _text_and_styles(paper: Printable) -> tuple[str, list[str]]:
    html = render_to_string(paper.template_name, {**paper.context, "watermark": paper.watermark or ""})
    if len(html) > LARGEST_HTML:
        raise PaperNotMade(TOO_LARGE)
    return html, [*_house_styles(), paper.layout.css]


@cache
def _house_styles() -> tuple[str, ...]:
    # The raw source: a stylesheet is never rendered as a template.
    return tuple(Engine.get_default().get_template(name).source for name in STYLESHEETS)
