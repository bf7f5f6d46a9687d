"""The zoo: every file that is not a plain .xlsx gets one clear sentence and nothing is read from it."""

import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from registry.people.imports.refusals import SENTENCES, WorkbookRefused
from registry.people.imports.workbook import read_workbook
from tests.registry.people.imports import books

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
PLAIN = books.book_bytes(("Фамилия", "Имя"), ("Белова", "Нина"))


def refused(data, filename="список.xlsx"):
    started = time.process_time()
    with pytest.raises(WorkbookRefused) as caught:
        read_workbook(data, filename=filename)
    # Time of this process: other work on the machine does not count.
    assert time.process_time() - started < 2
    return caught.value


WRONG_KINDS = {
    "empty": b"",
    "old_xls": OLE + "Workbook".encode("utf-16-le"),
    "encrypted": OLE + "EncryptedPackage".encode("utf-16-le"),
    "ole": OLE,
    "pdf": b"%PDF-1.7\n1 0 obj\n",
    "csv": "ФИО;Должность\nБелова Нина Павловна;учитель\n".encode("cp1251"),
    "html": b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>",
    "image": b"\x89PNG\r\n\x1a\n\x00\x00",
    "archive": b"Rar!\x1a\x07\x00",
    "unknown": bytes(range(256)),
    "docx": books.zip_of(["[Content_Types].xml", "word/document.xml"]),
    "pptx": books.zip_of(["[Content_Types].xml", "ppt/presentation.xml"]),
    "ods": books.zip_of(["mimetype", "content.xml", "settings.xml"]),
    "odf": books.zip_of(["mimetype", "content.xml"]),
    "xlsb": books.zip_of(["[Content_Types].xml", "xl/workbook.bin"]),
    "broken": PLAIN[: len(PLAIN) // 2],
    "too_big": PLAIN + b"\x00" * (5 * 1024 * 1024),
}


@pytest.mark.parametrize("code", WRONG_KINDS)
def test_a_file_of_another_kind_is_named_for_what_it_is(code):
    error = refused(WRONG_KINDS[code])
    assert (error.code, error.message) == (code, SENTENCES[code])


def test_an_xls_is_known_by_its_name_when_its_directory_is_unreadable():
    assert refused(OLE, filename="СПИСОК.XLS").code == "old_xls"


def test_a_zip_with_files_is_called_an_archive():
    assert refused(books.zip_of(["список.xlsx", "readme.txt"])).code == "archive"


def test_a_text_in_utf_16_is_called_a_text():
    assert refused("ФИО\tДолжность".encode("utf-16")).code == "csv"


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/vbaProject.bin", "xlsm"),
        ("xl/externalLinks/externalLink1.xml", "external"),
        ("xl/embeddings/oleObject1.bin", "embedded"),
        ("xl/activeX/activeX1.xml", "embedded"),
        ("xl/ctrlProps/ctrlProp1.xml", "embedded"),
    ],
)
def test_a_book_with_foreign_contents_is_refused(part, code):
    assert refused(books.with_parts(PLAIN, {part: b"<x/>"})).code == code


def test_a_macro_book_renamed_to_xlsx_is_known_by_its_content_type():
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        types = archive.read("[Content_Types].xml").decode()
    macro = types.replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    assert macro != types
    assert refused(books.with_parts(PLAIN, {"[Content_Types].xml": macro.encode()})).code == "xlsm"


def test_a_part_with_a_declaration_is_refused_in_any_encoding():
    laughs = '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "ха"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'
    for text in (laughs.encode(), laughs.encode("utf-16")):
        assert refused(books.with_parts(PLAIN, {"xl/sharedStrings.xml": text})).code == "doctype"


def test_a_declaration_in_a_part_with_an_odd_name_is_refused():
    hidden = b'<!DOCTYPE x SYSTEM "file:///etc/hostname"><worksheet/>'
    for name in ("xl/media/image1.png", "xl/drawings/vmlDrawing1.vml"):
        assert refused(books.with_parts(PLAIN, {name: hidden})).code == "doctype"


def test_a_bomb_declared_in_the_directory_is_refused():
    bomb = books.with_parts(PLAIN, {"xl/media/image1.png": b"\x00" * (31 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert refused(bomb).code == "unpacked"


def test_a_bomb_that_lies_in_the_directory_is_refused():
    bomb = bytearray(books.with_parts(PLAIN, {"xl/media/image1.png": b"\x00" * (31 * 1024 * 1024)}))
    declared = (31 * 1024 * 1024).to_bytes(4, "little")
    bomb = bytes(bomb).replace(declared, (100).to_bytes(4, "little"))
    assert refused(bomb).code == "broken"


def test_too_many_parts_are_refused():
    parts = {f"xl/media/image{number}.png": b"" for number in range(200)}
    assert refused(books.with_parts(PLAIN, parts)).code == "parts"


def test_another_compression_is_refused():
    assert refused(books.with_parts(PLAIN, {}, compression=zipfile.ZIP_LZMA)).code == "broken"


def test_twenty_thousand_rows_are_counted_and_refused():
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(20_000):
        sheet.append((number, "Белова Нина Павловна", "учитель"))
    error = refused(books.saved(book))
    assert error.message == (
        "В файле 20000\xa0заполненных строк, а загрузить за один раз можно не больше 5000. "
        "Проверьте, тот ли это список; если тот, разделите его на несколько файлов."
    )


def test_a_far_cell_is_named():
    far = '<row r="1">' + books.inline_cell("A1", "ФИО") + "</row>"
    far += '<row r="1048576">' + books.inline_cell("XFD1048576", "x") + "</row>"
    assert refused(books.with_sheet_xml(far)).message.startswith("В ячейке XFD1048576 есть запись далеко")


def test_a_wide_table_is_refused():
    assert refused(books.book_bytes(["столбец"] * 51)).message.startswith("В ячейке AY1 есть запись")


def test_rows_out_of_order_are_refused_instead_of_lost():
    rows = "".join(f'<row r="{n}">{books.inline_cell(f"A{n}", "x")}</row>' for n in (1, 5, 3))
    assert refused(books.with_sheet_xml(rows)).code == "row_order"


def test_a_cell_that_names_another_row_is_refused():
    assert refused(books.with_sheet_xml(f'<row r="1">{books.inline_cell("A7", "x")}</row>')).code == "broken"


def test_deep_nesting_and_endless_decoration_are_refused():
    deep = "<x>" * 101 + "</x>" * 101
    links = '<hyperlink ref="A1"/>' * 60_001
    assert refused(books.with_sheet_xml("", after=deep)).code == "too_complex"
    assert refused(books.with_sheet_xml("", after=f"<hyperlinks>{links}</hyperlinks>")).code == "too_complex"


def test_an_index_beyond_the_shared_strings_is_called_damage():
    assert refused(books.with_sheet_xml('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')).code == "broken"


def test_a_book_without_a_filled_cell_is_refused():
    assert refused(books.book_bytes()).code == "no_rows"
    assert refused(books.book_bytes(("   ",))).code == "no_rows"
