"""What a request may carry: no control characters, no endless texts, no body that would fill the disk.

A browser sends none of it by itself, so the answer is a page with a sentence, before any view or database sees the
request.
"""

import re
from collections.abc import Iterator

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.template.loader import render_to_string

LARGEST_FILE = 10 * 1024 * 1024
# Several scans of ten megabytes; what is larger is not even read.
LARGEST_BODY = 64 * 1024 * 1024
LONGEST_QUERY = 8_000
LONGEST_TEXT = 50_000
# PostgreSQL keeps no NUL, spreadsheets and XML none of the rest.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# A line break in a path could only begin a forged line of somebody's log.
IN_PATH = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
# Line breaks of Word and PowerPoint inside a paragraph: people paste them without knowing.
SOFT_BREAK = re.compile(r"[\x0b\x0c]")

HAS_CONTROL = (
    "В присланном есть невидимые служебные знаки, поэтому ничего не сохранено. "
    "Если текст скопирован из другой программы, вставьте его через «Блокнот» или наберите заново."
)
LONG_ADDRESS = "Адрес страницы слишком длинный. Откройте страницу через меню."
LONG_TEXT = (
    "В одном из полей больше 50 000 знаков, поэтому ничего не сохранено. "
    "Вернитесь назад, сократите текст или приложите его отдельным документом."
)
LARGE_BODY = "Файл слишком велик и не принят. Файл списка – до 5 МБ, скан – до 10 МБ."
NO_ROOM = "Файл не принят: на сервере нет места. Ничего не сохранено. Скажите администратору и загрузите файл позже."


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Keep no more of a file than the largest one that anybody accepts; the form sees its full size and refuses."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= LARGEST_FILE:
            super().receive_data_chunk(raw_data, start)


class IntakeMiddleware:
    """Answer a request that nobody could mean with 400, 413, 414 or, on a full disk, 507."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return _refusal_of_address(request) or _refusal_of_body(request) or self.get_response(request)


def _refusal_of_address(request: HttpRequest) -> HttpResponse | None:
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return _answer(414, LONG_ADDRESS)
    if IN_PATH.search(request.path) or _has_control(request.GET):
        return _answer(400, HAS_CONTROL)
    return None


def _refusal_of_body(request: HttpRequest) -> HttpResponse | None:
    if request.method != "POST":
        return None
    if _content_length(request) > LARGEST_BODY:
        return _answer(413, LARGE_BODY)
    try:
        posted = request.POST
    except UnreadablePostError:
        raise
    except OSError:
        return _answer(507, NO_ROOM)
    if any(len(text) > LONGEST_TEXT for text in _texts(posted)):
        return _answer(413, LONG_TEXT)
    if _has_control(posted):
        posted = request.POST = _without_soft_breaks(posted)
        if _has_control(posted):
            return _answer(400, HAS_CONTROL)
    return None


def _content_length(request: HttpRequest) -> int:
    stated = request.META.get("CONTENT_LENGTH") or "0"
    return int(stated) if stated.isdecimal() else 0


def _has_control(fields: QueryDict) -> bool:
    return any(CONTROL.search(text) for text in _texts(fields))


def _texts(fields: QueryDict) -> Iterator[str]:
    for name, values in fields.lists():
        yield name
        yield from values


def _without_soft_breaks(fields: QueryDict) -> QueryDict:
    cleaned = fields.copy()
    for name, texts in fields.lists():
        cleaned.setlist(name, [SOFT_BREAK.sub("\n" if "\n" in text else " ", text) for text in texts])
    cleaned._mutable = False
    return cleaned


def _answer(status: int, sentence: str) -> HttpResponse:
    response = HttpResponse(render_to_string("400.html", {"exception": sentence}), status=status)
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
