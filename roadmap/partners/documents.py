"""The register of contracts with partners: PDF to sign, .xlsx to count."""

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
from mentoring.documents.sheets import Column, Kind, Sheet, render_xlsx
from mentoring.language.dates import date_numeric
from mentoring.school.models import Organisation
from mentoring.school.queries import organisation, paper_layout
from roadmap.partners.models import PartnerContract

TITLE = "Реестр договоров с партнёрами"
COLUMNS = (
    PaperColumn("№ п/п", 5, "center"),
    PaperColumn("Организация-партнёр", 24),
    PaperColumn("Предмет", 26, is_wordy=True),
    PaperColumn("Номер и дата", 13),
    PaperColumn("Срок действия", 13),
    PaperColumn("Ответственный", 14),
    PaperColumn("Состояние", 11),
)
SHEET_COLUMNS = (
    Column("№ п/п", 7, Kind.WHOLE),
    Column("Организация-партнёр", 40),
    Column("Предмет", 50),
    Column("Номер", 14),
    Column("Дата", 12, Kind.DATE),
    Column("Действует с", 12, Kind.DATE),
    Column("Действует по", 12, Kind.DATE),
    Column("Ответственный", 26),
    Column("Состояние", 18),
    Column("Скан", 8),
    Column("Примечание", 40),
)


def register_paper(contracts: Iterable[PartnerContract], day: date) -> RegisterPaper:
    """The register as of the day."""
    card = organisation() or Organisation()
    rows = tuple(
        (
            str(number),
            row.partner,
            row.subject,
            f"{f'№ {row.number} ' if row.number else ''}от {date_numeric(row.date)}",
            f"с {date_numeric(row.start)}\n" + (f"по {date_numeric(row.end)}" if row.end else "бессрочно"),
            row.responsible.short_name if row.responsible else "",
            row.state_on(day).label,
        )
        for number, row in enumerate(contracts, start=1)
    )
    return RegisterPaper(
        letterhead=Letterhead(full_name=card.full_name, short_name=card.short_name, place=card.town),
        title=TITLE,
        as_of=f"по состоянию на {date_numeric(day)}",
        table=PaperTable(COLUMNS, (RowGroup(rows),)),
        signer=Signature("Реестр ведёт", ""),
    )


def register_pdf(contracts: Iterable[PartnerContract], day: date) -> bytes:
    """The register on A4 landscape."""
    paper = register_paper(contracts, day)
    return render_pdf(paper.template_name, {"paper": paper}, layout=paper_layout("register"))


def register_xlsx(contracts: Iterable[PartnerContract], day: date) -> bytes:
    """One row a contract."""
    rows = [
        (
            number, row.partner, row.subject, row.number, row.date, row.start, row.end,
            row.responsible.full_name if row.responsible else "", row.state_on(day).label,
            "есть" if row.scan_id else "нет", row.note,
        )
        for number, row in enumerate(contracts, start=1)
    ]  # fmt: skip
    return render_xlsx(Sheet(TITLE, SHEET_COLUMNS, rows))
