"""The marks that stand before measures in a cell: «1)», «а)», «–», «·», and the tree they make."""

import re
from collections.abc import Sequence

from roadmap.plans.outline import PlanMeasure

# Only a mark with a space after it is taken off: nothing but the mark is lost when it is printed back.
NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]\s+")
LETTER = re.compile(r"[а-яёa-z]\)\s+", re.IGNORECASE)
BULLET = re.compile(r"[-–—−·•▪●○◦*‒]\s+")
RANKS = ((NUMBER, 1), (LETTER, 2), (BULLET, 3))
PLAIN = 0
MONTHS = "январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр"
INLINE_TERM = re.compile(
    r"\(\s*((?:ежегодно|ежеквартально|ежемесячно|еженедельно|постоянно|по мере необходимости|в течени[еи]"
    rf"|(?:до|с|не позднее) \d|{MONTHS})[^()]*)\)",
    re.IGNORECASE,
)


def split_mark(paragraph: str) -> tuple[str, str, int]:
    """Return (mark with its space, the rest, rank): 0 plain, 1 number, 2 letter, 3 bullet."""
    for pattern, rank in RANKS:
        found = pattern.match(paragraph)
        if found and found.end() < len(paragraph):
            return found[0], paragraph[found.end() :], rank
    return "", paragraph, PLAIN


def measures_of(paragraphs: Sequence[str], *, row: int = 0, start: int = 0) -> list[PlanMeasure]:
    """Return the paragraphs of a cell as measures; `start` is how many measures the stage has already.

    A paragraph belongs to the nearest one above it whose mark is of a higher rank.
    """
    measures: list[PlanMeasure] = []
    open_ones: list[tuple[int, int]] = []
    for paragraph in paragraphs:
        mark, text, rank = split_mark(paragraph)
        while open_ones and open_ones[-1][0] >= rank:
            open_ones.pop()
        parent = open_ones[-1][1] if open_ones else None
        open_ones.append((rank, start + len(measures)))
        measures.append(PlanMeasure(text, mark, row=row, parent=parent, inline_term=inline_term(text)))
    return measures


def inline_term(text: str) -> str:
    """The term that stands inside of the text in brackets: «(ежегодно)», «(до 1 октября)»; else nothing."""
    found = INLINE_TERM.findall(text)
    return found[-1].strip() if found else ""
