"""Papers of an order: the draft with «ПРОЕКТ», the frozen text, the acquaintance sheet, the journal."""

from mentoring.documents.act_paper import act_of_data
from mentoring.documents.papers import (
    Acquaintance,
    Annex,
    Letterhead,
    OrderItem,
    OrderPaper,
    PaperColumn,
    PaperTable,
    RowGroup,
    Signature,
)
from mentoring.documents.pdf import render_pdf
from mentoring.documents.sheets import Column, Kind, Sheet, render_xlsx
from mentoring.school.queries import paper_layout
from roadmap.orders.models import Order
from roadmap.orders.paper import order_paper

WATERMARK = "ПРОЕКТ"
JOURNAL_COLUMNS = (
    Column("№ приказа", 14),
    Column("Дата", 12, Kind.DATE),
    Column("Заголовок", 60),
    Column("Подписал", 24),
    Column("Листов", 8, Kind.WHOLE),
    Column("Состояние", 18),
    Column("Подписан на бумаге", 14, Kind.DATE),
    Column("Ознакомлены, человек", 14, Kind.WHOLE),
    Column("Не ознакомлены, человек", 14, Kind.WHOLE),
    Column("Журнал", 30),
)


def draft_pdf(order: Order) -> bytes:
    """The order as it would be printed now, with a watermark; raises ValidationError for a text too long."""
    paper = order_paper(order)
    layout = paper_layout("order")
    return render_pdf(paper.template_name, {"paper": paper}, layout=layout, watermark=WATERMARK)


def paper_of(order: Order) -> OrderPaper:
    """What stands on the paper: the frozen words of a registered order, the present ones of a draft."""
    return frozen_paper(order.document.data) if order.document else order_paper(order)


def acquaintance_pdf(order: Order) -> bytes:
    """The acquaintance sheet of a registered order alone, from its frozen data (D-46)."""
    paper = frozen_paper(order.document.data)
    return render_pdf("documents/acquaintance.html", {"paper": paper}, layout=paper_layout("working"))


def frozen_paper(data) -> OrderPaper:
    """The paper that was frozen as a dictionary when the order was registered."""
    return OrderPaper(
        letterhead=Letterhead(**data["letterhead"]),
        number=data["number"],
        date=data["date"],
        title=data["title"],
        preamble=data["preamble"],
        items=_items(data["items"]),
        signer=Signature(**data["signer"]),
        annexes=tuple(_annex(annex) for annex in data["annexes"]),
        acquaintance=tuple(Acquaintance(**row) for row in data["acquaintance"]),
    )


def _items(rows) -> tuple[OrderItem, ...]:
    return tuple(OrderItem(row["text"], _items(row["items"])) for row in rows)


def _annex(data) -> Annex:
    if data.get("act"):
        return Annex(**{**data, "act": act_of_data(data["act"])})
    if data["table"] is None:
        return Annex(**data)
    table = data["table"]
    groups = tuple(
        RowGroup(tuple(tuple(row) for row in group["rows"]), group["heading"]) for group in table["groups"]
    )
    columns = tuple(PaperColumn(**column) for column in table["columns"])
    return Annex(**{**data, "table": PaperTable(columns, groups, table["is_numbered"])})


def journal_xlsx(orders, title: str) -> bytes:
    """The registration journal (D-52): `orders` come with `document`, `journal` and counts of signatures."""
    rows = [
        (
            order.number,
            order.date,
            order.title,
            order.signer_name,
            order.document.page_count,
            order.get_status_display(),
            order.signed_on,
            order.read_count,
            order.missing_count,
            order.journal.name,
        )
        for order in orders
    ]
    return render_xlsx(Sheet(title=title, columns=JOURNAL_COLUMNS, rows=rows))
