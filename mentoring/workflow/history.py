"""The History tab: steps and field changes of one object as Russian sentences, newest first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from pghistory.models import Events

from mentoring.accounts.models import User
from mentoring.workflow.models import StatusChange
from mentoring.workflow.services import CREATION

SILENT_FIELDS = {"id", "version", "sort_key", "status", "forms_review"}
LONGEST_VALUE = 120


@dataclass(frozen=True)
class HistoryLine:
    """Who did what and when; `what` reads on after the name («изменено: …»)."""

    who: str
    what: str
    at: datetime
    comment: str = ""
    tone: str = ""


def history_of(subject, *related) -> list[HistoryLine]:
    """Lines of `subject` and of `related` objects that belong to it (positions of a person, rows of a plan)."""
    steps = _steps(subject)
    lines = [(row.at, row.pk, row.by_id, row.sentence, row.comment) for row in steps]
    told = _told(steps)
    names_of_related = {(type(row), str(row.pk)): str(row) for row in related}
    for event, model in _events((subject, *related)):
        is_own = isinstance(subject, model) and str(event.pgh_obj_id) == str(subject.pk)
        name = "" if is_own else names_of_related.get((model, str(event.pgh_obj_id)), "")
        known = told[event.pgh_created_at]
        # Who made the whole made its parts: the sentence of the creation tells of both.
        what = _sentence(event, model, known if is_own else known & {CREATION}, name)
        if what:
            user = event.pgh_context.get("user") if event.pgh_context else None
            # Events of one transaction have the same time: their own number tells which came first.
            number = int(event.pgh_slug.rsplit(":", 1)[1])
            lines.append((event.pgh_created_at, number, user, what, ""))
    lines.sort(key=lambda line: line[:2], reverse=True)
    names = User.objects.in_bulk({user for _, _, user, *_ in lines if user})
    return [
        HistoryLine(str(names[user]) if user in names else "программа", what, at, comment)
        for at, _, user, what, comment in lines
    ]


def _steps(subject):
    return list(
        StatusChange.objects.filter(
            content_type=ContentType.objects.get_for_model(subject), object_id=subject.pk
        )
    )


def _told(steps):
    """By the time of the transaction, the fields that its sentences have told (events carry the same time)."""
    told = defaultdict(set)
    for row in steps:
        told[row.transaction_at].update(row.tells)
    return told


def _events(objects):
    by_model: dict[type[models.Model], list[models.Model]] = {}
    for obj in objects:
        by_model.setdefault(type(obj), []).append(obj)
    for model, rows in by_model.items():
        for event in Events.objects.tracks(*rows):
            yield event, model


def _sentence(event, model, told, name):
    """`name` is that of a thing that belongs to the subject; the subject itself needs none."""
    thing = f"{model._meta.verbose_name} «{_shortened(name)}»" if name else model._meta.verbose_name
    if event.pgh_label == "insert":
        if CREATION in told:
            return ""
        return f"добавлено: {thing}" if name else "запись создана"
    if event.pgh_label == "delete":
        return f"удалено: {thing}"
    changes = [
        f"«{field.verbose_name}»: было {_value(field, old)}, стало {_value(field, new)}"
        for field, old, new in _changed_fields(event, model)
        if field.name not in told
    ]
    return "изменено: " + "; ".join(changes) if changes else ""


def _changed_fields(event, model):
    for name, (old, new) in (event.pgh_diff or {}).items():
        try:
            field = model._meta.get_field(name.removesuffix("_id"))
        except FieldDoesNotExist:
            continue
        if field.name not in SILENT_FIELDS:
            yield field, old, new


def _value(field, value):
    if value in (None, "", []):
        return "пусто"
    if field.is_relation:
        found = field.related_model._default_manager.filter(pk=value).first()
        return f"«{found}»" if found else "«запись удалена»"
    if field.choices:
        return f"«{dict(field.flatchoices).get(value, value)}»"
    if isinstance(field, models.BooleanField):
        return "«да»" if value else "«нет»"
    return f"«{_shortened(_moment(field, value))}»"


def _shortened(text):
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE].rstrip() + "…"


def _moment(field, value):
    if isinstance(field, models.DateTimeField):
        moment = value if isinstance(value, datetime) else parse_datetime(value)
        return f"{moment:%d.%m.%Y %H:%M}"
    if isinstance(field, models.DateField):
        day = value if isinstance(value, date) else parse_date(value)
        return f"{day:%d.%m.%Y}"
    return str(value)
