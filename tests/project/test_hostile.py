"""The eye of the hostile walk: a text that got out is seen wherever it got out, and one that stayed a text is not."""

import html

import pytest

from tests.project.hostile import ADDRESS, LONG, MIDDLE, SHORT, faults_of_page

ELEMENT = ["an element"]
ALL = [*ELEMENT, "the attribute onclick of hostile", "the attribute x7191 of hostile"]
PLACES = {
    "text": (f"<p>{LONG}</p>", ALL),
    "value in double quotes": (f'<input value="{LONG}">', ALL),
    "value in single quotes": (f"<input value='{LONG}'>", ALL),
    "value without quotes": (f"<input value={LONG}>", ALL),
    "title": (f"<title>{LONG}</title>", ALL),
    "text area": (f"<textarea>{LONG}</textarea>", ALL),
    "script": (f"<script>var a = '{LONG}';</script>", ALL),
    "style": (f"<style>{LONG}</style>", ["text inside style"]),
    "comment": (f"<!-- {LONG} -->", ALL),
    "table": (f"<table><tr>{SHORT}</tr></table>", ELEMENT),
    "choice": (f"<select><option>{SHORT}</option></select>", ELEMENT),
    "hint": (f'<a title="{MIDDLE}">x</a>', [*ELEMENT, "the attribute x7191 of hostile"]),
    "link": (f'<a href="{html.escape(ADDRESS)}">x</a>', [f"the address {ADDRESS} of a"]),
    "link in disguise": ('<a href=" java&#115;cript:1">x</a>', ["the address  javascript:1 of a"]),
    "drawing": ('<svg><use xlink:href="javascript:1"/></svg>', ["the address javascript:1 of use"]),
    "handler": ("<b onclick='alert(1)'>x</b>", ["the attribute onclick of b"]),
    "template that ran": ("<p>1337</p>", ["a template was run"]),
}


@pytest.mark.parametrize("place", PLACES)
def test_what_got_out_is_seen(place):
    markup, faults = PLACES[place]
    assert faults_of_page(f"<!DOCTYPE html><html><body>{markup}</body></html>") == faults


def test_what_stayed_a_text_is_no_fault():
    text = html.escape(LONG)
    page = f'<html><body title="{text}"><p>{text}</p><textarea>{text}</textarea></body></html>'
    assert faults_of_page(page) == []
