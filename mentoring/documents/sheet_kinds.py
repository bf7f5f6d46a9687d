from enum import Enum


class Kind(Enum):
    """What a column holds, by the number format that shows it."""

    TEXT = "@"
    WHOLE = "0"
    NUMBER = "0.##"
    DATE = "DD.MM.YYYY"
    MOMENT = "DD.MM.YYYY HH:MM"
