"""The code of an issued paper: what is printed on it and how the check page understands what was typed."""

import secrets
from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse

# No letter that could be taken for a digit: the code is also read aloud and typed from paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
# What is typed with a Russian keyboard or read wrongly off the sheet.
LOOKALIKES = str.maketrans("OILUАВЕЗКМНОРСТУХ", "011VABE3KMH0PCTYX")
QUIET_ZONE = 4


@dataclass(frozen=True)
class QrCode:
    """The check address as a drawing of `size` modules a side, and where to type which code by hand."""

    url: str
    page: str
    code: str
    size: int
    path: str


def new_code() -> str:
    """Return a code of 80 random bits: nobody guesses the address of somebody else's paper."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def spaced_code(code: str) -> str:
    """Return the code in groups of four, as it is printed and read aloud."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(typed: str) -> str:
    """Return the code meant by what was typed: case, spaces, hyphens and look-alikes do not matter."""
    return "".join(typed.split()).replace("-", "").replace("–", "").upper().translate(LOOKALIKES)


def is_code(code: str) -> bool:
    """Whether the text can be a code at all."""
    return len(code) == CODE_LENGTH and set(code) <= set(ALPHABET)


def check_url(code: str) -> str:
    """Return the absolute address of the check page, for a sheet that leaves the building."""
    return settings.PUBLIC_BASE_URL + reverse("documents:check", args=[code])


def typing_page() -> str:
    """Return the address where the code is typed by hand, without the scheme, as people type it."""
    return (settings.PUBLIC_BASE_URL + reverse("documents:find")).split("://", 1)[-1].rstrip("/")


def draw_qr(code: str) -> QrCode:
    """Return the QR drawing of the check address of `code`."""
    url = check_url(code)
    matrix = segno.make(url, error="m", micro=False).matrix
    strokes = []
    for row, modules in enumerate(matrix, start=QUIET_ZONE):
        column = 0
        while column < len(modules):
            width = 0
            while column + width < len(modules) and modules[column + width]:
                width += 1
            if width:
                strokes.append(f"M{column + QUIET_ZONE} {row}h{width}v1h-{width}z")
            column += max(width, 1)
    return QrCode(url, typing_page(), spaced_code(code), len(matrix) + 2 * QUIET_ZONE, "".join(strokes))
