"""The check page: open to everybody, names nobody, knows every way to type a code."""

import re
from datetime import date

import pytest

from mentoring.documents import services
from mentoring.documents.enums import DocumentKind
from mentoring.documents.layout import ORDER
from mentoring.documents.papers import paper_data
from mentoring.documents.qr import ALPHABET, draw_qr, is_code, new_code, read_code, spaced_code
from mentoring.documents.responses import issued_filename, issued_pdf_response, pdf_response, xlsx_response
from tests.mentoring.documents import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]


@pytest.fixture
def document(curator):
    paper = samples.order()
    return services.issue_document(
        kind=DocumentKind.ORDER,
        number=paper.number,
        title=paper.title,
        issued_on=date(2026, 1, 12),
        data=paper_data(paper),
        template_name=paper.template_name,
        context={"paper": paper},
        layout=ORDER,
        subject=None,
        by=curator,
    )


def page(response):
    """The text of the page without its tags."""
    text = re.sub(r"<(?!meta|b>)[^>]*>", " ", response.content.decode())
    return " ".join(text.replace("&nbsp;", " ").replace("\xa0", " ").split())


def test_a_valid_paper_shows_what_to_compare(client, document):
    response = client.get(f"/check/{document.code}/")

    assert response.status_code == 200
    text = page(response)
    for part in (
        "Приказ № 20/01-02 от 12.01.2026",
        "Действует",
        "12 января 2026 г.",
        "О закреплении наставнических пар и групп на 2025/2026 учебный год",
        document.sha256,
        spaced_code(document.code),
    ):
        assert part in text
    assert "Отменён" not in text


def test_the_page_names_nobody(client, document):
    text = page(client.get(f"/check/{document.code}/"))

    for name in ("Кедрова", "Петрова", "Иванова", "Ясенева", "yaseneva"):
        assert name not in text


def test_a_cancelled_paper_says_so_without_the_reason(client, document, curator):
    services.cancel_document(document, by=curator, reason="Ошибка у Петровой", on=date(2026, 1, 20))

    text = page(client.get(f"/check/{document.code}/"))

    assert "Отменён" in text
    assert "с 20.01.2026" in text
    assert "он больше не действует" in text
    assert "Петровой" not in text
    assert "Действует" not in text


@pytest.mark.parametrize("code", ["0000000000000000", "x", "0" * 40, "%D0%96", "<b>", "🖤"])
def test_an_unknown_code_is_answered_plainly(client, document, code):
    response = client.get(f"/check/{code}/")

    assert response.status_code == 404
    assert "школа не выпускала" in page(response)
    assert "<b><" not in page(response)


def test_the_page_is_neither_cached_nor_indexed(client, document):
    for address in (f"/check/{document.code}/", "/check/", "/check/unknown/"):
        response = client.get(address)
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in response.headers["Cache-Control"]
        assert '<meta name="robots" content="noindex, nofollow">' in page(response)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_pages_only_read(client, document, method):
    assert getattr(client, method)(f"/check/{document.code}/").status_code == 405
    assert getattr(client, method)("/check/").status_code == 405


def test_a_code_typed_by_hand_leads_to_its_page(client, document):
    typed = spaced_code(document.code).lower().replace("-", " – ")

    response = client.get("/check/", {"code": typed})

    assert (response.status_code, response.headers["Location"]) == (302, f"/check/{document.code}/")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Введите код, который напечатан рядом с QR-кодом."),
        ("123", "В коде должно быть 16 цифр и латинских букв."),
    ],
)
def test_a_code_typed_wrongly_is_explained(client, typed, said):
    response = client.get("/check/", {"code": typed})

    assert response.status_code == 200
    assert said in page(response)


@pytest.mark.parametrize("address", ["/check/%00/", "/check/?code=%00"])
def test_what_nobody_can_type_is_refused_before_the_page(client, address):
    response = client.get(address)

    assert response.status_code == 400
    assert "служебные знаки" in page(response)


def test_the_form_waits_without_complaints(client):
    assert "Введите код, который" not in page(client.get("/check/"))


def test_the_check_costs_one_query(client, document, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        client.get(f"/check/{document.code}/")


def test_a_code_is_read_from_any_keyboard():
    assert read_code("7kqm-2xpa-9trw-4hbc") == "7KQM2XPA9TRW4HBC"
    assert read_code("7КQМ-2ХРА-9ТRW-4НВС") == "7KQM2XPA9TRW4HBC"
    assert read_code("OI lL 0 1 U") == "0111" + "01V"


def test_codes_are_long_and_never_the_same():
    codes = {new_code() for _ in range(1000)}

    assert len(codes) == 1000
    assert all(is_code(code) and read_code(code) == code for code in codes)
    assert len(ALPHABET) ** 16 >= 2**80


def test_the_drawing_is_of_the_whole_address():
    drawing = draw_qr("7KQM2XPA9TRW4HBC")

    assert drawing.url == "https://school157.example/check/7KQM2XPA9TRW4HBC/"
    assert drawing.page == "school157.example/check"
    assert drawing.size == 33 + 2 * 4
    assert drawing.path.startswith("M4 4h7v1h-7z")


def test_an_issued_paper_is_sent_under_a_russian_name(document):
    response = issued_pdf_response(document)

    assert issued_filename(document) == "Приказ № 20-01-02 от 12.01.2026.pdf"
    assert response.content == bytes(document.file.pdf)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("inline; filename*=utf-8''%D0%9F%D1%80")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]


def test_downloads_are_attachments():
    pdf, xlsx = pdf_response(b"%PDF-", "a.pdf", inline=False), xlsx_response(b"PK", "Реестр.xlsx")

    assert pdf.headers["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert xlsx.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%A0")
    assert xlsx.headers["Content-Type"] == (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
