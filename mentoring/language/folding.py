"""The search key: what two spellings of one word have in common."""

import re


def fold_key(text: str) -> str:
    """Fold for search and order: lower case, «ё» as «е», single spaces.

    On a text with single spaces it equals the SQL expression translate(lower(x), 'ё', 'е').
    """
    return re.sub(r"\s+", " ", text.lower().replace("ё", "е")).strip()
