"""The first sign-in: a one-time link, a password of one's own."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordKeyForm
from allauth.account.views import PasswordResetFromKeyView
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from mentoring.accounts.access import public
from mentoring.accounts.links import LinkIsOver, owner_of_link
from mentoring.accounts.models import User
from mentoring.accounts.services import close_sessions

KEPT = "first_link"


@public
@never_cache
@require_safe
def first(request, token):
    """Put the link into the session, out of the address: addresses stay in histories and logs."""
    try:
        owner_of_link(token)
    except User.DoesNotExist:
        raise Http404("Такой ссылки нет.") from None
    except LinkIsOver as over:
        return _gone(request, over)
    request.session[KEPT] = token
    return redirect("users:set-first")


@public
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def set_first(request):
    """Two fields for the new password; then the ordinary sign-in."""
    try:
        owner = owner_of_link(request.session.get(KEPT, ""))
    except (User.DoesNotExist, LinkIsOver) as over:
        return _gone(request, over)
    form = ResetPasswordKeyForm(request.POST or None, user=owner)
    if request.method == "POST" and form.is_valid():
        form.save()
        close_sessions(owner)
        del request.session[KEPT]
        get_adapter().send_notification_mail("account/email/password_set", owner)
        messages.success(request, "Пароль сохранён. Войдите с ним.")
        return redirect("account_login")
    return render(request, "mentoring/accounts/first.html", {"form": form, "owner": owner})


def _gone(request, over):
    context = {"reason": str(over) if isinstance(over, LinkIsOver) else ""}
    return render(request, "mentoring/accounts/link_gone.html", context, status=410)


class ResetFromKeyView(PasswordResetFromKeyView):
    """The link of a letter: 410 when it has been used or is older than an hour."""

    def render_to_response(self, context, **response_kwargs):
        if context.get("token_fail"):
            response_kwargs["status"] = 410
        return super().render_to_response(context, **response_kwargs)
