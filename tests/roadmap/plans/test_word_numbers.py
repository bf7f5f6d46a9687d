"""Lists that Word numbers itself: what stands on the page must be in what is read."""

from io import BytesIO

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from roadmap.plans.uploads import read_upload
from tests.roadmap.plans.samples import saved

LEVELS = {
    "90": [("decimal", "%1."), ("russianLower", "%2)"), ("decimal", "%1.%3.")],
    "91": [("bullet", "–")],
    "92": [("bullet", "\uf0b7")],
    "93": [("upperRoman", "%1")],
    "94": [("none", "")],
}


@pytest.fixture
def document():
    """An empty document that knows the lists of LEVELS; 95 counts as 90 does but from the start again."""
    document = Document()
    numbering = document.part.numbering_part.element
    for name, levels in LEVELS.items():
        written = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for depth, (form, text) in enumerate(levels)
        )
        kind = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{name}">{written}</w:abstractNum>'
        numbering.insert(0, parse_xml(kind))
        number = f'<w:num {nsdecls("w")} w:numId="{name}"><w:abstractNumId w:val="{name}"/></w:num>'
        numbering.append(parse_xml(number))
    again = (
        f'<w:num {nsdecls("w")} w:numId="95"><w:abstractNumId w:val="90"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    numbering.append(parse_xml(again))
    return document


def listed(paragraph, number, depth=0):
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def fill(document, lines):
    """A table with an empty numbered cell and a cell with the lines: (text, list or None, depth)."""
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("№", "Мероприятие", "Срок"), strict=True):
        cell.text = text
    number, content, term = table.rows[1].cells
    listed(number.paragraphs[0], "90")
    term.text = "май"
    content.text = "\n".join(text for text, *_ in lines)
    for index, (text, name, depth) in enumerate(lines):
        paragraph = content.paragraphs[0] if index == 0 else content.add_paragraph()
        paragraph.text = text
        if name:
            listed(paragraph, name, depth)
    return read_upload(saved(document), filename="plan.docx").grid.rows[1]


def test_an_empty_numbered_cell_has_its_number(document):
    number, content, _ = fill(document, [("Встречи", None, 0)])
    assert (number.paragraphs, content.paragraphs) == (("1.",), ("Встречи",))


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        ([("а", "90", 0), ("б", "90", 0)], ("2. а", "3. б")),
        ([("а", "90", 1), ("б", "90", 1), ("в", "90", 0), ("г", "90", 1)], ("а) а", "б) б", "2. в", "а) г")),
        ([("а", "90", 2)], ("1.1. а",)),
        ([("а", "95", 0), ("б", "90", 0)], ("1. а", "2. б")),
        ([("а", "91", 0), ("", "91", 0), ("б", "92", 0)], ("– а", "· б")),
        ([("а", "93", 0), ("б", "93", 0)], ("I а", "II б")),
        ([("а", "94", 0), ("б", "777", 0)], ("а", "б")),
    ],
)
def test_marks_are_those_on_the_page(document, lines, read):
    assert fill(document, lines)[1].paragraphs == read


def test_a_list_may_come_from_the_style(document):
    style = document.styles["List Number"]
    properties = style.element.find(qn("w:pPr"))
    properties.find(qn("w:numPr")).find(qn("w:numId")).set(qn("w:val"), "90")
    document.add_table(rows=2, cols=2)
    for row, texts in zip(document.tables[0].rows, (("№", "Мероприятие"), ("1", "Встречи")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.tables[0].rows[1].cells[1].paragraphs[0].style = style
    assert read_upload(saved(document), filename="plan.docx").grid.rows[1][1].text == "1. Встречи"


def test_a_document_without_lists_is_read_as_it_is():
    document = Document()
    document.add_table(rows=1, cols=2).rows[0].cells[0].text = "№"
    document.tables[0].rows[0].cells[1].text = "Мероприятие"
    again = Document(BytesIO(saved(document)))
    assert read_upload(saved(again), filename="plan.docx").grid.rows[0][0].text == "№"
