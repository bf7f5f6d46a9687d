"""What may be uploaded as a scan, and what is said to whoever brings something else."""

from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from mentoring.documents.uploads import check_upload, shown_name
from tests.mentoring.documents import zoo
from tests.mentoring.documents.zoo import upload


def refusal(name, content):
    with pytest.raises(ValidationError) as caught:
        check_upload(upload(name, content))
    return caught.value.messages[0]


def test_a_pdf_comes_in_unchanged():
    content = zoo.paper()

    checked = check_upload(upload("Приказ № 20.pdf", content))

    assert checked.content == content
    assert (checked.content_type, checked.extension, checked.name) == (
        "application/pdf",
        "pdf",
        "Приказ № 20.pdf",
    )


def test_a_pdf_that_only_says_which_page_to_open_comes_in():
    content = zoo.pdf(change=zoo.opens_at_first_page)

    assert check_upload(upload("скан.PDF", content)).content == content


@pytest.mark.parametrize(
    ("name", "kind", "content_type", "extension"),
    [
        ("скан.jpg", "JPEG", "image/jpeg", "jpg"),
        ("скан.JPEG", "JPEG", "image/jpeg", "jpg"),
        ("скан.png", "PNG", "image/png", "png"),
    ],
)
def test_a_picture_comes_in_with_its_size_and_resolution(name, kind, content_type, extension):
    checked = check_upload(upload(name, zoo.image(kind, dpi=(200, 200))))

    stored = Image.open(BytesIO(checked.content))
    assert (checked.content_type, checked.extension) == (content_type, extension)
    assert (stored.format, stored.size) == (kind, (40, 20))
    assert round(stored.info["dpi"][0]) == 200


def test_a_photograph_is_turned_upright_and_loses_place_and_author():
    original = zoo.photograph()
    assert b"canary-comment" in original

    checked = check_upload(upload("фото.jpg", original))

    stored = Image.open(BytesIO(checked.content))
    assert stored.size == (20, 40)
    assert dict(stored.getexif()) == {}
    assert b"canary-comment" not in checked.content
    assert b"Exif" not in checked.content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("страница.html", b"<html><script>alert(1)</script>"),
        ("рисунок.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("письмо.docx", b"PK\x03\x04"),
        ("картинка.gif", b"GIF89a"),
        ("программа.exe", b"MZ"),
        ("без расширения", zoo.image()),
        ("скан.pdf.html", zoo.pdf()),
    ],
)
def test_another_kind_of_file_is_refused(name, content):
    assert refusal(name, content) == (
        f"Файл «{name}» – не скан. Принимаются только PDF, JPG и PNG. "
        "Отсканируйте лист заново в PDF, JPG или PNG и загрузите снова."
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("скан.pdf", zoo.image()),
        ("скан.jpg", zoo.pdf()),
        ("скан.png", zoo.image("JPEG")),
        ("скан.jpg", b"GIF89a<script>alert(1)</script>"),
        ("скан.pdf", b"<html>%PDF-1.7"),
        ("скан.pdf", b"MZ\x90\x00" + b"\x00" * 200),
        ("скан.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("скан.jpg", b"PK\x03\x04[Content_Types].xml"),
        ("скан.png", b"<!doctype html><script>alert(1)</script>"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name, content):
    assert refusal(name, content).startswith(f"Файл «{name}» внутри не того вида, что обещает его имя.")


@pytest.mark.parametrize(
    "change",
    [
        zoo.opens_script,
        zoo.opens_launch,
        zoo.page_action,
        zoo.named_script,
        zoo.link_launch,
        zoo.attachment,
        zoo.form_submits,
    ],
    ids=lambda change: change.__name__,
)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "object-streams"])
def test_a_pdf_that_does_something_by_itself_is_refused(change, packed):
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    content = zoo.pdf(change=change, object_stream_mode=mode)

    assert "есть вложения или сценарии" in refusal("скан.pdf", content)


@pytest.mark.parametrize("owner_only", [False, True])
def test_an_encrypted_pdf_is_refused(owner_only):
    encryption = pikepdf.Encryption(owner="o", user="" if owner_only else "u")

    assert "защищён паролем" in refusal("скан.pdf", zoo.pdf(encryption=encryption))


def test_a_pdf_of_more_than_two_hundred_pages_is_refused():
    assert check_upload(upload("скан.pdf", zoo.pdf(200))).extension == "pdf"
    assert "больше 200 страниц" in refusal("скан.pdf", zoo.pdf(201))


def test_a_pdf_without_pages_is_refused():
    assert "нет ни одной страницы" in refusal("скан.pdf", zoo.pdf(0))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("скан.pdf", b"%PDF-1.7\n" + b"\x00\xff" * 200),
        ("скан.png", zoo.image("PNG")[:40]),
        ("скан.jpg", zoo.image()[:200]),
        ("скан.jpg", b"\xff\xd8\xff" + b"<script>" * 50),
    ],
)
def test_a_damaged_file_is_refused(name, content):
    assert refusal(name, content).startswith(f"Файл «{name}» повреждён: его не удаётся прочитать.")


@pytest.mark.parametrize("size", [(64_000, 64_000), (8_000, 5_001)])
def test_a_picture_bomb_is_refused_before_it_is_unpacked(size):
    assert "больше 40 мегапикселей" in refusal("скан.png", zoo.pixel_bomb(*size))


def test_an_empty_file_is_refused():
    assert refusal("скан.pdf", b"").startswith("Файл «скан.pdf» пуст.")


def test_a_file_over_ten_megabytes_is_refused_before_it_is_read():
    class Unread(type(upload("a.pdf", b"x"))):
        def read(self, *args):
            raise AssertionError("read")

    large = Unread("скан.pdf", b"x")
    large.size = 10 * 1024 * 1024 + 1

    with pytest.raises(ValidationError, match="больше 10 МБ"):
        check_upload(large)


def test_a_file_that_lies_about_its_size_is_refused_too():
    liar = upload("скан.pdf", b"%PDF-" + b"x" * 10 * 1024 * 1024)
    liar.size = 100

    with pytest.raises(ValidationError, match="больше 10 МБ"):
        check_upload(liar)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Сканы\\приказ.pdf", "приказ.pdf"),
        ("приказ\r\nSet-Cookie: a=b.pdf", "приказSet-Cookie: a=b.pdf"),
        ("при\x00каз.pdf", "приказ.pdf"),
        ("приказ\u202efdp.exe", "приказfdp.exe"),
        ("<img src=x>.png", "<img src=x>.png"),
        ("и\u0306од.pdf", "йод.pdf"),
        ("  приказ   20 .pdf ", "приказ 20 .pdf"),
        ("", "без названия"),
        ("CON.pdf", "_CON.pdf"),
        ("lpt1.скан.pdf", "_lpt1.скан.pdf"),
        ("...", "без названия"),
        ("ы" * 300 + ".pdf", "ы" * 116 + ".pdf"),
    ],
)
def test_the_name_shown_is_harmless(given, shown):
    assert shown_name(given) == shown
