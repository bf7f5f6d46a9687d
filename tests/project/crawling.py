"""Forms of a page as a browser would send them, and every text field of the database."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pgtrigger
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Value
from django.db.models.functions import Cast, Concat

from tests.project.hostile import payload_of

TYPED = {"text", "search", "email", "tel", "url", "textarea", ""}
FORM = re.compile(r"<form\b.*?(?:</form\s*>|\Z)", re.DOTALL | re.IGNORECASE)
APPS = ("mentoring", "registry", "programs", "roadmap")


def forms_in(page: str) -> str:
    """The forms of a page without what stands between them: reading tag by tag takes longer than making the page."""
    return "".join(FORM.findall(page))


@dataclass
class Form:
    """What a form sends: its method, address, the values it has and the names that a person types into."""

    method: str
    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    typed: dict[str, int | None] = field(default_factory=dict)
    has_file: bool = False

    def filled(self) -> dict[str, list[str]]:
        """What is sent when a person types the richest hostile text that fits into each field."""
        texts = {name: payload_of(limit) for name, limit in self.typed.items()}
        return {**self.values, **{name: [text] for name, text in texts.items() if text}}


class Forms(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: str | None = None
        self.feed(forms_in(page))
        self.close()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self._form = Form((given.get("method") or "get").lower(), given.get("action") or "")
            self.forms.append(self._form)
        elif self._form is not None and given.get("name"):
            self._take(tag, given)
        elif tag == "option" and self._form is not None and self._select:
            self._choose(given)

    def _choose(self, given):
        if "selected" in given or (given.get("value") and self._select not in self._form.values):
            self._form.values[self._select] = [given.get("value") or ""]

    def _take(self, tag, given):
        name, kind = given["name"], (given.get("type") or "").lower()
        if tag == "select":
            self._select = name
        elif tag == "textarea" or (tag == "input" and kind in TYPED):
            limit = given.get("maxlength")
            self._form.typed[name] = int(limit) if limit else None
        elif kind == "file":
            self._form.has_file = True
        elif kind in ("checkbox", "radio"):
            if "checked" in given or (kind == "radio" and name not in self._form.values):
                self._form.values[name] = [given.get("value") or "on"]
        elif tag == "input" and kind not in ("submit", "button", "reset"):
            self._form.values[name] = [given.get("value") or ""]

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = None


# The form of such a text refuses every insert in braces that the program does not know.
WITH_INSERTS = {"ConsentText.body"}


def text_columns():
    """Every column of ours in which a text may stand that is not one of a fixed list."""
    for model in apps.get_models():
        if model._meta.app_label in APPS and model._meta.managed:
            for column in model._meta.concrete_fields:
                if isinstance(column, models.CharField | models.TextField) and not column.choices:
                    yield model, column


def refuse_at_once() -> None:
    """Let the database judge each statement for itself until the test is over, not at the end of a transaction.

    Called in the test's own savepoint: PostgreSQL forgets to take back what was set in one inside it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def poison(model, column) -> bool:
    """Put the richest text that fits before what stands in every row of a column; False when the database refuses.

    To be called after `refuse_at_once`.
    """
    is_address = isinstance(column, models.URLField) or column.name.endswith("url")
    text = payload_of(column.max_length, is_address=is_address)
    if text is None:
        return False
    if f"{model.__name__}.{column.name}" in WITH_INSERTS:
        text = text.replace("{", "").replace("}", "")
    value = Value(text)
    if column.unique or column.name in {name for names in _unique_sets(model) for name in names}:
        text = payload_of(column.max_length - 12 if column.max_length else None) or ""
        value = Concat(Value(text), Cast("pk", models.CharField()))
    rows = model._base_manager.all()
    return _written(rows, column, value) or _written(rows.exclude(**{column.attname: ""}), column, value)


def _unique_sets(model):
    yield from model._meta.unique_together
    yield from (c.fields for c in model._meta.constraints if isinstance(c, models.UniqueConstraint))


def _written(rows, column, value) -> bool:
    try:
        with transaction.atomic(), pgtrigger.ignore():
            rows.update(**{column.attname: value})
    except DatabaseError:
        return False
    return True
