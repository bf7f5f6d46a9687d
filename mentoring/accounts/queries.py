from allauth.usersessions.models import UserSession
from django.db.models import Prefetch, Q
from django.utils import timezone

from mentoring.accounts.enums import Role
from mentoring.accounts.models import RoleAssignment, User, look_of_column
from mentoring.accounts.names import look_of


def has_accounts() -> bool:
    """Can anybody sign in at all? Not before the first run of an empty school."""
    return User.objects.exists()


def accounts():
    """All accounts with their role rows of today in `open_roles`."""
    today = timezone.localdate()
    rows = RoleAssignment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    return User.objects.prefetch_related(Prefetch("role_assignments", rows, to_attr="open_roles")).order_by(
        "-is_active", "display_name", "pk"
    )


def users_with_role(role: Role):
    """Active accounts that have the role today."""
    today = timezone.localdate()
    rows = RoleAssignment.objects.filter(role=role, valid_from__lte=today).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    )
    return User.objects.filter(is_active=True, role_assignments__in=rows).distinct()


def accounts_that_look_like(name: str):
    """Accounts whose name the eye cannot tell from this one: at most one, the database sees to it."""
    return User.objects.alias(look=look_of_column("username")).filter(look=look_of(name))


def open_sessions(user):
    """Where this account is signed in, the newest first. A session that has run out is not among them."""
    rows = UserSession.objects.filter(user=user).order_by("-created_at")
    return [row for row in rows if row.exists()]
