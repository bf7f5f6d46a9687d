"""Marks in every free text of somebody else's rows, and walks that look for them.

A mark is «Ж017Щ»: short enough for every column, the number says which column it stands in.
"""

import re
import zipfile
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from io import BytesIO

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import UniqueConstraint
from django.urls import get_resolver

from tests.project.crawling import forms_in
from tests.project.hostile import words_of_pdf

MARK = re.compile(r"Ж(\d{3})Щ", re.IGNORECASE)
TEXTS = {"CharField", "TextField", "EmailField", "URLField", "FileField"}
# Shared by the whole school, shown on paper to everybody concerned.
SHARED = {
    "Organisation", "SchoolYear", "CalendarDay", "MentoringForm", "MentoringKind", "Direction", "LegalAct",
    "ConsentText", "SignInCounter", "CacheEntry", "User", "AccessRecord", "Journal",
}  # fmt: skip
# Technical values with a form of their own; the database refuses others.
TECHNICAL = {
    "sha256",
    "code",
    "file",
    "result",
    "result_url",
    "content_type",
    "status",
    "template_name",
    "key",
}


@dataclass
class Marks:
    """Which column each number stands for: {17: "Person.note"}."""

    columns: dict[int, str] = field(default_factory=dict)

    def seen_in(self, text: str) -> set[str]:
        return {self.columns[int(number)] for number in MARK.findall(text)}


def business_models():
    for model in apps.get_models():
        own = model._meta.app_label in ("mentoring", "registry", "programs", "roadmap")
        if own and model.__name__ not in SHARED and not model.__name__.endswith("Event"):
            yield model


def free_texts(model):
    for column in model._meta.concrete_fields:
        is_text = column.get_internal_type() in TEXTS and not getattr(column, "generated", False)
        if is_text and not column.choices and column.name not in TECHNICAL:
            yield column


def mark_everything_but(kept: dict[str, set[int]]) -> Marks:
    """Write marks over every free text except in the rows of `kept` ({model name: primary keys})."""
    marks = Marks()
    with connection.cursor() as cursor:
        # The superuser of the test database may step over the triggers that freeze rows; constraints still hold.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model in business_models():
            for column in free_texts(model):
                number = len(marks.columns) + 1
                _mark(cursor, model, column, f"Ж{number:03}Щ", list(kept.get(model.__name__, ())))
                marks.columns[number] = f"{model.__name__}.{column.name}"
        cursor.execute("SET LOCAL session_replication_role = origin")
    return marks


def _mark(cursor, model, column, mark, kept):
    told_apart = [row.fields for row in model._meta.constraints if isinstance(row, UniqueConstraint)]
    is_unique = column.unique or any(column.name in names for names in told_apart)
    value = "%s || id::text" if is_unique else "%s"
    statement = f'UPDATE "{model._meta.db_table}" SET "{column.column}" = {value} WHERE NOT id = ANY(%s)'
    # A column that stays empty in some states gets its mark where it is filled.
    for condition in ("", f""" AND "{column.column}" <> ''"""):
        try:
            with transaction.atomic():
                cursor.execute(statement + condition, [mark, kept])
        except IntegrityError:
            continue
        return
    raise AssertionError(f"{model.__name__}.{column.name} takes no mark")


def text_of(headers, content: bytes) -> str:
    """Everything a person could read in an answer: the page, the text of a PDF, the parts of a book or an archive."""
    kind = headers.get("Content-Type", "")
    head = " ".join(f"{name}: {value}" for name, value in headers.items())
    if "pdf" in kind:
        return head + _words_of_pdf(content)
    if content[:2] == b"PK":
        book = zipfile.ZipFile(BytesIO(content))
        return head + "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return head + content.decode("utf-8", "replace")


# Each paper is read once, whoever asks for it.
_words_of_pdf = cache(words_of_pdf)


def patterns(resolver=None, namespace=""):
    """Every address of the product: (name, pattern)."""
    for row in (resolver or get_resolver()).url_patterns:
        if hasattr(row, "url_patterns"):
            inner = f"{namespace}{row.namespace}:" if row.namespace else namespace
            yield from patterns(row, inner)
        else:
            yield f"{namespace}{row.name}", row


def numbers_in(row) -> list[str]:
    """The names of the parts of an address that are numbers of rows."""
    converters = getattr(row.pattern, "converters", {})
    return [name for name, converter in converters.items() if type(converter).__name__ == "IntConverter"]


# Tables before and after ----------------------------------------------------------------------


# As the view pg_stat_xact_user_tables, without its way over all indexes; numbers of PostgreSQL's own tables are lower.
ROWS_WRITTEN = """
SELECT relname, written FROM pg_class, LATERAL (SELECT
    pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid)
) AS counted (written) WHERE relkind = 'r' AND oid >= 16384 AND written > 0
"""


def rows_written():
    """{table: rows} of everything written in the present transaction, what was rolled back inside it as well."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS_WRITTEN)
        return dict(cursor.fetchall())


def fingerprints(skipped: set[str]) -> dict[str, str]:
    """A hash of the whole content of every table but the skipped ones."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return fingerprints_of([name for name in names if name not in skipped])


def fingerprints_of(names) -> dict[str, str]:
    """A hash of the whole content of each of these tables."""
    parts = [
        f"""SELECT '{name}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM "{name}" t"""
        for name in names
    ]
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def rows_of(client, action, data, before, skipped):
    """What one POST has written beyond what stood there `before` (fingerprints): the rows of every changed table without
    moments and numbers of new rows. All is taken back.
    """
    with transaction.atomic():
        counted = rows_written()
        client.post(action, data)
        # Where not a row was written, nothing can have changed.
        touched = {name for name, rows in rows_written().items() if rows != counted.get(name)} - skipped
        prints = fingerprints_of(sorted(touched))
        changed = [name for name, print_ in prints.items() if print_ != before[name]]
        written = {name: _content(name) for name in changed}
        transaction.set_rollback(True)
    return written


NEW_NUMBER = re.compile(r"\b1\d{6}\b")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\",)]*")
SECRET = re.compile(r"\b[0-9a-f]{32,64}\b|[\w-]{8}-[\w-]{4}-[\w-]{4}-[\w-]{4}-[\w-]{12}|\\\\x[0-9a-f]+")


def _content(table):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT t::text FROM "{table}" t')
        rows = [row for (row,) in cursor.fetchall()]
    for pattern in (NEW_NUMBER, MOMENT, SECRET):
        rows = [pattern.sub("…", row) for row in rows]
    return sorted(rows)


# Forms ------------------------------------------------------------------------------------------


class _Forms(HTMLParser):
    """The POST forms of a page: where they go and what they would send as they stand."""

    def __init__(self):
        super().__init__()
        self.found, self.form, self.select, self.area = [], None, None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.form = (given.get("action") or "", {}) if given.get("method", "").lower() == "post" else None
            if self.form:
                self.found.append(self.form)
        elif self.form and (name := given.get("name")) and "disabled" not in given:
            self._field(tag, name, given)
        elif tag == "option" and self.form and self.select and self._is_chosen(given):
            self.form[1][self.select] = given["value"]

    def _is_chosen(self, given):
        return given.get("value") and ("selected" in given or not self.form[1].get(self.select))

    def _field(self, tag, name, given):
        kind = given.get("type", "text")
        if tag == "select":
            self.select = name
            self.form[1].setdefault(name, "")
        elif tag == "textarea":
            self.area = name
            self.form[1][name] = ""
        elif tag == "input" and kind not in ("file", "submit", "button", "image"):
            is_choice = kind in ("checkbox", "radio")
            if not is_choice or "checked" in given or name not in self.form[1]:
                self.form[1][name] = given.get("value", "on" if is_choice else "") or FILLED.get(
                    kind, "Текст"
                )

    def handle_data(self, data):
        if self.form and self.area:
            self.form[1][self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.form and self.area:
            self.form[1][self.area] = self.form[1][self.area].strip() or "Текст"
            self.area = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.form = None


FILLED = {
    "date": "2026-09-01",
    "email": "a@school.example",
    "number": "1",
    "url": "",
    "tel": "",
    "password": "x" * 20,
}


def forms_of(page: str, address: str):
    """(where it is sent, fields) of each form on the page at this address, empty fields filled plausibly."""
    parser = _Forms()
    parser.feed(forms_in(page))
    found = []
    for action, fields in parser.found:
        fields.pop("csrfmiddlewaretoken", None)
        target = action or address
        if target.startswith("/") and "logout" not in target and (target, fields) not in found:
            found.append((target, fields))
    return found
