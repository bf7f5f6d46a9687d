"""Where the rows and the files of the storage disagree: what a crash between the two may leave behind.

A file is written before its row, in the transaction of the whole act; when that rolls back or the machine stops,
the file stays without a row. Nobody sees it, and the sweeper takes it away a day later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

# No transaction lives as long: a younger file may belong to an act that is not committed yet.
SWEPT_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class LostFile:
    """A row whose file is not in the storage: model («mentoring.StoredFile»), key and the name of the file."""

    model: str
    pk: int
    name: str


def file_columns() -> list[tuple[type[models.Model], models.FileField]]:
    """Return every column of the installed apps that holds the name of a stored file."""
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField)
    ]


def rows_without_files() -> Iterator[LostFile]:
    """Yield the rows whose file is lost."""
    for model, field in file_columns():
        rows = model._base_manager.exclude(**{field.attname: ""}).values_list("pk", field.attname)
        for pk, name in rows.iterator():
            if name and not default_storage.exists(name):
                yield LostFile(model._meta.label, pk, name)


def files_without_rows(*, before: datetime | None = None) -> list[str]:
    """Return the names of stored files that no row knows, written earlier than `before` (a day ago).

    Only the folders of our own columns are looked at: what an administrator keeps beside them is not ours.
    """
    before = before or timezone.now() - SWEPT_AFTER
    # The files are listed first: one that gets its row in between is found among the rows.
    listed = [name for folder in _folders() for name in _files_in(folder)]
    known = _known_names()
    return [name for name in listed if name not in known and default_storage.get_modified_time(name) < before]


def _folders() -> list[str]:
    return sorted({str(field.upload_to).strip("/") for _, field in file_columns()})


def _files_in(folder: str) -> list[str]:
    try:
        _, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    return [f"{folder}/{name}" for name in sorted(files)]


def _known_names() -> set[str]:
    return {
        name
        for model, field in file_columns()
        for name in model._base_manager.values_list(field.attname, flat=True).iterator()
    }
