"""Looking at finished papers as a person would: pages, words, fonts, ink."""

import re
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image
from pypdf import PdfReader


@lru_cache(maxsize=8)
def read(pdf: bytes) -> PdfReader:
    """The opened PDF; only for looking."""
    return PdfReader(BytesIO(pdf))


def words(pdf: bytes, page: int | None = None) -> str:
    """The text with hyphenation undone and spaces made single."""
    sheets = _words_of_sheets(pdf)
    return " ".join(sheets) if page is None else sheets[page]


@lru_cache(maxsize=32)
def _words_of_sheets(pdf: bytes) -> list[str]:
    texts = (sheet.extract_text().replace("\xa0", " ") for sheet in read(pdf).pages)
    return [re.sub(r"\s+", " ", re.sub(r"[-‐]\s*\n", "", text)) for text in texts]


def fonts(pdf: bytes) -> set[str]:
    """Names of the embedded fonts without the subset prefix; a font that is not embedded breaks the test."""
    names = set()
    for page in read(pdf).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            assert "/FontFile2" in descriptor
            names.add(descriptor["/FontName"].split("+")[-1])
    return names


def size_mm(pdf: bytes, page: int) -> tuple[int, int]:
    box = read(pdf).pages[page].mediabox
    return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)


@dataclass(frozen=True)
class Picture:
    """A page at 60 dots an inch, in shades of grey."""

    image: Image.Image

    def count(self, low: int, high: int) -> int:
        histogram = self.image.histogram()
        return sum(histogram[low : high + 1])

    @property
    def dark(self) -> int:
        return self.count(0, 120)

    def shades(self) -> list[int]:
        return list(self.image.tobytes())

    def crop_mm(self, left: float, top: float, right: float, bottom: float) -> "Picture":
        scale = 60 / 25.4
        return Picture(self.image.crop(tuple(round(side * scale) for side in (left, top, right, bottom))))


def picture(pdf: bytes, page: int = 0) -> Picture:
    number = str(page + 1)
    command = ["pdftoppm", "-r", "60", "-gray", "-png", "-f", number, "-l", number, "-"]
    result = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return Picture(Image.open(BytesIO(result.stdout)).convert("L"))
