"""Is there room for one more scan: on the disk, and in what one person may bring in a day."""

import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage, Storage
from django.db.models import Sum
from django.utils import timezone

from mentoring.accounts.models import User
from mentoring.documents.models import StoredFile

MEGABYTE = 1024 * 1024
QUOTA_TERM = timedelta(days=1)
DISK_IS_FULL = (
    "Файл не сохранён: на сервере заканчивается место. Скажите администратору и загрузите файл позже."
)


def require_room(size: int, *, by: User, storage: Storage) -> None:
    """Go on when a file of `size` bytes may be kept; raises ValidationError with the sentence otherwise.

    Locks the person's account until the transaction ends: uploads at one moment are counted one after another.
    """
    if (
        isinstance(storage, FileSystemStorage)
        and _free_bytes(storage) - size < settings.FREE_DISK_MB * MEGABYTE
    ):
        raise ValidationError(DISK_IS_FULL, code="upload")
    User.objects.select_for_update().filter(pk=by.pk).first()
    since = timezone.now() - QUOTA_TERM
    brought = StoredFile.objects.filter(uploaded_by_id=by.pk, uploaded_at__gte=since).aggregate(Sum("size"))
    if (brought["size__sum"] or 0) + size > settings.UPLOAD_QUOTA_MB * MEGABYTE:
        raise ValidationError(
            f"За сутки можно загрузить не больше {settings.UPLOAD_QUOTA_MB} МБ сканов, и вы их уже загрузили. "
            "Загрузите этот файл завтра или попросите администратора увеличить предел.",
            code="upload",
        )


def _free_bytes(storage: FileSystemStorage) -> int:
    folder = Path(storage.location)
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free
