"""Accounts and dated roles. Rights are read anew in every request, so a role taken away is gone at once."""

import datetime

from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from mentoring.accounts.enums import Role
from mentoring.accounts.models import RoleAssignment, User
from mentoring.accounts.names import tidy_name
from mentoring.accounts.queries import accounts_that_look_like, users_with_role
from mentoring.workflow.services import add_history
from mentoring.workflow.verdicts import Refused, StaleState

NAME_TAKEN = "Такое имя для входа уже занято. Придумайте другое."


@transaction.atomic
def create_account(*, by, username, display_name, email="") -> User:
    """Make an account without a password: its owner sets one by the first link.

    Raises ValidationError with a sentence when the name for signing in is taken, malformed or looks like
    another one.
    """
    user = User()
    user.set_unusable_password()
    _save_named(user, username=username, display_name=display_name, email=email)
    add_history(user, by=by, action="create", sentence="учётная запись создана")
    return user


@transaction.atomic
def mend_account(user, *, by, username, display_name, email="") -> User:
    """Change the names and the address of an account that nobody has signed in to yet.

    Raises Refused after the first sign-in, ValidationError as `create_account` does.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.has_usable_password():
        raise Refused("Этим именем уже пользуются: владелец учётной записи придумал пароль.")
    _save_named(user, username=username, display_name=display_name, email=email)
    add_history(user, by=by, action="mend", sentence="изменены имя для входа и почта")
    return user


def _save_named(user, *, username, display_name, email):
    username = tidy_name(username)
    if taken := accounts_that_look_like(username).exclude(pk=user.pk).first():
        raise ValidationError({"username": name_is_taken(username, taken)})
    user.username, user.display_name, user.email = username, " ".join(display_name.split()), email
    user.full_clean(exclude=["password"])
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise ValidationError({"username": NAME_TAKEN}) from None


def name_is_taken(username, taken) -> str:
    """What to say when `taken` already has this name, or one that the eye cannot tell from it."""
    if taken.username == username:
        return NAME_TAKEN
    return f"Это имя на вид не отличить от занятого «{taken.username}». Придумайте другое."


@transaction.atomic
def give_role(user, role, *, by, valid_from=None, valid_to=None, basis="") -> RoleAssignment:
    """Open a role row from `valid_from` (today when not given), to `valid_to` if it has an end. Raises Refused when it is open already."""
    User.objects.select_for_update().get(pk=user.pk)
    if RoleAssignment.objects.filter(user=user, role=role, valid_to__isnull=True).exists():
        raise Refused(f"Роль «{Role(role).label}» у этого человека уже есть.")
    row = RoleAssignment.objects.create(
        user=user,
        role=role,
        valid_from=valid_from or timezone.localdate(),
        valid_to=valid_to,
        basis=basis,
    )
    add_history(user, by=by, action="give_role", sentence=f"дана роль «{Role(role).label}»", comment=basis)
    return row


@transaction.atomic
def end_role(assignment, *, by) -> None:
    """Close a role row with yesterday, so that it holds no longer from this moment.

    Raises StaleState for a closed row and Refused for the last administrator.
    """
    row = RoleAssignment.objects.select_for_update(of=("self",)).select_related("user").get(pk=assignment.pk)
    if row.valid_to is not None:
        raise StaleState("Эта роль уже снята.")
    if (
        row.role == Role.ADMINISTRATOR
        and not users_with_role(Role.ADMINISTRATOR).exclude(pk=row.user_id).exists()
    ):
        raise Refused("Это единственный администратор. Сначала дайте эту роль другому человеку.")
    label = row.get_role_display()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    if row.valid_from > yesterday:
        user = row.user
        row.delete()
    else:
        user, row.valid_to = row.user, yesterday
        row.save(update_fields=["valid_to"])
    add_history(user, by=by, action="end_role", sentence=f"снята роль «{label}»")


@transaction.atomic
def close_role(assignment, *, by, last_day: datetime.date, basis="") -> RoleAssignment:
    """Let a role run out with `last_day`, which may lie ahead: somebody else takes it over by an order.

    Raises StaleState for a row that is over by that day, Refused for a day before the role began.
    """
    row = RoleAssignment.objects.select_for_update(of=("self",)).select_related("user").get(pk=assignment.pk)
    if row.valid_to is not None and row.valid_to <= last_day:
        raise StaleState("Эта роль уже снята.")
    if last_day < row.valid_from:
        raise Refused(
            f"Роль «{row.get_role_display()}» у этого человека только с {row.valid_from:%d.%m.%Y}. Проверьте дату."
        )
    row.valid_to = last_day
    row.save(update_fields=["valid_to"])
    sentence = f"роль «{row.get_role_display()}» действует по {last_day:%d.%m.%Y}"
    add_history(row.user, by=by, action="close_role", sentence=sentence, comment=basis)
    return row


@transaction.atomic
def set_active(user, is_active, *, by) -> None:
    """Let the owner in or keep out; keeping out ends all sessions at once. Raises Refused for one's own account."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user == by and not is_active:
        raise Refused("Свою учётную запись закрыть нельзя: попросите другого администратора.")
    if user.is_active == is_active:
        raise StaleState("Учётная запись уже в этом состоянии.")
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    if not is_active:
        close_sessions(user)
    add_history(
        user,
        by=by,
        action="set_active",
        sentence="вход разрешён" if is_active else "вход закрыт, сеансы завершены",
    )


def close_sessions(user, *, except_key=None) -> int:
    """End the open sessions of an account, all but the one with `except_key`; says how many there were."""
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=except_key or ""))
    for session in sessions:
        session.end()
    return len(sessions)


@transaction.atomic
def end_sessions(user, *, by) -> int:
    """The administrator shows everybody out who is in with this name, oneself excepted: there is «Выйти»."""
    if user == by:
        raise Refused("Свои сеансы закрывают на странице «Открытые сеансы» или кнопкой «Выйти».")
    count = close_sessions(user)
    add_history(user, by=by, action="end_sessions", sentence="сеансы завершены администратором")
    return count
