"""Typography of Russian papers: non-breaking spaces, quotation marks, dashes. «ё» is never touched."""

import re

from mentoring.language.dates import MONTHS_GENITIVE
from mentoring.language.fullnames import settled
from mentoring.language.initials import NBSP

_SPACE = f"[ {NBSP}]"
_MONTH = "|".join(MONTHS_GENITIVE)
_LETTER = "[А-ЯЁ]"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # A dash holds on to the word before it; a hyphen between spaces is a dash.
        (rf"(?<=\S){_SPACE}+[-–]{_SPACE}+(?=\S)", f"{NBSP}– "),
        (rf"(?<=\S){_SPACE}+—{_SPACE}+(?=\S)", f"{NBSP}— "),
        (rf"№{_SPACE}*(?=[^\s{NBSP}])", f"№{NBSP}"),
        (rf"(?<=\d{{4}}){_SPACE}*г\.", f"{NBSP}г."),
        (rf"\b([Сс]|[Пп]о|[Дд]о){_SPACE}+(?=\d{{2}}\.\d{{2}}\.\d{{4}})", rf"\1{NBSP}"),
        (rf"\b(\d{{1,2}}){_SPACE}+(?=(?:{_MONTH})\b)", rf"\1{NBSP}"),
        (rf"\b([гпст]|пп|ст|ч|стр|рис|табл)\.{_SPACE}+(?=[\dА-ЯЁ])", rf"\1.{NBSP}"),
        (rf"\b([Ии])\.{_SPACE}*о\.{_SPACE}*(?=\w)", rf"\1.{NBSP}о.{NBSP}"),
        (rf"\bт\.{_SPACE}+([ек])\.", rf"т.{NBSP}\1."),
        (rf"\b({_LETTER}\.){_SPACE}*({_LETTER}\.){_SPACE}*(?={_LETTER}[а-яё])", rf"\1{NBSP}\2{NBSP}"),
        (rf"\b({_LETTER}[а-яё-]+){_SPACE}({_LETTER}\.){_SPACE}*({_LETTER}\.)", rf"\1{NBSP}\2{NBSP}\3"),
    )
)


def typeset(text: str) -> str:
    """Set a text for print: single spaces, «quotes», dashes, non-breaking spaces.

    Applying it twice changes nothing more.
    """
    return settled(_typeset_once, text)


def shortened(text: str, most: int) -> str:
    """At most so many characters with «…» where words were left out; no word is cut unless it alone is too long."""
    if len(text) <= most:
        return text
    room = text[:most]
    words, space, _ = room.rpartition(" ")
    return f"{(words if space else room[:-1]).rstrip(' ,;:–(«')}…"


def continued(text: str) -> str:
    """Typed words inside of a sentence: a small first letter; an abbreviation keeps its capitals."""
    text = text.strip()
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _typeset_once(text: str) -> str:
    text = re.sub(rf"{_SPACE}*\t[ \t{NBSP}]*", " ", text)
    text = re.sub(rf"{_SPACE}{{2,}}", lambda run: NBSP if NBSP in run.group() else " ", text)
    text = _quotes(text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def _quotes(text: str) -> str:
    text = re.sub(r"“([^“”„\n]*)”", r"«\1»", text)
    text = re.sub(rf"(^|[\s{NBSP}(\[«–—-])\"(?=\S)", r"\1«", text, flags=re.MULTILINE)
    return text.replace('"', "»")
