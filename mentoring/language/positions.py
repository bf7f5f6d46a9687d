"""Case forms of positions: the head phrase declines, the tail after it stays.

Leading adjectives and participles decline up to the first noun that names a person («старшего вожатого»,
«исполняющему обязанности директора»), both halves of a hyphen too; what follows is already in its own case.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import takewhile

from pymorphy3.analyzer import Parse

from mentoring.language.cases import Case, CaseForms, forms_of, joined_forms, unchanged_forms
from mentoring.language.dictionary import (
    CASE_MARKS,
    is_proper,
    nominative_parses,
    noun_forms,
    restore_spelling,
    word_parses,
)
from mentoring.language.titles import normalise_position

# These stand for a whole phrase and never change, nor does what follows.
_FIXED_START = re.compile(r"(?:и\. ?о\.|ио|вр\. ?и\. ?о\.|врио|зам\.|зав\.|пом\.)(?=[\s-]|$)", re.IGNORECASE)
# These abbreviate an adjective: the noun after them declines.
_SHORT_ADJECTIVES = frozenset({"ст.", "гл.", "мл.", "вед."})
_ADVERBS = frozenset({"временно"})
_SEPARATORS = re.compile(r"(, |; | ?/ ?| [-–—] | и | ?\( ?| ?\) ?)")
# People at school whom the dictionary does not know or takes for a thing.
_PEOPLE = frozenset(
    [
        "тьютор",
        "тимлид",
        "коуч",
        "модератор",
        "фасилитатор",
        "супервизор",
        "сурдопереводчик",
        "тифлопедагог",
        "сурдопедагог",
        "олигофренопедагог",
        "ассистент",
        "документовед",
    ]
)


@dataclass
class _Phrase:
    """A stretch of the title: the declined beginning, the tail, and whether a head was found."""

    words: list[CaseForms] = field(default_factory=list)
    tail: str = ""
    is_found: bool = False
    review: tuple[str, ...] = ()

    def forms(self) -> CaseForms:
        return replace(joined_forms([*self.words, unchanged_forms(self.tail)]), review=self.review)


def propose_position_forms(title: str) -> CaseForms:
    """Propose the case forms of a position; a title without a clear person in front is given for review.

    Several titles in one line decline each: «учителя английского языка, классного руководителя 7 «Б» класса».
    """
    text = normalise_position(title)
    if not text:
        return unchanged_forms("", "должность не указана")
    pieces = _SEPARATORS.split(text)
    parts: list[CaseForms] = []
    reasons: list[str] = []
    is_fixed = False
    for index in range(0, len(pieces), 2):
        separator = pieces[index - 1] if index else ""
        phrase = _phrase(pieces[index])
        # «и. о. директора и учителя»: what an abbreviation rules stays, up to the next title of a list.
        is_fixed = (is_fixed and separator == " и ") or bool(_FIXED_START.match(pieces[index]))
        is_declined = phrase.is_found and not is_fixed
        parts.append(unchanged_forms(separator))
        parts.append(phrase.forms() if is_declined else unchanged_forms(pieces[index]))
        if is_declined or index == 0 and not is_fixed:
            reasons.extend(phrase.review)
        elif pieces[index] and separator == ", ":
            reasons.extend(_odd_part(pieces[index], is_fixed=is_fixed))
    whole = joined_forms(parts, separator="")
    return replace(whole, review=tuple(dict.fromkeys(reasons)))


def _odd_part(piece: str, *, is_fixed: bool) -> list[str]:
    """A later part without a head may continue the list («кружков, секций»), a nominative is suspicious."""
    first = piece.split()[0]
    if is_fixed or not any(nominative_parses(first)):
        return []
    return [f"часть «{piece}» оставлена без изменений: проверьте, нужно ли её склонять"]


def _phrase(text: str) -> _Phrase:
    words = text.split(" ")
    shortened = list(takewhile(lambda word: word.lower() in _SHORT_ADJECTIVES | _ADVERBS, words))
    rest = words[len(shortened) :]
    modifiers = list(takewhile(lambda word: _adjective(word) is not None, rest))
    after = rest[len(modifiers) :]
    phrase = _Phrase([unchanged_forms(word) for word in shortened])
    head = _person(after[0]) if after else None
    if head is not None:
        gender = _gender_of(after[0])
        phrase.words += [_adjective_forms(word, gender) for word in modifiers] + [head]
        phrase.tail, phrase.is_found = " ".join(after[1:]), True
        phrase.review = _disagreement(modifiers, gender, after[0])
        return phrase
    if modifiers:
        return _without_noun(phrase, modifiers, after)
    phrase.review = (_no_head(rest),)
    return phrase


def _without_noun(phrase: _Phrase, modifiers: list[str], after: list[str]) -> _Phrase:
    """The last adjective is the head: «исполняющий обязанности», «ответственный за питание»."""
    phrase.words += [_adjective_forms(word, "") for word in modifiers]
    phrase.tail, phrase.is_found = " ".join(after), True
    last = modifiers[-1]
    tags = [parse.tag for parse in word_parses(last)]
    stands_alone = any("PRTF" in tag or "Subx" in tag or "NOUN" in tag for tag in tags)
    before_preposition = bool(after) and any("PREP" in parse.tag for parse in word_parses(after[0]))
    if not stands_alone and not before_preposition:
        phrase.review = (f"после слова «{last}» не найдено, кто это: проверьте формы",)
    return phrase


def _no_head(words: list[str]) -> str:
    shown = words[0] if words else ""
    return f"не понятно, кто назван словом «{shown}»: впишите формы сами"


def _disagreement(modifiers: list[str], gender: str, noun: str) -> tuple[str, ...]:
    if all(_adjective(word, gender) is not None for word in modifiers):
        return ()
    return (f"прилагательное не согласовано со словом «{noun}»: проверьте формы",)


def _adjective(word: str, gender: str = "") -> Parse | None:
    if not re.fullmatch(r"[а-яё-]+", word.lower()):
        return None
    for parse in nominative_parses(word, guess="-" in word or word.lower().endswith(("ый", "ий", "ая"))):
        tag = parse.tag
        is_adjective = ("ADJF" in tag or "PRTF" in tag) and "Fixd" not in tag and "neut" not in tag
        if is_adjective and (not gender or gender in tag):
            return parse
    return None


def _adjective_forms(word: str, gender: str) -> CaseForms:
    parse = _adjective(word, gender) or _adjective(word)
    if parse is None:
        return unchanged_forms(word)
    kind = "masc" if "masc" in parse.tag else "femn"
    forms = {}
    for case, mark in CASE_MARKS.items():
        wanted = "gent" if case == Case.ACCUSATIVE and kind == "masc" else mark
        inflected = parse.inflect({wanted, "sing", kind})
        forms[case] = restore_spelling(word, inflected.word if inflected else word)
    return forms_of(word, forms)


def _person(word: str) -> CaseForms | None:
    """Decline a word or a hyphen compound whose last half names a person."""
    if not re.fullmatch(r"[а-яё-]+", word.lower()):
        return None
    halves = word.split("-")
    if _person_parse(halves[-1]) is None:
        return None
    declined = []
    for half in halves:
        parse = _person_parse(half)
        # «пресс-секретарь», «арт-директор»: a first half that is not a person stays.
        declined.append(noun_forms(half, parse) if parse is not None else unchanged_forms(half))
    return joined_forms(declined, separator="-")


def _person_parse(word: str) -> Parse | None:
    is_listed = word.lower() in _PEOPLE
    for parse in nominative_parses(word, guess=is_listed):
        tag = parse.tag
        if "NOUN" in tag and ("anim" in tag) and not is_proper(parse) and "neut" not in tag:
            return parse
    return None


def _gender_of(word: str) -> str:
    parse = _person_parse(word.split("-")[-1])
    if parse is None or "ms-f" in parse.tag:
        return ""
    return "femn" if "femn" in parse.tag else "masc"
