"""Removing a person from the local outbox and from the marks of letters."""

from pathlib import Path

from django.conf import settings

from mentoring.accounts.erasure import Words
from mentoring.letters.models import Sending
from mentoring.letters.outbox import letters_of

SEPARATOR = b"\n" + b"-" * 79 + b"\n"


def erase_letters(words: Words) -> None:
    """Remove the letters that go to the person or name the person; the others in the same file stay."""
    for mark in Sending.objects.exclude(to=""):
        if words.in_text(mark.to) or words.in_text(mark.subject):
            mark.delete()
    folder = Path(settings.OUTBOX_DIR)
    for path in folder.glob("*.log") if folder.is_dir() else ():
        parts = letters_of(path)
        kept = [raw for raw, letter in parts if not _names(letter, words)]
        if not kept:
            path.unlink()
        elif len(kept) < len(parts):
            path.write_bytes(b"".join(raw + SEPARATOR for raw in kept))


def _names(letter, words):
    return any(words.in_text(text) for text in (letter.to, letter.subject, letter.body))


def erase_sendings(words: Words) -> None:
    """Clear the address of letters that may not have arrived, if it is the person's."""
    for sending in Sending.objects.exclude(to=""):
        if words.in_text(sending.to) or words.in_text(sending.subject):
            sending.to, sending.subject = "", words.scrub(sending.subject)
            sending.save(update_fields=["to", "subject"])
