"""Papers of the room: the agreement as PDF, the list for the accounting office."""

from mentoring.documents.pdf import render_pdf
from mentoring.documents.sheets import Column, Kind, Sheet, render_xlsx
from mentoring.school.queries import paper_layout
from roadmap.agreements.coming import paid_until
from roadmap.agreements.enums import AgreementStatus
from roadmap.agreements.models import Agreement
from roadmap.agreements.paper import paper_of

WATERMARK = "ПРОЕКТ"
COLUMNS = (
    Column("№ п/п", 7, Kind.WHOLE),
    Column("Наставник", 32),
    Column("Должность", 28),
    Column("Кого сопровождает", 32),
    Column("Документ", 30),
    Column("Номер", 10),
    Column("Дата", 12, Kind.DATE),
    Column("Размер и условия выплаты", 40),
    Column("Платить с", 12, Kind.DATE),
    Column("Платить по", 12, Kind.DATE),
    Column("Состояние", 22),
    Column("Подписано", 12, Kind.DATE),
)


def agreement_pdf(agreement: Agreement) -> bytes:
    """The paper; a draft has «ПРОЕКТ» across it."""
    paper = paper_of(agreement)
    watermark = None if agreement.paper else WATERMARK
    return render_pdf(
        paper.template_name, {"paper": paper}, layout=paper_layout("working"), watermark=watermark
    )


def agreement_filename(agreement: Agreement) -> str:
    """«Дополнительное соглашение № 3 – Иванова А. П.pdf», fit for any disk."""
    name = f"{agreement.short_title} – {agreement.mentor.short_name}".replace("\xa0", " ")
    return f"{name.replace('/', '-').rstrip('.')}.pdf"


def payments_xlsx(agreements) -> bytes:
    """Whom to pay what from which day to which (L-06): one row an agreement."""
    until = paid_until(agreements)
    # An order may end the work before it has begun, or close what nobody signed: then there is nothing to pay.
    paid = [row for row in agreements if row.start <= until[row.pk] and row.status != AgreementStatus.VOID]
    rows = [
        (
            number,
            row.mentor.full_name,
            row.mentor.position_title,
            ", ".join(person.full_name for person in row.mentorship.mentees),
            row.get_kind_display(),
            row.number,
            row.date,
            row.payment,
            row.start,
            until[row.pk],
            row.get_status_display(),
            row.signed_on,
        )
        for number, row in enumerate(paid, start=1)
    ]
    return render_xlsx(Sheet("Выплаты наставникам", COLUMNS, rows))
