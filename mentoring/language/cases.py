"""Grammatical cases and the set of forms that every proposal returns."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Case(StrEnum):
    NOMINATIVE = "nominative"
    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    INSTRUMENTAL = "instrumental"


OBLIQUE_CASES = (Case.GENITIVE, Case.DATIVE, Case.ACCUSATIVE, Case.INSTRUMENTAL)


@dataclass(frozen=True, kw_only=True)
class CaseForms:
    """One wording in five cases; `review` holds the Russian reasons why a person should look at it."""

    nominative: str
    genitive: str
    dative: str
    accusative: str
    instrumental: str
    review: tuple[str, ...] = ()

    @property
    def needs_review(self) -> bool:
        return bool(self.review)

    def in_case(self, case: Case) -> str:
        """Return the form of one case."""
        return {
            Case.NOMINATIVE: self.nominative,
            Case.GENITIVE: self.genitive,
            Case.DATIVE: self.dative,
            Case.ACCUSATIVE: self.accusative,
            Case.INSTRUMENTAL: self.instrumental,
        }[case]


def forms_of(nominative: str, oblique: Mapping[Case, str], review: tuple[str, ...] = ()) -> CaseForms:
    """Build the forms from a mapping with the four oblique cases."""
    return CaseForms(
        nominative=nominative,
        genitive=oblique[Case.GENITIVE],
        dative=oblique[Case.DATIVE],
        accusative=oblique[Case.ACCUSATIVE],
        instrumental=oblique[Case.INSTRUMENTAL],
        review=review,
    )


def unchanged_forms(text: str, *review: str) -> CaseForms:
    """Return the forms of a word that is the same in every case."""
    return CaseForms(
        nominative=text, genitive=text, dative=text, accusative=text, instrumental=text, review=review
    )


def joined_forms(parts: list[CaseForms], separator: str = " ") -> CaseForms:
    """Join forms case by case, leaving out empty parts; the reasons are joined without repeats."""
    kept = [part for part in parts if part.nominative]
    review = tuple(dict.fromkeys(reason for part in parts for reason in part.review))
    joined = {case: separator.join(part.in_case(case) for part in kept) for case in Case}
    return forms_of(joined[Case.NOMINATIVE], joined, review)
