"""Numbers and bullets that Word counts itself are not in the text of a .docx: here they are put into it."""

from collections.abc import Iterator

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
LATIN = "abcdefghijklmnopqrstuvwxyz"
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
# Symbol and Wingdings keep their bullets where no other font has a sign.
PRIVATE_SIGNS = range(0xE000, 0xF900)
MOST_STYLES_DEEP = 10
Level = tuple[str, str, int]


def write_numbers_out(document: Document) -> None:
    """Put the number or bullet of every paragraph of a list before its text, as a reader of the page sees it."""
    numbers = Numbers(document)
    for paragraph in document.element.body.iter(qn("w:p")):
        label = numbers.label_of(paragraph)
        if label:
            run, text = OxmlElement("w:r"), OxmlElement("w:t")
            text.text = f"{label} "
            run.append(text)
            paragraph.insert(0 if paragraph.pPr is None else 1, run)


class Numbers:
    """Counts the lists of a document; paragraphs must be asked for in the order of the text."""

    def __init__(self, document: Document):
        self.levels: dict[tuple[str, int], Level] = {}
        self.lists: dict[str, str] = {}
        self.styles = {
            style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))
        }
        self.counts: dict[tuple[str, int], int] = {}
        for relation in document.part.rels.values():
            if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
                self._learn(relation.target_part.element)

    def _learn(self, numbering: BaseOxmlElement) -> None:
        kinds = {
            kind.get(qn("w:abstractNumId")): dict(_levels(kind))
            for kind in numbering.iter(qn("w:abstractNum"))
        }
        for number in numbering.iter(qn("w:num")):
            number_id, kind_id = number.get(qn("w:numId")), _value(number, "w:abstractNumId")
            # A list that starts anew counts for itself, the others of its kind go on together.
            is_new = next(number.iter(qn("w:startOverride")), None) is not None
            self.lists[number_id] = number_id if is_new else f"kind {kind_id}"
            self.levels.update({(number_id, depth): level for depth, level in kinds.get(kind_id, {}).items()})

    def label_of(self, paragraph: BaseOxmlElement) -> str:
        """Return «1.», «а)» or «–»; an empty text for a paragraph of no list."""
        number_id, depth = self._place(paragraph)
        if (number_id, depth) not in self.levels:
            return ""
        form, text, start = self.levels[number_id, depth]
        if form == "bullet":
            has_text = any(piece.text for piece in paragraph.iter(qn("w:t")))
            return _bullet(text) if has_text else ""
        name = self.lists[number_id]
        self.counts[name, depth] = self.counts.get((name, depth), start - 1) + 1
        for deeper in [key for key in self.counts if key[0] == name and key[1] > depth]:
            del self.counts[deeper]
        for upper in range(depth + 1):
            upper_form, _, upper_start = self.levels.get((number_id, upper), ("decimal", "", 1))
            count = self.counts.get((name, upper), upper_start)
            text = text.replace(f"%{upper + 1}", _written(count, upper_form))
        return text

    def _place(self, paragraph: BaseOxmlElement) -> tuple[str, int]:
        """The list of the paragraph and the depth in it, from the paragraph itself or from its style."""
        holder: BaseOxmlElement | None = paragraph
        for _ in range(MOST_STYLES_DEEP):
            if holder is None:
                break
            properties = holder.find(qn("w:pPr"))
            found = None if properties is None else properties.find(qn("w:numPr"))
            if found is not None and _value(found, "w:numId"):
                depth = _value(found, "w:ilvl")
                return _value(found, "w:numId"), int(depth) if depth.isdigit() else 0
            is_style = holder.tag == qn("w:style")
            style_id = _value(holder, "w:basedOn") if is_style else _value(properties, "w:pStyle")
            holder = self.styles.get(style_id)
        return "", 0


def _value(element: BaseOxmlElement | None, tag: str) -> str:
    found = None if element is None else element.find(qn(tag))
    return "" if found is None else found.get(qn("w:val"), "")


def _levels(abstract: BaseOxmlElement) -> Iterator[tuple[int, Level]]:
    for level in abstract.iter(qn("w:lvl")):
        depth, start = level.get(qn("w:ilvl"), ""), _value(level, "w:start")
        if depth.isdigit():
            text = _value(level, "w:lvlText")
            yield int(depth), (_value(level, "w:numFmt"), text, int(start) if start.isdigit() else 1)


def _bullet(text: str) -> str:
    is_sign = len(text) == 1 and ord(text) not in PRIVATE_SIGNS and text != "o"
    return text if is_sign else "·"


def _written(count: int, form: str) -> str:
    alphabet = {"russianLower": RUSSIAN, "russianUpper": RUSSIAN.upper()}.get(
        form, {"lowerLetter": LATIN, "upperLetter": LATIN.upper()}.get(form, "")
    )
    if alphabet and 0 < count <= len(alphabet):
        return alphabet[count - 1]
    if form in ("lowerRoman", "upperRoman") and 0 < count < 40:
        return _roman(count).upper() if form == "upperRoman" else _roman(count)
    return "" if form == "none" else str(count)


def _roman(count: int) -> str:
    written = ""
    for value, letters in ROMAN:
        written += letters * (count // value)
        count %= value
    return written
