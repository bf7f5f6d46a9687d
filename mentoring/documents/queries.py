"""Finding issued papers and reading stored bytes; both are checked against the hash taken at issue."""

import hashlib

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from mentoring.documents.enums import DocumentStatus
from mentoring.documents.models import IssuedDocument, StoredFile
from mentoring.documents.qr import is_code, read_code


class DamagedFile(Exception):
    """The stored bytes are lost or are not those that were stored."""


class StorageAway(OSError):
    """The storage of files does not answer now; the files themselves may be whole."""


class DestroyedFile(Exception):
    """The bytes were destroyed on purpose, together with somebody's personal data."""


def issued_by_code(typed: str) -> IssuedDocument | None:
    """Return the paper with the code that was typed or scanned, or None."""
    code = read_code(typed)
    return IssuedDocument.objects.filter(code=code).first() if is_code(code) else None


def issued_for(subject: Model) -> QuerySet[IssuedDocument]:
    """Return the papers issued for an object, the newest first."""
    return IssuedDocument.objects.filter(
        content_type=ContentType.objects.get_for_model(subject), object_id=subject.pk
    )


def valid_issue(subject: Model, *, kind: str) -> IssuedDocument | None:
    """Return the newest paper of this kind that still holds for an object, or None."""
    return issued_for(subject).filter(kind=kind, status=DocumentStatus.VALID).first()


def issued_pdf(document: IssuedDocument) -> bytes:
    """Return the stored PDF of an issued paper.

    Raises DamagedFile when it is not what was issued, DestroyedFile when it was destroyed by an act.
    """
    if not hasattr(document, "file"):
        raise DestroyedFile(document.code)
    return _checked(bytes(document.file.pdf), document.sha256)


def stored_content(stored_file: StoredFile) -> bytes:
    """Return the bytes of an uploaded scan.

    Raises DamagedFile when they are lost or changed, StorageAway when nobody can tell now.
    """
    try:
        with stored_file.file.open("rb") as file:
            content = file.read()
    except StorageAway:
        raise
    except OSError as error:
        raise DamagedFile(stored_file.sha256) from error
    return _checked(content, stored_file.sha256)


def _checked(content: bytes, sha256: str) -> bytes:
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DamagedFile(sha256)
    return content
