"""Who may do what with a contract with a partner."""

from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied
from roadmap.partners.models import PartnerContract


def may_keep(contract: PartnerContract | None, user) -> Allowed | Denied:
    """The register is kept by who prepares orders: the curator, or the director."""
    may = user.may(Permission.DRAFT_ORDERS)
    return ALLOWED if may else Denied("Реестр договоров с партнёрами ведёт куратор.")


def may_attach_scan(contract: PartnerContract, user) -> Allowed | Denied:
    """A scan is put once; what was put stays."""
    if not may_keep(contract, user):
        return may_keep(contract, user)
    return ALLOWED if contract.scan_id is None else Denied("Скан договора уже приложен.", is_late=True)


def may_delete(contract: PartnerContract, user) -> Allowed | Denied:
    """Only what was entered by mistake goes: a contract with its scan is kept."""
    if not may_keep(contract, user):
        return may_keep(contract, user)
    if contract.scan_id is None:
        return ALLOWED
    return Denied("Договор со сканом хранится: удалить его нельзя.", is_late=True)
