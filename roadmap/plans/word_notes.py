"""Footnotes that Word keeps apart from the text, and marks that it only raises: here both are put into the text."""

from collections.abc import Iterable, Mapping

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
REFERENCES = {
    qn("w:footnoteReference"): (RELATIONSHIP_TYPE.FOOTNOTES, qn("w:footnote")),
    qn("w:endnoteReference"): (RELATIONSHIP_TYPE.ENDNOTES, qn("w:endnote")),
}
# The text of a note as a line under the table, by the element of its mark in the body.
Notes = Mapping[BaseOxmlElement, str]


def write_notes_out(document: Document) -> Notes:
    """Put «¹» where the page shows a raised number, typed or Word's own; return what the notes say."""
    body = document.element.body
    for run in body.iter(qn("w:r")):
        if _is_raised(run):
            for text in run.iter(qn("w:t")):
                text.text = (text.text or "").translate(RAISED)
    texts = {tag: _texts(document, *where) for tag, where in REFERENCES.items()}
    notes, counted = {}, 0
    # The list is made first: the loop changes the tree.
    for reference in list(body.iter(*REFERENCES)):
        said = texts[reference.tag].get(reference.get(qn("w:id"), ""))
        run = reference.getparent()
        if said is None or run is None:
            continue
        mark = _own_mark(reference)
        if not mark:
            counted += 1
            mark = str(counted).translate(RAISED)
        written = OxmlElement("w:t")
        written.text = mark
        for own in list(run.iter(qn("w:t"))):
            run.remove(own)
        run.replace(reference, written)
        notes[written] = f"{mark} {said}".strip()
    return notes


def notes_of(blocks: Iterable[BaseOxmlElement], notes: Notes) -> tuple[str, ...]:
    """The lines of the notes whose marks stand in these parts of the document."""
    return tuple(notes[text] for block in blocks for text in block.iter(qn("w:t")) if notes and text in notes)


def _is_raised(run: BaseOxmlElement) -> bool:
    kinds = run.xpath("./w:rPr/w:vertAlign/@w:val")
    return "superscript" in kinds


def _own_mark(reference: BaseOxmlElement) -> str:
    """A mark that somebody typed for the note instead of Word's number."""
    if reference.get(qn("w:customMarkFollows")) not in ("1", "true", "on"):
        return ""
    run = reference.getparent()
    return "".join(text.text or "" for text in run.iter(qn("w:t"))).strip() if run is not None else ""


def _texts(document: Document, relation: str, tag: str) -> dict[str, str]:
    """What each note says, by its id; separators of the page have an id of their own and say nothing."""
    found = {}
    for link in document.part.rels.values():
        if link.reltype == relation and not link.is_external:
            for note in parse_xml(link.target_part.blob).iter(tag):
                said = "".join(text.text or "" for text in note.iter(qn("w:t")))
                found[note.get(qn("w:id"), "")] = " ".join(said.split())
    return found
