"""What the queue does with stored files at night."""

import logging

from django.core.files.storage import default_storage
from procrastinate.contrib.django import app

from mentoring.documents.orphans import files_without_rows

logger = logging.getLogger(__name__)


@app.periodic(cron="40 3 * * *")
@app.task(name="documents.sweep_files", queueing_lock="documents.sweep_files")
def sweep_files(timestamp: int) -> None:
    """Delete the files that acts which never ended have left in the storage."""
    names = files_without_rows()
    for name in names:
        default_storage.delete(name)
    if names:
        logger.warning("Files without a row deleted: %d", len(names))
