"""A local act as plain strings: грифы, title, sections with numbered clauses."""

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class ActClause:
    """A numbered clause: paragraphs of its text, and lines with a dash under it."""

    paragraphs: tuple[str, ...]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class ActSection:
    """A section: its heading and its clauses; numbers are given by place (1., 1.1.)."""

    heading: str
    clauses: tuple[ActClause, ...] = ()


@dataclass(frozen=True)
class ActPaper:
    """A local act. `stamps` are грифы, each as lines, that of approval first; `school` is «в Муниципальном…»."""

    stamps: tuple[tuple[str, ...], ...]
    word: str
    title: str
    school: str
    sections: tuple[ActSection, ...]
    attachments: tuple[str, ...] = ()

    template_name: ClassVar[str] = "documents/act.html"

    @property
    def stamp_rows(self) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Грифы in two columns: that of approval stands upper right, the others fill the places around it."""
        approval, *others = self.stamps
        places = [*others[:1], approval, *others[1:]] if others else [(), approval]
        places += [()] * (len(places) % 2)
        return list(zip(places[::2], places[1::2], strict=True))

    @property
    def numbered_sections(self) -> list[tuple[int, str, list[tuple[str, ActClause]]]]:
        """Sections in order as (number, heading, [(number of the clause, clause)])."""
        return [
            (
                place,
                section.heading,
                [(f"{place}.{number}.", clause) for number, clause in enumerate(section.clauses, start=1)],
            )
            for place, section in enumerate(self.sections, start=1)
        ]


def act_of_data(data: dict[str, Any]) -> ActPaper:
    """The paper that `asdict` kept, word for word."""
    sections = tuple(
        ActSection(
            row["heading"],
            tuple(ActClause(tuple(part["paragraphs"]), tuple(part["lines"])) for part in row["clauses"]),
        )
        for row in data["sections"]
    )
    stamps = tuple(tuple(lines) for lines in data["stamps"])
    return ActPaper(
        **{**data, "stamps": stamps, "sections": sections, "attachments": tuple(data["attachments"])}
    )
