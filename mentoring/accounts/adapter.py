"""How django-allauth signs people in here: pauses after failures, letters through the queue, our own address."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse

from mentoring.accounts.pauses import Paused, begin_attempt, forget_failures, take_back
from mentoring.accounts.queries import accounts_that_look_like
from mentoring.letters.services import queue_letter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator: nobody signs up."""

    def is_open_for_signup(self, request):
        return False

    def pre_authenticate(self, request, **credentials):
        """The library's own count of failures lives in a cache; ours, in `pauses`, stands around it."""

    def authenticate(self, request, **credentials):
        """Whose name and password these are, or None; a page with 429 while the account pauses."""
        typed = credentials.get("username", "")
        known = accounts_that_look_like(typed).first()
        credentials["username"] = known.username if known else typed
        return self._counted(
            request, typed, lambda: super(AccountAdapter, self).authenticate(request, **credentials)
        )

    def reauthenticate(self, user, password):
        """The password of somebody who is in already; strangers at the door do not count here."""
        return self._counted(
            context.request, user.username, lambda: user.check_password(password), purpose="confirmation"
        )

    def _counted(self, request, name, check, purpose="sign-in"):
        try:
            attempt = begin_attempt(name, self.get_client_ip(request), purpose=purpose)
        except Paused as pause:
            raise ImmediateHttpResponse(pause_page(request, pause.until)) from None
        answer = check()
        if answer:
            take_back(attempt)
        return answer

    def set_password(self, user, password):
        super().set_password(user, password)
        forget_failures(user)

    def get_reset_password_from_key_url(self, key):
        """Our own name from the settings: what the browser called us is not to be believed (B16)."""
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return settings.PUBLIC_BASE_URL + path

    def send_mail(self, template_prefix, email, context):
        """Queued: the answer takes the same time whether there is somebody to write to or not (B6)."""
        letter = self.render_mail(template_prefix, email, {"email": email, **context})
        queue_letter(to=email, subject=letter.subject, body=letter.body)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        super().send_notification_mail(template_prefix, user, context, email or user.email)


def pause_page(request, until):
    """429 with the time when to try again; the same for names that exist and for those that do not."""
    response = render(request, "429.html", {"until": until}, status=429)
    response["Retry-After"] = str(settings.SIGN_IN_PAUSE_MINUTES * 60)
    return response
