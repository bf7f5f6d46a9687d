"""Two people saved the same thing: what is saved now and what was typed, side by side with the differences marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.db.models import Manager, Model, QuerySet
from django.utils.functional import Promise

EMPTY = "пусто"
# Longer texts are shown whole, without marks: comparing them word by word would take seconds.
MOST_WORDS = 4000
_WORDS = re.compile(r"\s+|[^\s\w]|\w+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `is_own` when only this side has it."""

    text: str
    is_own: bool = False


@dataclass(frozen=True)
class Difference:
    """One field that two people left different."""

    label: str
    theirs: tuple[Piece, ...]
    mine: tuple[Piece, ...]


def compare(label, theirs, mine) -> Difference:
    """Both texts in pieces: words that only one of them has are marked."""
    ours, yours = str(theirs or EMPTY), str(mine or EMPTY)
    left, right = _WORDS.findall(ours), _WORDS.findall(yours)
    if not theirs or not mine or max(len(left), len(right)) > MOST_WORDS:
        return Difference(str(label), (Piece(ours, True),), (Piece(yours, True),))
    kept: tuple[list[Piece], list[Piece]] = ([], [])
    for kind, start, end, first, last in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for pieces, words in zip(kept, (left[start:end], right[first:last]), strict=True):
            if words:
                pieces.append(Piece("".join(words), kind != "equal"))
    return Difference(str(label), tuple(kept[0]), tuple(kept[1]))


def differences(form, present, *, skip=(), saved=getattr) -> list[Difference]:
    """The fields of a valid form whose typed value differs from that of `present`.

    `saved(present, name)` gives the value as the form would hold it; hidden fields are not compared.
    """
    found = []
    for name, typed in form.cleaned_data.items():
        field = form.fields.get(name)
        if field is None or name in skip or field.widget.is_hidden:
            continue
        theirs, mine = in_words(field, saved(present, name)), in_words(field, typed)
        if theirs != mine:
            found.append(compare(field.label or name, theirs, mine))
    return found


def show_conflict(form, present, sentence, *, version="version", number=None, **how) -> None:
    """Put the refusal and both texts on the form; the next saving goes on from the present state.

    `form.conflicts` is drawn by components/conflict.html. `number` is the present version (`present.version`).
    """
    form.conflicts = differences(form, present, skip=(version,), **how)
    form.data = form.data.copy()
    form.data[form.add_prefix(version)] = str(present.version if number is None else number)
    form.add_error(None, sentence)


def in_words(field, value) -> str:
    """The value of a form field as a reader sees it; «» for nothing."""
    if isinstance(value, Manager):
        value = value.all()
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Model):
        return str(value)
    choices = {} if hasattr(field, "queryset") else dict(_flat(getattr(field, "choices", ())))
    if isinstance(value, QuerySet | list | tuple | set):
        return "\n".join(sorted(str(choices.get(row, row)) for row in value))
    shown = choices.get(value, value)
    return str(shown) if isinstance(shown, Promise) else str(shown).replace("\r\n", "\n").strip()


def _flat(choices) -> Iterable[tuple]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label
