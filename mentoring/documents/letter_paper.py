"""An application, a petition or a notice: one sheet to somebody, as plain strings."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.documents.papers import Signature


@dataclass(frozen=True)
class LetterPaper:
    """`addressee` are the lines at the upper right; `signer` signs for the school, `signatures` are people's names.

    `received` is the sentence over the first of `signatures` («Уведомление получила:»).
    """

    addressee: tuple[str, ...]
    title: str
    paragraphs: tuple[str, ...]
    signatures: tuple[str, ...]
    signer: Signature | None = None
    signed_date: str = ""
    received: str = ""

    template_name: ClassVar[str] = "documents/letter.html"
