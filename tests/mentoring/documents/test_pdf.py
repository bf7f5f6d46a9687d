"""Rendering: the same bytes every time, nothing fetched, typed text stays text, real Cyrillic glyphs."""

import re
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.template import engines
from weasyprint import HTML

from mentoring.documents.layout import ORDER, REGISTER, WORKING, PaperLayout
from mentoring.documents.papers import OrderItem, Paragraph
from mentoring.documents.pdf import Printable, render_pdf, render_pdfs
from mentoring.documents.press import NothingFetched
from mentoring.documents.presses import PaperNotMade
from mentoring.documents.qr import draw_qr
from tests.mentoring.documents import samples
from tests.mentoring.documents.reading import picture, read, words


def render(paper, layout=ORDER, **context):
    return render_pdf(paper.template_name, {"paper": paper, **context}, layout=layout)


def test_the_same_paper_gives_the_same_bytes_whatever_was_rendered_between():
    paper, qr = samples.order(), draw_qr("7KQM2XPA9TRW4HBC")
    first = render(paper, qr=qr)
    render(samples.register(3), REGISTER)

    assert render(paper, qr=qr) == first


def test_threads_render_the_same_bytes():
    paper = samples.order()
    alone = render(paper)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: render(paper), range(8)))

    assert together == [alone] * 8


def test_many_papers_come_in_their_order_and_one_that_is_too_much_stops_no_other():
    short = [replace(samples.mentoring_consent(), blocks=(Paragraph(f"Лист {n}."),)) for n in range(6)]
    endless = replace(samples.mentoring_consent(), blocks=(Paragraph("слово " * 400_000),))

    made = list(render_pdfs(as_printable(paper) for paper in [*short[:2], endless, *short[2:]]))

    assert [
        "отказ" if isinstance(pdf, PaperNotMade) else re.search(r"Лист \d", words(pdf))[0] for pdf in made
    ] == ["Лист 0", "Лист 1", "отказ", "Лист 2", "Лист 3", "Лист 4", "Лист 5"]
    assert made[0] == render(short[0], WORKING)


def as_printable(paper):
    return Printable(paper.template_name, {"paper": paper}, WORKING)


def test_the_file_knows_its_title_and_language_and_is_tagged():
    reader = read(render(samples.order()))

    assert reader.metadata.title == (
        "Приказ № 20/01-02 от 12.01.2026 «О закреплении наставнических пар и групп на 2025/2026 учебный год»"
    )
    assert reader.trailer["/Root"]["/Lang"] == "ru"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True


def test_typed_markup_and_template_signs_stay_text():
    typed = "<b>жирно</b> {{ 7*191 }} {% debug %} ${x} <script>alert(1)</script> &amp;"
    paper = replace(samples.order(), items=(OrderItem(typed),), annexes=(), acquaintance=())

    assert typed in words(render(paper))


@pytest.mark.parametrize(
    "typed",
    [
        '<img src="{}">',
        '<link rel="stylesheet" href="{}">',
        '<link rel="attachment" href="{}">',
        '<a rel="attachment" href="{}">x</a>',
        "<style>@import url({});</style>",
        '<svg><image href="{}"/></svg>',
        '<iframe src="{}"></iframe>',
        '<object data="{}"></object>',
    ],
)
def test_typed_text_brings_in_neither_a_file_nor_a_page(typed, tmp_path):
    canary = tmp_path / "settings.txt"
    canary.write_text("канарейка-и-ключ")
    with _Listener() as listener:
        for address in (canary.as_uri(), listener.address):
            paragraph = Paragraph(typed.format(address))
            paper = replace(samples.mentoring_consent(), blocks=(paragraph,))
            reader = read(render(paper, WORKING))
            assert reader.attachments == {}
            assert "канарейка" not in words(render(paper, WORKING))
        assert listener.hits == 0


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{}">',
        '<link rel="stylesheet" href="{}">',
        '<link rel="attachment" href="{}">',
        "<style>@import url({});</style>",
        "<style>@font-face {{ font-family: a; src: url({}) }} p {{ font-family: a }}</style><p>x",
        '<svg width="10" height="10"><image href="{}"/></svg>',
        '<object data="{}"></object>',
    ],
)
def test_the_fetcher_refuses_every_address_even_in_real_markup(markup, tmp_path):
    canary = tmp_path / "settings.txt"
    canary.write_text("канарейка-и-ключ")
    with _Listener() as listener:
        for address in (canary.as_uri(), listener.address):
            html = "<html><body>текст" + markup.format(address)
            pdf = HTML(string=html, url_fetcher=NothingFetched()).write_pdf()
            assert read(pdf).attachments == {}
            assert "канарейка" not in words(pdf)
        assert listener.hits == 0


def test_a_template_may_not_reach_out_either():
    assert "http" not in engines["django"].get_template("documents/base.html").template.source


def test_cyrillic_is_drawn_with_different_letters_and_not_with_boxes():
    def ink(text):
        paper = replace(samples.mentoring_consent(), blocks=(Paragraph(text * 40),), title="")
        return picture(render(paper, WORKING)).crop_mm(20, 40, 200, 110).dark

    thin, middle, wide = ink("г "), ink("н "), ink("Щ ")
    assert 0 < thin < middle < wide
    # Boxes for missing glyphs would all be alike.
    assert wide > 1.5 * thin


def test_the_rouble_the_number_sign_and_yo_are_in_the_font():
    paper = replace(samples.mentoring_consent(), blocks=(Paragraph("№ 5, 100 ₽, ёлка – «ёж»"),))
    pdf = render(paper, WORKING)

    assert "№ 5, 100 ₽, ёлка – «ёж»" in words(pdf)
    assert b"DejaVu" not in pdf


def test_long_words_are_hyphenated_in_russian():
    text = "Персонализированные высококвалифицированными педагогическими взаимопосещениями " * 6
    paper = replace(samples.mentoring_consent(), blocks=(Paragraph(text),))

    raw = read(render(paper, WORKING)).pages[0].extract_text()

    assert any(line.rstrip().endswith(("-", "‐")) for line in raw.splitlines())


def test_a_text_too_long_to_lay_out_is_refused_at_once():
    paper = replace(samples.mentoring_consent(), blocks=(Paragraph("слово " * 400_000),))

    with pytest.raises(ValidationError, match="слишком велик"):
        render(paper, WORKING)


def test_margins_and_type_are_those_of_the_layout():
    wide = picture(render(samples.order(), PaperLayout(margin_left=50, font_size=14)))
    usual = picture(render(samples.order(), ORDER))

    assert usual.crop_mm(0, 0, 29, 297).dark == 0
    assert usual.crop_mm(29, 0, 36, 297).dark > 0
    assert wide.crop_mm(0, 0, 49, 297).dark == 0


def test_page_numbers_can_be_left_out():
    pdf = render(samples.order(), PaperLayout(page_numbers=False))

    assert words(pdf, 1).startswith("Приложение № 1")


@pytest.mark.parametrize(
    "wrong", [{"margin_left": 2}, {"font_size": 40}, {"line_height": 0}, {"orientation": "a4; } *"}]
)
def test_a_sheet_nobody_could_print_is_refused(wrong):
    with pytest.raises(ValueError):
        PaperLayout(**wrong)


class _Listener:
    """A server on the loopback that counts who came."""

    def __enter__(self):
        self.hits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/a.png"
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def _listen(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.hits += 1
            connection.close()

    def __exit__(self, *error):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
