"""One short name for each request: in the answer, in every line of the log and on the page of a fault."""

import logging
from contextvars import ContextVar
from secrets import token_hex

_current: ContextVar[str] = ContextVar("request_id", default="-")


def current_request_id() -> str:
    """The name of the request that this thread answers or has answered last, «-» before the first."""
    return _current.get()


class RequestIdMiddleware:
    """Stands outermost. What the browser sends under this name is not taken: a log must not be written by guests."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = token_hex(4)
        # Not taken back at the end: Django writes its line about a refused request after all middleware.
        _current.set(request.id)
        response = self.get_response(request)
        response["X-Request-ID"] = request.id
        return response


class RequestIdFilter(logging.Filter):
    """Gives every line of the log the name of its request, as `request_id`."""

    def filter(self, record):
        record.request_id = current_request_id()
        return True
