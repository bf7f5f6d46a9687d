"""Good scans and hostile files, made on the spot."""

import zlib
from io import BytesIO

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from mentoring.documents.layout import WORKING
from mentoring.documents.pdf import render_pdf
from tests.mentoring.documents import samples


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def pdf(pages: int = 1, change=None, **options) -> bytes:
    """A PDF of blank pages; `change` edits it before it is saved."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    if change:
        change(document)
    buffer = BytesIO()
    document.save(buffer, **options)
    return buffer.getvalue()


def paper() -> bytes:
    consent = samples.mentoring_consent()
    return render_pdf(consent.template_name, {"paper": consent}, layout=WORKING)


def image(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, (240, 240, 230)).save(buffer, kind, **options)
    return buffer.getvalue()


def photograph() -> bytes:
    """A picture taken with the camera on its side, with place and author in EXIF."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "Автор снимка".encode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 17.0, 0.0)
    return image(exif=exif, comment=b"canary-comment")


def pixel_bomb(width: int, height: int) -> bytes:
    """A PNG that promises far more pixels than its few bytes hold."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    data = zlib.compress(b"\x00" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _action(kind: str, **extra) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Action, S=pikepdf.Name("/" + kind), **extra)


def opens_script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = _action("JavaScript", JS="app.alert(1)")


def opens_launch(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = document.make_indirect(_action("Launch", F="cmd.exe"))


def page_action(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.AA = pikepdf.Dictionary(O=_action("URI", URI="http://x.example"))


def named_script(document: pikepdf.Pdf) -> None:
    names = pikepdf.Array([pikepdf.String("a"), _action("JavaScript", JS="app.alert(1)")])
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=names))


def link_launch(document: pikepdf.Pdf) -> None:
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=pikepdf.Array([0, 0, 100, 100]),
        A=_action("Launch", F="cmd.exe"),
    )
    document.pages[0].obj.Annots = pikepdf.Array([link])


def attachment(document: pikepdf.Pdf) -> None:
    document.attachments["virus.exe"] = pikepdf.AttachedFileSpec(document, b"MZ")


def form_submits(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(
        Fields=pikepdf.Array([pikepdf.Dictionary(A=_action("SubmitForm", F="http://x.example"))])
    )


def opens_at_first_page(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])
