"""What the protocol of a meeting says, as plain strings, and the same as Word."""

from dataclasses import dataclass
from io import BytesIO
from typing import ClassVar

from docx import Document
from docx.shared import Mm

from mentoring.documents.layout import PaperLayout
from mentoring.documents.papers import Letterhead, Signature
from mentoring.documents.word_parts import (
    BOTH,
    CENTER,
    INDENT_MM,
    LINE,
    SHEET_MM,
    add_item,
    add_line,
    add_two_ends,
    set_up,
)


@dataclass(frozen=True)
class ProtocolItem:
    """One item: speakers as whole sentences, decisions as (text, «Отвечает …, срок …»), the vote as a sentence."""

    title: str
    heard: tuple[str, ...]
    spoke: tuple[str, ...]
    decisions: tuple[tuple[str, str], ...]
    votes: str = ""


@dataclass(frozen=True)
class ProtocolPaper:
    """The protocol of a meeting (D-45); an empty number prints as a line to write on.

    `people` are (caption, names) in the order of the sheet: the chair, the secretary, those present, absent, invited.
    """

    letterhead: Letterhead
    title: str
    number: str
    date: str
    people: tuple[tuple[str, str], ...]
    quorum: str
    items: tuple[ProtocolItem, ...]
    signatures: tuple[Signature, ...]

    template_name: ClassVar[str] = "documents/protocol.html"


def protocol_docx(paper: ProtocolPaper, layout: PaperLayout) -> bytes:
    """Return the .docx bytes of a protocol: the same words as the PDF, to be gone on with in Word."""
    book = Document()
    set_up(book, layout, "Протокол")
    width = SHEET_MM - layout.margin_left - layout.margin_right
    add_line(book, paper.letterhead.full_name, CENTER)
    if paper.letterhead.short_name:
        add_line(book, f"({paper.letterhead.short_name})", CENTER)
    add_line(book, "П Р О Т О К О Л", CENTER, bold=True, before=12)
    add_line(book, paper.title, CENTER, bold=True)
    add_two_ends(book, paper.date, f"№ {paper.number or LINE}", width, before=12)
    add_line(book, paper.letterhead.place, CENTER)
    for place, (caption, names) in enumerate(paper.people):
        add_line(book, f"{caption} – {names}", before=12 if place == 0 else 3)
    if paper.quorum:
        add_line(book, paper.quorum, before=3)
    add_line(book, "ПОВЕСТКА ДНЯ:", before=12, keep=True)
    for number, item in enumerate(paper.items, start=1):
        add_item(book, f"{number}.", 0, item.title)
    for number, item in enumerate(paper.items, start=1):
        _item(book, number, item)
    for place, signer in enumerate(paper.signatures):
        before = 24 if place == 0 else 14
        add_two_ends(book, signer.position, f"{LINE} {signer.name}", width, before=before)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _item(book, number: int, item: ProtocolItem) -> None:
    for place, text in enumerate(item.heard):
        words = f"{number}. СЛУШАЛИ: {text}" if place == 0 else text
        add_line(book, words, BOTH, indent=0 if place == 0 else INDENT_MM, before=12 if place == 0 else 0)
    if not item.heard:
        add_line(book, f"{number}. СЛУШАЛИ: {item.title}", BOTH, before=12)
    for place, text in enumerate(item.spoke):
        add_line(
            book, f"ВЫСТУПИЛИ: {text}" if place == 0 else text, BOTH, indent=0 if place == 0 else INDENT_MM
        )
    add_line(book, "РЕШИЛИ:", keep=True)
    for place, (text, about) in enumerate(item.decisions, start=1):
        add_item(book, f"{number}.{place}.", 0, text)
        if about:
            add_line(book, about).paragraph_format.left_indent = Mm(INDENT_MM)
    if item.votes:
        add_line(book, item.votes)
