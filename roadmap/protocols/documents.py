"""Papers of the room: the protocol as PDF and Word, the register of protocols as PDF and .xlsx."""

from collections.abc import Iterable
from datetime import date

from mentoring.documents.papers import (
    Letterhead,
    PaperColumn,
    PaperTable,
    RegisterPaper,
    RowGroup,
    Signature,
)
from mentoring.documents.pdf import render_pdf
from mentoring.documents.protocol_papers import ProtocolItem, ProtocolPaper, protocol_docx
from mentoring.documents.sheets import Column, Kind, Sheet, render_xlsx
from mentoring.language.dates import date_numeric
from mentoring.school.models import Organisation
from mentoring.school.queries import organisation, paper_layout
from roadmap.orders.enums import NumberingPeriod
from roadmap.orders.numbering import year_label
from roadmap.protocols.enums import AttendeeRole
from roadmap.protocols.models import Protocol
from roadmap.protocols.paper import named, protocol_paper

WATERMARK = "ПРОЕКТ"
TITLE = "Журнал регистрации протоколов"
PAPER_COLUMNS = (
    PaperColumn("№ протокола", 9, "center"),
    PaperColumn("Дата", 10, "center"),
    PaperColumn("Заседание", 24, is_wordy=True),
    PaperColumn("Повестка дня", 40, is_wordy=True),
    PaperColumn("Председатель", 20),
    PaperColumn("Листов", 6, "center"),
)
COLUMNS = (
    Column("Кто заседал", 24),
    Column("Учебный год", 12),
    Column("№ протокола", 12),
    Column("Дата", 12, Kind.DATE),
    Column("Заседание", 36),
    Column("Повестка дня", 60),
    Column("Председатель", 32),
    Column("Листов", 8, Kind.WHOLE),
    Column("Скан", 10),
)


def draft_pdf(protocol: Protocol) -> bytes:
    """The protocol as it would be printed now, with «ПРОЕКТ» across it; raises ValidationError for a text too long."""
    paper = protocol_paper(protocol)
    return render_pdf(
        paper.template_name, {"paper": paper}, layout=paper_layout("order"), watermark=WATERMARK
    )


def paper_of(protocol: Protocol) -> ProtocolPaper:
    """What stands on the paper: the frozen words of a signed protocol, the present ones of a draft."""
    return frozen_paper(protocol.document.data) if protocol.document else protocol_paper(protocol)


def frozen_paper(data) -> ProtocolPaper:
    """The paper that was frozen as a dictionary when the protocol was signed."""
    return ProtocolPaper(
        letterhead=Letterhead(**data["letterhead"]),
        title=data["title"],
        number=data["number"],
        date=data["date"],
        people=tuple(tuple(row) for row in data["people"]),
        quorum=data["quorum"],
        items=tuple(_frozen_item(row) for row in data["items"]),
        signatures=tuple(Signature(**row) for row in data["signatures"]),
    )


def _frozen_item(row) -> ProtocolItem:
    return ProtocolItem(
        title=row["title"],
        heard=tuple(row["heard"]),
        spoke=tuple(row["spoke"]),
        decisions=tuple((text, about) for text, about in row["decisions"]),
        votes=row["votes"],
    )


def word_copy(protocol: Protocol) -> bytes:
    """The same words as Word."""
    return protocol_docx(paper_of(protocol), paper_layout("order"))


def file_stem(protocol: Protocol) -> str:
    """«Протокол методический совет № 3 от 12.01.2027», fit for any disk."""
    number = f" № {protocol.number}" if protocol.number else " (проект)"
    return f"Протокол, {protocol.get_body_display()}{number} от {protocol.held_on:%d.%m.%Y}".replace("/", "-")


def register_pdf(protocols: Iterable[Protocol], day: date, about: str = "") -> bytes:
    """The register grouped by body and school year; `protocols` come in the order of their numbers."""
    card = organisation() or Organisation()
    groups: dict[str, list[tuple[str, ...]]] = {}
    for row in protocols:
        name = f"{row.get_body_display().capitalize()}, {_year(row)} учебный год"
        groups.setdefault(name, []).append(
            (
                row.number,
                date_numeric(row.held_on),
                row.title,
                _agenda(row),
                _chair(row),
                str(row.document.page_count),
            )
        )
    paper = RegisterPaper(
        letterhead=Letterhead(full_name=card.full_name, short_name=card.short_name, place=card.town),
        title=TITLE,
        as_of=about or f"по состоянию на {date_numeric(day)}",
        table=PaperTable(PAPER_COLUMNS, tuple(RowGroup(tuple(rows), name) for name, rows in groups.items())),
        signer=Signature("Журнал ведёт", ""),
    )
    return render_pdf(paper.template_name, {"paper": paper}, layout=paper_layout("register"))


def register_xlsx(protocols: Iterable[Protocol]) -> bytes:
    """The same register, one row a protocol."""
    rows = [
        (
            row.get_body_display(),
            _year(row),
            row.number,
            row.held_on,
            row.title,
            _agenda(row),
            _chair(row),
            row.document.page_count,
            "есть" if row.scan_id else "нет",
        )
        for row in protocols
    ]
    return render_xlsx(Sheet("Протоколы", COLUMNS, rows))


def _year(protocol: Protocol) -> str:
    return year_label(NumberingPeriod.SCHOOL_YEAR, protocol.year)


def _agenda(protocol: Protocol) -> str:
    return "\n".join(f"{place}. {item.title}" for place, item in enumerate(protocol.items.all(), start=1))


def _chair(protocol: Protocol) -> str:
    chairs = [row for row in protocol.attendees.all() if row.role == AttendeeRole.CHAIR]
    return named(chairs[0]).split(",")[0] if chairs else ""
