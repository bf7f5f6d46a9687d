from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from mentoring.workflow.verdicts import Refused


class RefusalMiddleware:
    """Turn a refusal raised by a service into a page with its sentence: 403, or 409 when the state moved on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        back_url = request.META.get("HTTP_REFERER", "")
        if not url_has_allowed_host_and_scheme(back_url, {request.get_host()}):
            back_url = ""
        context = {"refusal": exception, "back_url": back_url}
        return render(request, "refused.html", context, status=exception.status)
