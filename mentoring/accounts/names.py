"""Names for signing in: compared by their look, so that nobody passes for somebody else."""

import unicodedata

from django.core.exceptions import ValidationError

# Russian letters beside the Latin ones that look the same, capitals included: names are typed in both.
RUSSIAN, LATIN = "ёавекмнорстухі", "eabekmhopctyxi"
LOOK = str.maketrans(RUSSIAN, LATIN)


def tidy_name(typed: str) -> str:
    """The name as it is kept: one form of every letter, small letters, no spaces around."""
    return unicodedata.normalize("NFKC", typed).casefold().strip()


def look_of(typed: str) -> str:
    """What the eye sees: «сара» in Russian and «capa» in Latin letters look alike, «ё» passes for «е»."""
    return tidy_name(typed).translate(LOOK)


def refuse_mixed_letters(name: str) -> None:
    """Raises ValidationError when Russian and Latin letters stand in one name."""
    scripts = {unicodedata.name(letter, "").split()[0] for letter in name if letter.isalpha()}
    if {"LATIN", "CYRILLIC"} <= scripts:
        raise ValidationError(
            "В имени смешаны русские и латинские буквы: на вид их не различить. Наберите всё на одном языке."
        )
