"""One-time links for the first sign-in: handed over on paper or in person, so they live longer than a letter's."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from mentoring.accounts.models import User

SALT = "mentoring.first-link"


class LinkIsOver(Exception):
    """The link was good once: it has been used, or its days are over. The text says which."""


def first_link(user: User) -> str:
    """An absolute one-time address where the owner sets a password; lives FIRST_LINK_SECONDS."""
    token = signing.dumps([user.pk, _state(user)], salt=SALT)
    return settings.PUBLIC_BASE_URL + reverse("users:first", args=[token])


def owner_of_link(token: str) -> User:
    """Whose link it is. Raises LinkIsOver, or User.DoesNotExist for what was never a link of ours."""
    try:
        pk, state = signing.loads(token, salt=SALT, max_age=settings.FIRST_LINK_SECONDS)
    except signing.SignatureExpired:
        raise LinkIsOver("Срок ссылки истёк.") from None
    except signing.BadSignature:
        raise User.DoesNotExist from None
    user = User.objects.get(pk=pk)
    if not user.is_active:
        raise LinkIsOver("Вход для этой учётной записи закрыт.")
    if not constant_time_compare(state, _state(user)):
        raise LinkIsOver("По этой ссылке уже задали пароль.")
    return user


def _state(user):
    """Changes with the password and with every sign-in: then the link is used up."""
    return salted_hmac(SALT, f"{user.pk}|{user.password}|{user.last_login}").hexdigest()[:32]
