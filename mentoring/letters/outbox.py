"""The local outbox: letters written into a folder instead of being sent (demo, trial)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class OutboxLetter:
    to: str
    subject: str
    sent: datetime | None
    body: str


def is_local() -> bool:
    """Do letters go to the folder?"""
    return settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def letters(limit=200) -> list[OutboxLetter]:
    """The newest letters of the folder, newest first."""
    folder = Path(settings.OUTBOX_DIR)
    if not folder.is_dir():
        return []
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    found = []
    for path in files[:limit]:
        found.extend(reversed([letter for _, letter in letters_of(path)]))
    return found[:limit]


def letters_of(path: Path) -> list[tuple[bytes, OutboxLetter]]:
    """The letters of one file of the folder: each as its bytes and as it reads."""
    parts = path.read_bytes().split(b"\n" + b"-" * 79 + b"\n")
    return [(part, _parse(part)) for part in parts if part.strip()]


def _parse(raw: bytes) -> OutboxLetter:
    message = message_from_bytes(raw.lstrip(), policy=policy.default)
    date = message["Date"].datetime if message["Date"] else None
    # «-0000» in a letter means UTC and reads as a time without a zone.
    if date and date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    body = message.get_body(("plain",))
    return OutboxLetter(
        message["To"] or "", message["Subject"] or "", date, body.get_content() if body else ""
    )
