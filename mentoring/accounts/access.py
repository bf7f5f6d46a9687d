"""Decorators that say who may open a view; the walk over all URLs reads them."""

import time
from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied

from mentoring.accounts.permissions import Permission
from mentoring.accounts.sessions import SIGNED_IN_AT


def requires(*permissions: Permission):
    """Open the view to people whose roles of today give at least one of the permissions; others get 403."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not any(request.user.may(permission) for permission in permissions):
                raise PermissionDenied(
                    "Эта страница не входит в ваши обязанности в программе наставничества."
                )
            return view(request, *args, **kwargs)

        guarded.access_policy = permissions
        return guarded

    return decorate


def signed_in(view):
    """Open the view to every signed-in person; what is shown or done there is limited by the object."""
    view.access_policy = "signed-in"
    return view


def public(view):
    """Open the view to everybody; list such views in the URL table by hand."""
    open_view = login_not_required(view)
    open_view.access_policy = "public"
    return open_view


def confirmed(view):
    """Ask for the password (or the code) once more before the POST, unless it was given lately (A11).

    What was sent is kept: after the right answer the same act goes through without being sent again.
    Stands under `requires`, so that whoever may not act is told so and not asked for a password.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method == "POST" and not was_confirmed_lately(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return guarded


def was_confirmed_lately(request) -> bool:
    """Has the person signed in, or given the password again, within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds?"""
    records = get_authentication_records(request, request.user)
    last = max([request.session.get(SIGNED_IN_AT, 0), *[record["at"] for record in records]])
    return time.time() - last < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
