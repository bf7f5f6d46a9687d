import random
import re
import time

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from mentoring.workflow.verdicts import Refused

# Two transactions in each other's way: one of them was undone whole and may simply begin anew (SQLSTATE).
BEGIN_ANEW = {"40001", "40P01"}
# A row that somebody holds too long, or a query that takes too long.
TOO_LONG = {"55P03", "57014"}
ATTEMPTS = 3
LONGEST_PAUSE = 0.05
RETRY_AFTER_SECONDS = 5
# What people write here is Russian; values of choices, numbers and dates are not.
WORDS = re.compile("[а-яё]", re.IGNORECASE)
SECRETS = re.compile("password|token|code|key|login")


class RefusalMiddleware:
    """Turn what a service raises into a page.

    A refusal becomes its sentence: 403, or 409 when the state moved on. A deadlock is tried again up to three
    times, then it is a 503 page, as is a lock or a query that lasts too long.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        raised = exception
        for _ in range(ATTEMPTS):
            if _sqlstate(raised) not in BEGIN_ANEW:
                break
            response, raised = _again(request)
            if raised is None:
                return response
        if isinstance(raised, Refused):
            return _refused(request, raised)
        if _sqlstate(raised) in BEGIN_ANEW | TOO_LONG:
            return _busy(request)
        if raised is not exception:
            raise raised
        return None


def _sqlstate(exception) -> str:
    return getattr(exception.__cause__, "sqlstate", None) or ""


def _again(request):
    """Call the view once more: what it gives, or what it raises."""
    # Two that met once would meet again if both began at the same moment.
    time.sleep(random.uniform(0, LONGEST_PAUSE))  # noqa: S311 - nothing secret
    for uploaded in request.FILES.values():
        uploaded.seek(0)
    match = request.resolver_match
    try:
        return match.func(request, *match.args, **match.kwargs), None
    except Exception as error:  # noqa: BLE001 - handed on to the caller
        return None, error


def _refused(request, refusal):
    back_url = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(back_url, {request.get_host()}):
        back_url = ""
    context = {"refusal": refusal, "back_url": back_url, "typed": typed_texts(request.POST)}
    return render(request, "refused.html", context, status=refusal.status)


def typed_texts(posted) -> list[str]:
    """What a person has written into the form that is refused: it should not have to be written again."""
    return [
        text.strip()
        for name, values in posted.lists()
        for text in values
        if WORDS.search(text) and not SECRETS.search(name)
    ]


def _busy(request):
    """Nothing was written; drawn without the database, which has enough to do."""
    request.user = AnonymousUser()
    response = HttpResponse(render_to_string("busy.html"), status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
