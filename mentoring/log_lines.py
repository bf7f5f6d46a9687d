"""Lines of the log for a machine to read: one JSON object a line, one line a request, no personal values."""

import json
import logging
import time
from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError

requests = logging.getLogger("mentoring.requests")

# What these say quotes the row or the field: «Key (last_name)=(…) already exists».
QUOTE_VALUES = (DatabaseError, ValidationError, UnicodeError)
EXTRA = ("method", "route", "ids", "status", "ms", "user")


class JsonFormatter(logging.Formatter):
    """One JSON object a line; a traceback keeps its places, an error that quotes values loses its words."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "request": getattr(record, "request_id", "-"),
            "logger": record.name,
            "message": _without_address(record),
        }
        line |= {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = self._error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)

    def _error(self, error: BaseException) -> list[dict]:
        """The error and what caused it, the last first: its kind, its words, where it arose."""
        chain, seen = [], set()
        current: BaseException | None = error
        while current is not None and id(current) not in seen:
            seen.add(id(current))
            words = "" if isinstance(current, QUOTE_VALUES) or _is_of_driver(current) else str(current)[:200]
            chain.append({"kind": type(current).__qualname__, "words": words, "places": _places(current)})
            current = current.__cause__ or current.__context__
        return chain


class RefusalFilter(logging.Filter):
    """A page that is refused is an answer, not a fault: one line without the way through the code."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = None
        return True


def _without_address(record: logging.LogRecord) -> str:
    """The words of the record; Django's own lines about a request lose its address, which may hold a name."""
    message = record.getMessage()
    path = getattr(getattr(record, "request", None), "path", "")
    if len(path) > 1:
        for written in (path.encode("unicode_escape").decode("ascii"), path):
            message = message.replace(written, "(адрес)")
    return message


def _is_of_driver(error: BaseException) -> bool:
    return type(error).__module__.startswith("psycopg")


def _places(error: BaseException) -> list[str]:
    places, step = [], error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        places.append(f"{code.co_filename}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next
    return places[-15:]


class RequestLineMiddleware:
    """One line for each request. The pattern of the address is written, not the address: it may hold a one-time
    link, and a search holds names."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        start = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        # Only somebody whom the page itself has looked up: the log costs no query.
        user = getattr(request, "_cached_user", None)
        facts = {
            "method": request.method if request.method in KNOWN_METHODS else "?",
            "route": match.route if match else "",
            "ids": {key: value for key, value in match.kwargs.items() if isinstance(value, int)}
            if match
            else {},
            "status": response.status_code,
            "ms": round((time.perf_counter() - start) * 1000),
            "user": getattr(user, "pk", None),
        }
        requests.info("%(method)s %(route)s %(status)s %(ms)s ms", facts, extra=facts)
        return response


KNOWN_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}
