"""Books made by the tests: ordinary lists and files that somebody could upload by mistake or on purpose."""

import io
import zipfile

from openpyxl import Workbook

HEADINGS = (
    "№ п/п",
    "Фамилия, имя, отчество",
    "Должность",
    "Кв. категория",
    "Пед. стаж, лет",
    "Дата рождения",
    "Дата приёма",
    "Эл. почта",
    "Примечание",
)

SHEET_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
)


def book_bytes(*rows, title="Кадры"):
    """An ordinary .xlsx with these rows on its first sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return saved(book)


def staff_book(*people):
    """A staff list as schools keep it: two title rows, a gap, the heading, the people."""
    return book_bytes(
        ("Список педагогических работников",), ("по состоянию на 01.09.2026",), (), HEADINGS, *people
    )


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_parts(data, parts, *, compression=zipfile.ZIP_DEFLATED):
    """The same book with parts added or replaced: {name: bytes or None to drop}."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", compression) as changed,
    ):
        for entry in source.infolist():
            if entry.filename not in parts:
                changed.writestr(entry.filename, source.read(entry.filename))
        for name, content in parts.items():
            if content is not None:
                changed.writestr(name, content)
    return target.getvalue()


def with_sheet_xml(rows_xml, *, before="", after=""):
    """A book whose first sheet is exactly this XML."""
    xml = f"{SHEET_HEAD}{before}<sheetData>{rows_xml}</sheetData>{after}</worksheet>"
    return with_parts(book_bytes(("x",)), {"xl/worksheets/sheet1.xml": xml.encode()})


def inline_cell(reference, text):
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def zip_of(names):
    """A plain zip with these entries."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, b"<x/>")
    return target.getvalue()
