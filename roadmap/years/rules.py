"""Who closes a school year."""

from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied


def may_close_years(user) -> Allowed | Denied:
    """Only the director closes a year and opens it again; the curator prepares it."""
    if user.may(Permission.APPROVE_ORDERS):
        return ALLOWED
    return Denied("Учебный год закрывает директор.")
