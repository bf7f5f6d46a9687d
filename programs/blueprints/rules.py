from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied


def may_edit_blueprints(user) -> Allowed | Denied:
    """Templates of programmes are prepared and kept by the curator (Положение, п. 3.4)."""
    return ALLOWED if user.may(Permission.EDIT_BLUEPRINTS) else Denied("Шаблоны программ ведёт куратор.")
