"""What is seen on a page whose frame was looked at on another page, and which frames count as the same."""

import pytest

from tests.browser import FRAME, bring_axe, grave_violations

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="ru"><head><title>Люди – школа</title><meta name="viewport" content="width=device-width">
<style>.pale {color: #ccc}</style></head><body hx-headers='{"X-CSRFToken": "один"}'><a href="#main">К содержанию</a>
<nav aria-label="Разделы"><a href="/people/" class="line">Люди</a><img src="/logo.png" alt="Школа">
<form><input type="hidden" name="csrfmiddlewaretoken" value="один"><label>Поиск <input name="q"></label></form></nav>
<main id="main"><h1>Люди</h1><p class="words">Слова</p><label>Имя <input name="name"></label><img src="/a.png" alt="Лицо">
<ul role="list"><li role="listitem">один</li></ul></main><footer><h2>Школа</h2></footer></body></html>"""
# Where, what instead, what axe calls it.
OF_THE_HEART = [
    ('<p class="words">', '<p class="pale">', "color-contrast"),
    ("<label>Имя ", "<label></label><label>", "label"),
    (' alt="Лицо"', "", "image-alt"),
    ('role="listitem"', 'role="nonsense"', "aria-roles"),
]
OF_THE_PAGE = [
    ("<title>Люди – школа</title>", "<title> </title>", "document-title"),
    ('<html lang="ru">', "<html>", "html-has-lang"),
    ('name="viewport" content="width=device-width"', 'http-equiv="refresh" content="30"', "meta-refresh"),
    ('<html lang="ru">', '<html lang="русский">', "html-lang-valid"),
]
OF_THE_FRAME = [
    ('class="line"', 'class="pale"', "color-contrast"),
    ("<label>Поиск ", "<label></label><label>", "label"),
    (' alt="Школа"', "", "image-alt"),
]
# No fault by itself, but something else to look at.
OTHER_FRAMES = [("<h2>Школа</h2>", "<h3>Школа</h3>"), ('aria-label="Разделы"', 'aria-label="Меню"')]
SAME_FRAMES = [
    ("Люди – школа", "Пары – школа"),
    ('"один"', '"два"'),
    ('<main id="main">', '<main id="main" class="wide">'),
    ("<h1>Люди</h1>", "<h2>Пары</h2><form></form>"),
]


@pytest.fixture(scope="module")
def look(measuring_chromium):
    """`look(html, whole=…)`: what axe calls the faults of the page; its frame."""
    page = measuring_chromium.new_page()
    bring_axe(page.context)

    def answer(html, *, whole):
        page.goto("about:blank")
        page.set_content(html)
        frame = page.evaluate(FRAME)
        return [found["id"] for found in grave_violations(page, whole=whole)], frame

    yield answer
    page.context.close()


def changed(before, after):
    assert before in PAGE
    return PAGE.replace(before, after)


def test_of_a_known_frame_the_heart_and_the_page_are_looked_at(look):
    for before, after, fault in [*OF_THE_HEART, *OF_THE_PAGE]:
        for whole in (True, False):
            assert look(changed(before, after), whole=whole)[0] == [fault], (after, whole)
    for whole in (True, False):
        assert look(PAGE, whole=whole)[0] == []


def test_a_frame_is_known_when_nothing_of_it_differs(look):
    known = look(PAGE, whole=True)[1]
    for before, after, fault in OF_THE_FRAME:
        found, frame = look(changed(before, after), whole=True)
        assert found == [fault] and frame != known, after
    for before, after in [*OTHER_FRAMES, OF_THE_PAGE[0][:2]]:
        assert look(changed(before, after), whole=False)[1] != known, after
    for before, after in SAME_FRAMES:
        assert look(changed(before, after), whole=False)[1] == known, after
