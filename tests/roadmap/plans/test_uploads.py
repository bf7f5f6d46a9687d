"""What a person may upload by mistake or on purpose: every file is read or refused with a sentence.

The zoo of workbooks (tests/registry/people/imports/zoo.py) goes through the same gate; here are documents.
"""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from openpyxl import Workbook

from registry.people.imports.refusals import WorkbookRefused
from roadmap.plans.uploads import SENTENCES, read_upload
from tests.roadmap.plans.samples import PLAIN, as_docx, as_xlsx, saved


def refused(data, filename="plan.docx"):
    with pytest.raises(WorkbookRefused) as refusal:
        read_upload(data, filename=filename)
    assert refusal.value.message == SENTENCES.get(refusal.value.code, refusal.value.message)
    return refusal.value.code


def changed(data, **parts):
    """The archive with parts put in or replaced; a value of None takes the part out."""
    wanted = {name.replace("__", "/"): content for name, content in parts.items()}
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in wanted:
                new.writestr(name, old.read(name))
        for name, content in wanted.items():
            if content is not None:
                new.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def document():
    return as_docx(PLAIN)


def with_part(document, name, content):
    return changed(document, **{name.replace("/", "__"): content})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "pdf"),
        (b"\x89PNG\r\n", "image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "ole"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\x00\x01\x02\x03", "unknown"),
        (b"PK\x03\x04word/document.xml", "broken"),
        (b"<html><table>", "html"),
    ],
)
def test_other_files_are_named(data, code):
    assert refused(data) == code


def test_dangerous_documents_are_refused(document):
    bomb = b"<w:document>" + b" " * 31 * 1024 * 1024
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert refused(with_part(document, "word/vbaProject.bin", b"x")) == "docm"
    assert refused(with_part(document, "word/embeddings/book.xlsx", b"x")) == "embedded"
    assert refused(with_part(document, "word/document.xml", entity)) == "doctype"
    assert refused(with_part(document, "word/document.xml", b"<w:document>")) == "broken"
    assert refused(with_part(document, "word/document.xml", bomb)) == "unpacked"
    assert refused(with_part(document, "word/document.xml", b"<a>" * 200 + b"</a>" * 200)) == "too_complex"
    assert refused(with_part(document, "word/_rels/document.xml.rels", b"<a/>")) == "broken"
    assert refused(document[: len(document) // 2] + b"word/document.xml") == "broken"


def test_documents_without_a_roadmap_are_refused():
    empty, other, long = Document(), Document(), Document()
    other.add_table(rows=3, cols=3)
    table = long.add_table(rows=2, cols=16)
    for cell, text in zip(table.rows[0].cells, ["№", "Мероприятие", "Срок"], strict=False):
        cell.text = text
    assert refused(saved(empty)) == "no_table"
    assert refused(saved(other)) == "no_heading"
    assert refused(saved(long)) == "too_large"


def test_a_merged_cell_of_the_whole_sheet_costs_nothing():
    book = Workbook()
    book.active.append(["№", "Мероприятие", "Срок"])
    book.active.append(["1", "Встречи", "май"])
    data = saved(book)
    with ZipFile(BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    vast = b'</sheetData><mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>'
    data = with_part(data, "xl/worksheets/sheet1.xml", sheet.replace(b"</sheetData>", vast))
    page = read_upload(data, filename="plan.xlsx")
    assert page.grid.rows[1][0].column_span == 3


def test_the_table_that_looks_like_a_roadmap_is_taken_and_the_one_above_is_its_stamp(document):
    several = Document(BytesIO(document))
    stamp = several.add_table(rows=1, cols=2)
    stamp.rows[0].cells[1].text = "УТВЕРЖДАЮ"
    several.element.body.insert(0, stamp._tbl)
    page = read_upload(saved(several), filename="plan.docx")
    assert page.above == ("УТВЕРЖДАЮ", PLAIN.title)
    assert page.grid.width == len(PLAIN.columns)


def test_inserted_text_is_read_and_deleted_text_is_not(document):
    with ZipFile(BytesIO(document)) as archive:
        body = archive.read("word/document.xml").decode()
    marked = body.replace(
        "<w:t>Начало работы</w:t></w:r>",
        "<w:t>Начало</w:t></w:r><w:ins w:id='1' w:author='a'><w:r><w:t> пути</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='a'><w:r><w:delText> дела</w:delText></w:r></w:del>"
        "<w:moveFrom w:id='3' w:author='a'><w:r><w:t> всех</w:t></w:r></w:moveFrom>",
    )
    assert marked != body
    page = read_upload(with_part(document, "word/document.xml", marked.encode()), filename="plan.docx")
    assert ("Начало пути",) in page.grid.cells


def test_the_name_of_the_file_decides_nothing(document):
    assert read_upload(document, filename="plan.xlsx").grid.width == 3
    assert read_upload(as_xlsx(PLAIN), filename="plan.docx").grid.width == 3
