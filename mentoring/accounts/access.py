"""Decorators that say who may open a view; the walk over all URLs reads them."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied

from mentoring.accounts.permissions import Permission


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
