"""Papers over many orders: the registration journal (D-52) and all sheets that wait for signatures."""

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
from mentoring.language.dates import date_numeric
from mentoring.school.models import Organisation
from mentoring.school.queries import organisation, paper_layout
from roadmap.orders.documents import frozen_paper
from roadmap.orders.models import Order

COLUMNS = (
    PaperColumn("№ п/п", 5, "center"),
    PaperColumn("Дата", 9, "center"),
    PaperColumn("№ приказа", 10, "center"),
    PaperColumn("Заголовок", 36, is_wordy=True),
    PaperColumn("Подписал", 16),
    PaperColumn("Листов", 6, "center"),
    PaperColumn("Ознакомлены", 12, "center"),
    PaperColumn("Состояние", 12),
)


def journal_paper(orders: Iterable[Order], day: date, about: str) -> RegisterPaper:
    """The journal as a paper, grouped by journal and year; `orders` come in the order of their numbers."""
    card = organisation() or Organisation()
    groups: dict[str, list[tuple[str, ...]]] = {}
    for order in orders:
        rows = groups.setdefault(f"{order.journal.name}, {order.year} год", [])
        rows.append(
            (
                str(len(rows) + 1),
                date_numeric(order.date),
                order.number,
                order.title,
                order.signer_name,
                str(order.document.page_count),
                f"{order.read_count} из {order.read_count + order.missing_count}",
                order.get_status_display(),
            )
        )
    return RegisterPaper(
        letterhead=Letterhead(full_name=card.full_name, short_name=card.short_name, place=card.town),
        title="Журнал регистрации приказов",
        as_of=about or f"по состоянию на {date_numeric(day)}",
        table=PaperTable(COLUMNS, tuple(RowGroup(tuple(rows), name) for name, rows in groups.items())),
        signer=Signature("Журнал ведёт", ""),
    )


def journal_pdf(orders: Iterable[Order], day: date, about: str = "") -> bytes:
    """Журнал регистрации приказов (D-52) as PDF."""
    paper = journal_paper(orders, day, about)
    return render_pdf(paper.template_name, {"paper": paper}, layout=paper_layout("register"))


def sheets_pdf(orders: Iterable[Order]) -> bytes:
    """Acquaintance sheets of these registered orders, each from a new page, from their frozen words (D-46)."""
    papers = [frozen_paper(order.document.data) for order in orders]
    return render_pdf("documents/acquaintances.html", {"papers": papers}, layout=paper_layout("working"))
