import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpResponseNotAllowed
from django.utils.cache import patch_cache_control

from mentoring.accounts.permissions import SIGNING_ROLES
from mentoring.accounts.sessions import SEEN_AT, SIGNED_IN_AT

KNOWN_METHODS = ("GET", "HEAD", "POST")
# A session is written down at most this often.
SECONDS_BETWEEN_STAMPS = 120


class PrivatePagesMiddleware:
    """Forbid caches to keep what a signed-in person sees (the back button after leaving included)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            patch_cache_control(response, no_store=True, private=True)
        return response


class KnownMethodsMiddleware:
    """Pages are read and forms are sent; nothing here answers to any other method."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in KNOWN_METHODS:
            return HttpResponseNotAllowed(KNOWN_METHODS)
        return self.get_response(request)


class SessionLimitsMiddleware:
    """A browser forgotten in the staff room: out after an hour of rest, and at the end of a working day anyway."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.session.get(SESSION_KEY):
            now = time.time()
            rest = now - request.session.get(SEEN_AT, 0)
            if is_over(request, rest, now - request.session.get(SIGNED_IN_AT, 0)):
                logout(request)
                messages.info(request, "Вы долго не работали, и вход закрылся. Войдите снова.")
            elif rest > SECONDS_BETWEEN_STAMPS:
                request.session.modified = True
        return self.get_response(request)


def is_over(request, rest, age) -> bool:
    """Has the session rested too long (`rest`, seconds) or lasted too long (`age`)?"""
    if age >= settings.SESSION_HOURS * 3600:
        return True
    if rest < settings.SESSION_IDLE_MINUTES_SIGNING * 60:
        return False
    signs = request.user.is_authenticated and request.user.current_roles & SIGNING_ROLES
    return bool(signs) or rest >= settings.SESSION_IDLE_MINUTES * 60
