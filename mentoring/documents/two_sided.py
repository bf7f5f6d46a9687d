"""A paper that two sides sign: what it says as plain strings."""

from dataclasses import dataclass
from typing import Any, ClassVar

from mentoring.documents.papers import Blank, Signature


@dataclass(frozen=True)
class Clause:
    """A numbered section: its heading and its items; numbers are given by place (1., 1.1.)."""

    heading: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Side:
    """One side with its particulars, lines to write by hand, and the signature."""

    title: str
    lines: tuple[str, ...]
    signature: Signature
    blanks: tuple[Blank, ...] = ()


@dataclass(frozen=True)
class TwoSidedPaper:
    """An agreement or a contract; `received` is the sentence beside the line for «экземпляр получил»."""

    title: str
    subtitle: str
    place: str
    date: str
    preamble: str
    clauses: tuple[Clause, ...]
    sides: tuple[Side, Side]
    received: str

    template_name: ClassVar[str] = "documents/two_sided.html"

    @property
    def numbered_clauses(self) -> list[tuple[int, str, list[tuple[str, str]]]]:
        """Sections in order as (number, heading, [(number of the item, text)])."""
        return [
            (
                place,
                clause.heading,
                [(f"{place}.{number}.", text) for number, text in enumerate(clause.items, 1)],
            )
            for place, clause in enumerate(self.clauses, start=1)
        ]


def two_sided_of_data(data: dict[str, Any]) -> TwoSidedPaper:
    """The paper that `asdict` kept, word for word."""
    return TwoSidedPaper(
        **{
            **data,
            "clauses": tuple(Clause(row["heading"], tuple(row["items"])) for row in data["clauses"]),
            "sides": tuple(_side(row) for row in data["sides"]),
        }
    )


def _side(row: dict[str, Any]) -> Side:
    return Side(
        title=row["title"],
        lines=tuple(row["lines"]),
        signature=Signature(**row["signature"]),
        blanks=tuple(Blank(**blank) for blank in row["blanks"]),
    )
