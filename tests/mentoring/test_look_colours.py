"""The colour tokens of static/css/app.css keep the contrast that WCAG 2.2 AA asks for."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parents[2] / "static/css/app.css").read_text()
TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{6});")
SCHEMES = dict(
    zip(("light", "dark"), re.findall(r"color-scheme: (?:light|dark);(.*?)}", CSS, re.DOTALL), strict=True)
)

TEXT_PAIRS = [
    *[
        (text, ground)
        for text in ("text", "text-muted", "accent")
        for ground in ("page", "surface", "surface-quiet")
    ],
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-danger", "danger-solid"),
    ("on-danger", "danger-solid-strong"),
    ("accent-strong", "accent-soft"),
    ("accent-strong", "page"),
    ("text", "accent-soft"),
    *[(tone, f"{tone}-soft") for tone in ("neutral", "info", "success", "warning", "danger")],
    *[("text", f"{tone}-soft") for tone in ("info", "success", "warning", "danger")],
    ("danger", "page"),
    ("danger", "surface"),
]
EDGE_PAIRS = [
    ("line-control", "surface"),
    ("line-control", "page"),
    ("focus", "page"),
    ("focus", "surface"),
    ("focus", "accent-soft"),
    ("danger", "surface"),
]


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(scheme, first, second):
    tokens = dict(TOKEN.findall(SCHEMES[scheme]))
    dark, bright = sorted((luminance(tokens[first]), luminance(tokens[second])))
    return (bright + 0.05) / (dark + 0.05)


def test_contrast_of_black_and_white_is_twenty_one():
    assert round((luminance("#ffffff") + 0.05) / (luminance("#000000") + 0.05), 2) == 21


def test_both_schemes_name_the_same_colours():
    light, dark = (sorted(dict(TOKEN.findall(SCHEMES[scheme]))) for scheme in ("light", "dark"))
    assert light == dark


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_stands_out_from_its_ground(scheme, text, ground):
    assert contrast(scheme, text, ground) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_edges_of_controls_and_focus_can_be_seen(scheme, edge, ground):
    assert contrast(scheme, edge, ground) >= 3
