"""The search key: what two spellings of one word have in common."""


def fold_key(text: str) -> str:
    """Fold for search and order: lower case, «ё» as «е», single spaces.

    On a text with single spaces it equals the SQL expression translate(lower(x), 'ё', 'е').
    """
    return " ".join(text.lower().replace("ё", "е").split())
