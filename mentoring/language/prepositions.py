"""«с» or «со» before a word."""

import re

# «со Степановой», «со Щукиным»: two consonants that cannot be said after «с».
HARD_TO_SAY = re.compile(r"(?:[сзшж][бвгджзйклмнпрстфхцчшщ]|щ|вс|льв|мст|мно[гй])", re.IGNORECASE)


def with_word(word: str) -> str:
    """Return «со» before «Степановой», «с» before «Ивановой»; an empty word takes «с»."""
    return "со" if HARD_TO_SAY.match(word) else "с"
