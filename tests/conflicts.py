"""Reading the page of a conflict."""


def both_texts(conflicts) -> list[tuple[str, str, str]]:
    """(label, what is saved, what was typed) of each difference."""
    return [
        (row.label, *("".join(piece.text for piece in side) for side in (row.theirs, row.mine)))
        for row in conflicts
    ]
