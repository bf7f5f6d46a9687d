"""Is this file a harmless .xlsx? Everything here runs before the workbook reader sees a byte.

An .xlsx is a zip of XML parts, so it can be a bomb, carry macros or point at other files. The directory of
the zip is not trusted: the parts are unpacked through a counter as well.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePath

from registry.people.imports.parts import PartScan, scan_part
from registry.people.imports.refusals import refusal

MAX_FILE_BYTES = 5 * 1024 * 1024
MAX_ENTRIES = 200
MAX_UNPACKED_BYTES = 30 * 1024 * 1024
CHUNK = 64 * 1024

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
IMAGE_MAGICS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
ARCHIVE_MAGICS = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh")
ENCRYPTED_ENTRY = 0x1
# What the zip reader raises on damaged names, offsets, checksums and streams.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


def open_checked_archive(
    data: bytes, *, filename: str, refuse_contents: Callable[[list[str]], None] | None = None
) -> list[PartScan]:
    """Check the bytes of an upload and return what a pass over its sheets found.

    `refuse_contents` looks at the names of the parts; without it the file must be a workbook.
    Raises `WorkbookRefused` with a sentence that says what the file is and what to do.
    """
    _refuse_other_kinds(data, PurePath(filename).suffix.lower())
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_bad_directory(entries, refuse_contents or _refuse_foreign_contents)
            return _scan_parts(archive, entries)
    except DAMAGED as error:
        raise refusal("broken") from error


def _refuse_other_kinds(data: bytes, suffix: str) -> None:
    if not data:
        raise refusal("empty")
    if len(data) > MAX_FILE_BYTES:
        raise refusal("too_big")
    if data.startswith(b"PK"):
        return
    raise refusal(_kind_of(data, suffix))


def _kind_of(data: bytes, suffix: str) -> str:
    if data.startswith(OLE_MAGIC):
        return _kind_of_ole(data, suffix)
    if data[:1024].lstrip().startswith(b"%PDF"):
        return "pdf"
    if data.startswith(IMAGE_MAGICS):
        return "image"
    if data.startswith(ARCHIVE_MAGICS):
        return "archive"
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<?xml", b"<html", b"<!doctype", b"<table", b"mime-version")):
        return "html"
    return "csv" if _reads_as_text(data[:4096]) else "unknown"


def _kind_of_ole(data: bytes, suffix: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    is_old_book = "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data
    return "old_xls" if is_old_book or suffix == ".xls" else "ole"


def _reads_as_text(sample: bytes) -> bool:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not re.search(rb"[\x00-\x08\x0e-\x1f]", sample)


def _refuse_bad_directory(
    entries: list[zipfile.ZipInfo], refuse_contents: Callable[[list[str]], None]
) -> None:
    names = [entry.filename.replace("\\", "/").lower().lstrip("/") for entry in entries]
    if len(entries) > MAX_ENTRIES:
        raise refusal("parts")
    refuse_contents(names)
    if len(set(names)) != len(names):
        raise refusal("broken")
    if any(entry.flag_bits & ENCRYPTED_ENTRY for entry in entries):
        raise refusal("encrypted")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise refusal("broken")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise refusal("unpacked")


def _refuse_foreign_contents(names: list[str]) -> None:
    """Tell a Word file or a plain archive from a book, then refuse what a staff list has no need of."""
    if any("vbaproject" in name for name in names):
        raise refusal("xlsm")
    if "xl/workbook.bin" in names:
        raise refusal("xlsb")
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise refusal(kind_of_zip(names))
    for folder, code in (
        ("externallinks/", "external"),
        ("embeddings/", "embedded"),
        ("activex/", "embedded"),
        ("ctrlprops/", "embedded"),
    ):
        if any(f"/{folder}" in name for name in names):
            raise refusal(code)


def kind_of_zip(names: list[str]) -> str:
    """What a zip without the parts of a workbook is."""
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("ppt/") for name in names):
        return "pptx"
    if "mimetype" in names and "content.xml" in names:
        return "ods" if "settings.xml" in names else "odf"
    return "archive"


def _scan_parts(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> list[PartScan]:
    """Unpack every part once through a counter and look into it."""
    budget = MAX_UNPACKED_BYTES
    scans = []
    for entry in entries:
        with archive.open(entry) as part:
            chunks = _counted_chunks(part, budget)
            scan = scan_part(entry.filename, chunks)
        budget -= scan.size
        if scan.is_sheet:
            scans.append(scan)
    return scans


def _counted_chunks(part, budget: int):
    while chunk := part.read(CHUNK):
        budget -= len(chunk)
        if budget < 0:
            raise refusal("unpacked")
        yield chunk
