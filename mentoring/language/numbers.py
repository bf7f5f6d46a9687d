"""Numbers with the right form of the noun."""

from mentoring.language.initials import NBSP


def plural(number: int, one: str, few: str, many: str) -> str:
    """Choose the form after the number: 1 «пара», 2 «пары», 5 «пар», 11 «пар», 21 «пара»."""
    tail = abs(number) % 100
    if 11 <= tail <= 14:
        return many
    if tail % 10 == 1:
        return one
    return few if 2 <= tail % 10 <= 4 else many


def counted(number: int, one: str, few: str, many: str) -> str:
    """Return «5 пар» with a non-breaking space."""
    return f"{number}{NBSP}{plural(number, one, few, many)}"


def years_phrase(number: int) -> str:
    """Return «3 года», «5 лет», «21 год»."""
    return counted(number, "год", "года", "лет")


def months_phrase(number: int) -> str:
    """Return «3 месяца»."""
    return counted(number, "месяц", "месяца", "месяцев")


def days_phrase(number: int) -> str:
    """Return «3 дня»."""
    return counted(number, "день", "дня", "дней")


def hours_phrase(number: int) -> str:
    """Return «3 часа»."""
    return counted(number, "час", "часа", "часов")


def people_phrase(number: int) -> str:
    """Return «3 человека», «66 человек»."""
    return counted(number, "человек", "человека", "человек")
