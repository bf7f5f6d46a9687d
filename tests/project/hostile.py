"""Texts that somebody could type on purpose, and looking for what they did to pages, papers and sheets."""

import re
import subprocess
from io import BytesIO
from tempfile import NamedTemporaryFile

from lxml.etree import XPath
from lxml.html import HTMLParser, document_fromstring
from openpyxl import load_workbook

# One text tries everything: a formula, the end of an attribute, a title, a text area and a script, templates of
# three kinds and both ways of formatting.
LONG = (
    "=1+1'\"--></title></textarea></script><hostile onclick=alert(1) x7191=1>"
    "{{ 7*191 }}{% debug %}${7*191}{0.__class__}{x}%s%(a)s&lt;"
)
MIDDLE = "+\"'></p><hostile x7191>{{7*191}}"
SHORT = "\"'><hostile>"
ADDRESS = "javascript:alert(7191)//<hostile>"
OPENING = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
LINKS = {"href", "src", "action", "formaction", "xlink:href", "data", "hx-get", "hx-post"}
RUNNING = re.compile(r"\s*(javascript|vbscript|data:text)", re.IGNORECASE)
# What can be a fault at all, found without going through all elements one by one: an address of this site is none.
DOUBTFUL = XPath(
    "//*[self::hostile or self::script or self::style or @*[starts-with(name(), 'on') or name() = 'x7191' or ({}) "
    "and not(starts-with(., '/') or starts-with(., '#') or starts-with(., '?'))]]".format(
        " or ".join(f"name() = '{name}'" for name in sorted(LINKS))
    )
)


def payload_of(length: int | None, *, is_address: bool = False) -> str | None:
    """The richest text that fits into a field of so many characters, or None when none fits."""
    wanted = (ADDRESS, SHORT) if is_address else (LONG, MIDDLE, SHORT)
    return next((text for text in wanted if length is None or len(text) <= length), None)


def faults_of_page(page: str) -> list[str]:
    """Walk a page as a browser does and collect what typed text became instead of text."""
    found: list[str] = []
    for element in DOUBTFUL(document_fromstring(page, parser=HTMLParser(huge_tree=True))):
        if element.tag == "hostile":
            found.append("an element")
        for name, value in element.items():
            if name.startswith("on") or name == "x7191":
                found.append(f"the attribute {name} of {element.tag}")
            if name in LINKS and RUNNING.match(value):
                found.append(f"the address {value[:40]} of {element.tag}")
        if element.tag in ("script", "style") and "hostile" in (element.text or ""):
            found.append(f"text inside {element.tag}")
    return [*found, "a template was run"] if "${7*191}" not in page and "1337" in page else found


def faults_of_pdf(content: bytes) -> list[str]:
    found = []
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        listed = subprocess.run(["pdfdetach", "-list", file.name], capture_output=True, check=True)
    if not listed.stdout.startswith(b"0 embedded files"):
        found.append(f"attachments: {listed.stdout[:80]!r}")
    if any(name in content for name in (b"/JavaScript", b"/Launch", b"/EmbeddedFile")):
        found.append("something active")
    return found


def words_of_pdf(content: bytes) -> str:
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return re.sub(r"\s+", "", read.stdout.decode())


def faults_of_sheet(content: bytes) -> list[str]:
    found = []
    for sheet in load_workbook(BytesIO(content)):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f":
                found.append(f"a formula in {cell.coordinate}")
            if isinstance(cell.value, str) and cell.value.startswith(OPENING) and not cell.quotePrefix:
                found.append(f"an open formula in {cell.coordinate}")
    return found
