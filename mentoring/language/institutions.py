"""Case forms of the school's own name: «муниципального бюджетного общеобразовательного учреждения «Школа № 15»».

Adjectives up to the first noun decline with it; the quoted name and the words after that noun stay as they are.
"""

import re
from itertools import takewhile

from pymorphy3.analyzer import Parse

from mentoring.language.dictionary import is_proper, nominative_parses, restore_spelling

MARKS = {"genitive": "gent", "dative": "datv", "prepositional": "loct"}
_GENDERS = ("masc", "femn", "neut")
_WORD = re.compile(r"[а-яё]+(?:-[а-яё]+)*", re.IGNORECASE)
# A case ending is at most this long: «школа – школой», «бюджетное – бюджетного».
_ENDING = 3


def propose_institution_forms(name: str) -> dict[str, str]:
    """Genitive, dative and prepositional by their English names; an empty dict when no head noun is found."""
    words = " ".join(name.split()).split(" ")
    head = next((index for index, word in enumerate(words) if not _is_adjective(word)), len(words))
    noun = _noun(words[head]) if head < len(words) else None
    if noun is None:
        return {}
    gender = next((mark for mark in _GENDERS if mark in noun.tag), "")
    forms = {}
    for case, mark in MARKS.items():
        declined = [
            _inflected(word, _adjective(word, gender), {mark, "sing", gender}) for word in words[:head]
        ]
        declined.append(_inflected(words[head], noun, {mark, "sing"}))
        whole = " ".join([*declined, *words[head + 1 :]])
        # In the middle of a sentence an ordinary word begins with a small letter.
        forms[case] = whole[:1].lower() + whole[1:] if words[0][1:].islower() else whole
    return forms


def is_form_of(form: str, nominative: str) -> bool:
    """Can `form` be a case of `nominative`? Word by word the same beginning, endings and capitals aside."""
    ours, theirs = form.casefold().split(), nominative.casefold().split()
    return len(ours) == len(theirs) and all(map(_is_same_word, ours, theirs))


def _is_same_word(form: str, word: str) -> bool:
    common = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(form, word, strict=False))))
    is_inflected = _WORD.fullmatch(word) and common >= max(2, len(word) - _ENDING)
    return form == word or bool(is_inflected and len(form) - common <= _ENDING)


def _is_adjective(word: str) -> bool:
    return any(_adjective(word, gender) is not None for gender in _GENDERS)


def _adjective(word: str, gender: str) -> Parse | None:
    if not _WORD.fullmatch(word):
        return None
    for parse in nominative_parses(word, guess=True):
        if ("ADJF" in parse.tag or "PRTF" in parse.tag) and gender in parse.tag:
            return parse
    return None


def _noun(word: str) -> Parse | None:
    if not _WORD.fullmatch(word):
        return None
    return next((row for row in nominative_parses(word) if "NOUN" in row.tag and not is_proper(row)), None)


def _inflected(word: str, parse: Parse | None, marks: set[str]) -> str:
    found = parse.inflect(marks) if parse else None
    return restore_spelling(word, found.word) if found else word
