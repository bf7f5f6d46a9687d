"""The two grammar libraries behind lazy caches: building them takes a fifth of a second."""

from collections.abc import Iterator
from functools import cache, lru_cache

from pymorphy3 import MorphAnalyzer
from pymorphy3.analyzer import Parse
from pytrovich.enums import Case as LibraryCase
from pytrovich.enums import Gender as LibraryGender
from pytrovich.enums import NamePart
from pytrovich.maker import PetrovichDeclinationMaker

from mentoring.language.cases import OBLIQUE_CASES, Case, CaseForms, forms_of
from mentoring.language.folding import fold_key

__all__ = ["NamePart", "library_forms", "nominative_parses", "noun_forms", "restore_spelling", "word_parses"]

VOWELS = "аеёиоуыэюя"
# Marks of proper names in the dictionary: such a reading says nothing about a common noun.
PROPER = {"Surn", "Name", "Patr", "Geox", "Orgn", "Trad", "Init", "Abbr"}
CASE_MARKS = {
    Case.GENITIVE: "gent",
    Case.DATIVE: "datv",
    Case.ACCUSATIVE: "accs",
    Case.INSTRUMENTAL: "ablt",
}


@cache
def _analyzer() -> MorphAnalyzer:
    return MorphAnalyzer()


@cache
def _declination() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()


@lru_cache(maxsize=4096)
def word_parses(word: str) -> tuple[Parse, ...]:
    """Return the readings that the dictionary itself knows for the word, guesses left out."""
    lowered = word.lower()
    analyzer = _analyzer()
    if not lowered or not analyzer.word_is_known(lowered):
        return ()
    return tuple(parse for parse in analyzer.parse(lowered) if parse.is_known)


def nominative_parses(word: str, *, guess: bool = False) -> Iterator[Parse]:
    """Yield readings of the word as a nominative singular; with `guess` also of unknown words."""
    parses = _analyzer().parse(word.lower()) if guess and word else word_parses(word)
    for parse in parses:
        if "nomn" in parse.tag and "sing" in parse.tag:
            yield parse


def is_proper(parse: Parse) -> bool:
    """Tell whether the reading is a name, a place or an abbreviation."""
    return any(mark in parse.tag for mark in PROPER)


def syllables(word: str) -> int:
    """Count the vowels."""
    return sum(letter in VOWELS for letter in word.lower())


def library_forms(word: str, part: NamePart, gender: str) -> CaseForms:
    """Decline one hyphen-free piece of a name with the name library."""
    library_gender = LibraryGender.MALE if gender == "m" else LibraryGender.FEMALE
    maker = _declination()
    forms = {case: maker.make(part, library_gender, LibraryCase[case.name], word) for case in OBLIQUE_CASES}
    return forms_of(word, forms)


def noun_forms(word: str, parse: Parse) -> CaseForms:
    """Decline a dictionary noun as the name of a living being, in the spelling it was typed with."""
    forms = {}
    for case, mark in CASE_MARKS.items():
        # «узла» and «орла»: as a name even an inanimate masculine noun takes the genitive for the accusative.
        is_animate_form = mark == "accs" and "masc" in parse.tag and not word.lower().endswith(("а", "я"))
        wanted = "gent" if is_animate_form else mark
        inflected = parse.inflect({wanted, "sing"})
        forms[case] = restore_spelling(word, inflected.word if inflected else word)
    return forms_of(word, forms)


def restore_spelling(original: str, inflected: str) -> str:
    """Give the common beginning of a dictionary form the capitals of the original and its «е» for «ё».

    A typed «ё» still gives way where the stress moves: «Ёж – Ежа».
    """
    letters = []
    for left, right in zip(original, inflected, strict=False):
        if fold_key(left) != fold_key(right):
            break
        moved_stress = left in "ёЁ" and right == "е"
        letters.append({"ё": "е", "Ё": "Е"}[left] if moved_stress else left)
    return "".join(letters) + inflected[len(letters) :]
