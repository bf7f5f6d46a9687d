"""Issuing and cancelling papers, storing scans."""

import hashlib
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import pikepdf
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from mentoring.accounts.models import User
from mentoring.documents.enums import DocumentStatus
from mentoring.documents.layout import PaperLayout
from mentoring.documents.models import IssuedDocument, IssuedFile, StoredFile
from mentoring.documents.pdf import render_pdf
from mentoring.documents.qr import draw_qr, new_code
from mentoring.documents.room import require_room
from mentoring.documents.uploads import CheckedUpload, check_upload
from mentoring.workflow.services import add_history
from mentoring.workflow.verdicts import Refused, StaleState

logger = logging.getLogger(__name__)

COMPARE_FILES = "upkeep.compare_files"
NOT_STORED = (
    "Файл не сохранён: на сервере нет места или хранилище недоступно. "
    "Скажите администратору и загрузите файл позже."
)


@transaction.atomic
def issue_document(
    *,
    kind: str,
    number: str,
    title: str,
    issued_on: date,
    data: Mapping[str, Any],
    template_name: str,
    context: Mapping[str, Any],
    layout: PaperLayout,
    subject: models.Model | None,
    by: User | None,
) -> IssuedDocument:
    """Render a paper with its check code and freeze it: data, bytes and their SHA-256.

    Everybody with the code sees `title` and `number`, so they must hold no person's name.
    `data` is what the paper was made of, usually `paper_data(paper)`; `context` goes to the template.
    Raises ValidationError when the text is too long to lay out.
    """
    code = new_code()
    pdf = render_pdf(template_name, {**context, "qr": draw_qr(code)}, layout=layout)
    document = IssuedDocument.objects.create(
        code=code,
        kind=kind,
        number=number,
        title=title,
        issued_on=issued_on,
        data=dict(data),
        sha256=hashlib.sha256(pdf).hexdigest(),
        page_count=_count_pages(pdf),
        issued_by=by,
        content_type=ContentType.objects.get_for_model(subject) if subject else None,
        object_id=subject.pk if subject else None,
    )
    IssuedFile.objects.create(document=document, pdf=pdf)
    return document


def _count_pages(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


@transaction.atomic
def cancel_document(document: IssuedDocument, *, by: User, reason: str, on: date) -> IssuedDocument:
    """Mark an issued paper as cancelled from a date; its bytes stay and its check page says so.

    Who did it stands in the history of the subject, which the calling room writes.
    Raises StaleState when it is cancelled already, Refused without a reason or before its own date.
    """
    locked = IssuedDocument.objects.select_for_update().get(pk=document.pk)
    if not locked.is_valid:
        raise StaleState(f"Документ уже отменён {locked.cancelled_on:%d.%m.%Y}. Обновите страницу.")
    if not reason.strip():
        raise Refused("Напишите, почему документ отменяется: причина останется в его истории.")
    if on < locked.issued_on:
        raise Refused("Дата отмены раньше даты документа. Проверьте дату.")
    locked.status = DocumentStatus.CANCELLED
    locked.cancelled_on = on
    locked.cancel_reason = reason.strip()
    locked.save(update_fields=["status", "cancelled_on", "cancel_reason"])
    return locked


def report_damage(what: str) -> None:
    """Raise the alarm about stored bytes that are lost or changed: a line in the log, and all files compared at once.

    The comparison writes down what it finds; the administrator reads it on «Сегодня».
    """
    logger.error("Stored bytes do not match their hash: %s", what)
    # Asked for by name: the room that compares files stands to the right of this one.
    compare = app.configure_task(COMPARE_FILES, queueing_lock=COMPARE_FILES)
    with suppress(AlreadyEnqueued), transaction.atomic():
        compare.defer(timestamp=int(time.time()))


@transaction.atomic
def store_upload(
    uploaded_file: UploadedFile, *, by: User, check: Callable[[UploadedFile], CheckedUpload] = check_upload
) -> StoredFile:
    """Check a file by its content and keep it under a name of our own.

    Raises ValidationError in plain Russian when the file is not a safe PDF, JPG or PNG (or what else `check` lets
    in) or cannot be kept.
    """
    checked = check(uploaded_file)
    storage = StoredFile._meta.get_field("file").storage
    require_room(len(checked.content), by=by, storage=storage)
    name = f"{uuid4().hex}.{checked.extension}"
    stored = StoredFile(
        original_name=checked.name,
        content_type=checked.content_type,
        size=len(checked.content),
        sha256=hashlib.sha256(checked.content).hexdigest(),
        uploaded_by=by,
    )
    try:
        stored.file.save(name, ContentFile(checked.content), save=False)
    except OSError as error:
        # What had been written before the disk was full.
        with suppress(OSError):
            storage.delete(stored.file.field.generate_filename(stored, name))
        raise ValidationError(NOT_STORED, code="upload") from error
    try:
        stored.save()
    except Exception:
        stored.file.delete(save=False)
        raise
    return stored


def put_scan(subject, *, by: User, scan: UploadedFile):
    """Keep the scan of a signed paper in `scan` of its row, which the caller has locked and asked the rule about.

    Raises ValidationError for a bad file.
    """
    subject.scan = store_upload(scan, by=by)
    subject.version += 1
    subject.save(update_fields=["scan", "version"])
    add_history(subject, by=by, action="attach_scan", sentence="приложен скан", tells=["scan"])
    return subject
