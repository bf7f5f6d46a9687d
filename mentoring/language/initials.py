"""Short names for signatures and running text, glued by non-breaking spaces."""

import re

NBSP = "\u00a0"


def initials(first_name: str, patronymic: str = "") -> str:
    """Return «А. П.»; a double name gives «А.-М. П.», a patronymic «Гасан оглы» one letter."""
    pieces = []
    first_words = first_name.split()
    if first_words:
        pieces.append("-".join(f"{part[0].upper()}." for part in first_words[0].split("-") if part))
    patronymic_letters = re.findall(r"\w", patronymic)
    if patronymic_letters:
        pieces.append(f"{patronymic_letters[0].upper()}.")
    return NBSP.join(piece for piece in pieces if piece)


def short_name(surname: str, first_name: str, patronymic: str = "", *, before: bool) -> str:
    """Return «А. П. Иванова» for a signature (`before`) or «Иванова А. П.» for running text.

    The surname may stand in any case: «Иванову А. П.».
    """
    letters = initials(first_name, patronymic)
    order = [letters, surname.strip()] if before else [surname.strip(), letters]
    return NBSP.join(part for part in order if part)


def short_form(
    full_form: str, *, surname: str, first_name: str, patronymic: str = "", before: bool = False
) -> str:
    """Shorten a confirmed full form («Иванову Анну Петровну») to «Иванову А. П.».

    The surname takes as many words of the form as it has in the nominative; initials come from the
    nominative, since «Льву» and «Лев» agree in the letter but a form may have been retyped.
    """
    words = full_form.split()
    declined = " ".join(words[: len(surname.split())])
    return short_name(declined or surname, first_name, patronymic, before=before)
