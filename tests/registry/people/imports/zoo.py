"""The zoo of books: hostile, broken and mistaken files, made on the spot, each with the answer it must get."""

import io
import zipfile

from openpyxl import Workbook

from tests.registry.people.imports import books

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
MEGABYTE = 1024 * 1024
PLAIN = books.staff_book((1, "Белова Нина Павловна", "учитель физики"))

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "ха">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><sst><si><t>&i;</t></si></sst>"
)
FILE_ENTITY = (
    '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY secret SYSTEM "file://{}">]>'
    "<sst><si><t>&secret;</t></si></sst>"
)


def size_bomb() -> bytes:
    """A few kilobytes that unpack to more than any list needs."""
    return books.with_parts(PLAIN, {"xl/media/image1.png": b"\x00" * (40 * MEGABYTE)})


def cell_bomb() -> bytes:
    """One cell of forty megabytes."""
    text = "ы" * (20 * MEGABYTE)
    return books.with_sheet_xml(f'<row r="1">{books.inline_cell("A1", text)}</row>')


def entry_bomb() -> bytes:
    return books.with_parts(PLAIN, {f"xl/media/image{number}.png": b"" for number in range(5000)})


def nested_bomb() -> bytes:
    """An archive in an archive in an archive."""
    inner = b"\x00" * (10 * MEGABYTE)
    for level in range(3):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{level}.zip", inner)
        inner = target.getvalue()
    return inner


def external_entity(path) -> bytes:
    return books.with_parts(PLAIN, {"xl/sharedStrings.xml": FILE_ENTITY.format(path).encode()})


def laughs() -> bytes:
    return books.with_parts(PLAIN, {"xl/sharedStrings.xml": LAUGHS.encode()})


def far_cell() -> bytes:
    rows = f'<row r="1">{books.inline_cell("A1", "ФИО")}</row>'
    rows += f'<row r="1048576">{books.inline_cell("XFD1048576", "x")}</row>'
    return books.with_sheet_xml(rows)


def lie() -> bytes:
    """Fifty people in a sheet that says it has one cell."""
    heading = "".join(
        books.inline_cell(f"{letter}1", text)
        for letter, text in (("A", "Фамилия, имя, отчество"), ("B", "Должность"))
    )
    rows = [f'<row r="1">{heading}</row>']
    letters = "абвгдежзик"
    for number in range(2, 52):
        name = f"Бел{letters[number // 10]}{letters[number % 10]}в Лев Ильич"
        cells = books.inline_cell(f"A{number}", name) + books.inline_cell(f"B{number}", "учитель")
        rows.append(f'<row r="{number}">{cells}</row>')
    return books.with_sheet_xml("".join(rows), before='<dimension ref="A1:A1"/>')


def macros() -> bytes:
    return books.with_parts(PLAIN, {"xl/vbaProject.bin": OLE})


def external_link() -> bytes:
    return books.with_parts(PLAIN, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})


def embedded_object() -> bytes:
    return books.with_parts(PLAIN, {"xl/embeddings/oleObject1.bin": OLE})


def encrypted() -> bytes:
    return OLE + "EncryptedPackage".encode("utf-16-le")


def old_xls() -> bytes:
    return OLE + "Workbook".encode("utf-16-le")


def endless() -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(20_000):
        sheet.append((number, "Белова Нина Павловна", "учитель"))
    return books.saved(book)


# What is refused: the maker of the file and how the sentence begins.
REFUSED = {
    "size bomb": (size_bomb, "После распаковки файл занимает больше 30 МБ"),
    "cell bomb": (cell_bomb, "После распаковки файл занимает больше 30 МБ"),
    "entry bomb": (entry_bomb, "Внутри файла слишком много частей"),
    "nested bomb": (nested_bomb, "Это архив, а не книга Excel"),
    "billion laughs": (laughs, "В файле есть объявления (DOCTYPE)"),
    "far cell": (far_cell, "В ячейке XFD1048576 есть запись далеко"),
    "too many rows": (endless, "В файле 20000\xa0заполненных строк"),
    "macros": (macros, "Это книга с макросами"),
    "external links": (external_link, "В книге есть ссылки на другие файлы"),
    "embedded objects": (embedded_object, "В книгу вставлены другие документы"),
    "encrypted": (encrypted, "Файл защищён паролем"),
    "old xls": (old_xls, "Это старый формат .xls"),
    "half a zip": (lambda: PLAIN[: len(PLAIN) // 2], "Файл повреждён или загрузился не целиком"),
    "no bytes": (lambda: b"", "Файл пустой: в нём 0 байт"),
    "csv": (lambda: "ФИО;Должность\nБелова;учитель\n".encode("cp1251"), "Это текстовый файл (CSV)"),
    "pdf": (lambda: b"%PDF-1.7\n1 0 obj\n", "Это документ PDF"),
    "html": (lambda: b"<html><script>alert(1)</script></html>", "Это веб-страница или XML"),
    "over five megabytes": (lambda: PLAIN + b"\x00" * 5 * MEGABYTE, "Файл больше 5 МБ"),
}
