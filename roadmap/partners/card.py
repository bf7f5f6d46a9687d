"""What the card of a contract shows."""

from mentoring.language.initials import NBSP
from mentoring.templatetags.look import ru_date, ru_moment
from roadmap.partners.models import PartnerContract


def facts(contract: PartnerContract) -> list[tuple[str, str]]:
    """The particulars as they stand on the card."""
    number = f"№{NBSP}{contract.number}" if contract.number else "без номера,"
    rows = [
        ("Партнёр", contract.partner),
        ("Предмет", contract.subject),
        ("Номер и дата", f"{number} от {ru_date(contract.date)}"),
        (
            "Действует",
            f"с {ru_date(contract.start)}{f' по {ru_date(contract.end)}' if contract.end else ', бессрочно'}",
        ),
    ]
    if contract.responsible:
        rows.append(("Ответственный", contract.responsible.full_name))
    if contract.note:
        rows.append(("Примечание", contract.note))
    rows.append(("Внесён", f"{contract.created_by}, {ru_moment(contract.created_at)}"))
    return rows
