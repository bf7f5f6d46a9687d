from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mentoring.accounts.access import public, requires
from mentoring.accounts.permissions import Permission
from mentoring.upkeep.health import examine
from mentoring.upkeep.models import UpkeepRecord

RETRY_AFTER_SECONDS = 10
LISTED_RECORDS = 30
LOOPBACK = ("127.0.0.1", "::1")
# Set by a reverse proxy on the same computer: the person behind it is not local.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED")


def is_database_away(error):
    """Is this how Django says that the way to the database failed?"""
    return isinstance(error, OperationalError | InterfaceError)


def unavailable(request):
    """The page for a time without a database; «Назад» in the browser brings the typed words back."""
    # Middleware on the way out would ask the database who this is, and wait once more.
    request.user = AnonymousUser()
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


@public
@never_cache
@require_safe
def health(request):
    """«ok» or «fail» for a watching program; the reasons only for one on this very computer."""
    checks = examine()
    if not checks[0].is_good:
        request.user = AnonymousUser()
    is_good = all(check.is_good for check in checks)
    lines = ["ok" if is_good else "fail"]
    if _is_local(request):
        lines += [f"{check.name}: {'ok' if check.is_good else check.sentence}" for check in checks]
    body = "".join(f"{line}\n" for line in lines)
    return HttpResponse(body, status=200 if is_good else 503, content_type="text/plain; charset=utf-8")


def _is_local(request):
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not any(name in request.META for name in FORWARDED)


@requires(Permission.VIEW_HEALTH)
@require_safe
def state(request):
    """«Состояние системы»: every check with its sentence, and how the latest upkeep ended."""
    context = {
        "heading": "Состояние системы",
        "checks": examine(),
        "records": UpkeepRecord.objects.all()[:LISTED_RECORDS],
    }
    return render(request, "mentoring/upkeep/state.html", context)
