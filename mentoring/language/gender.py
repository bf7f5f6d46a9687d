"""Gender from a patronymic. A surname never tells it: «Черных», «Мельник», «Лебедь»."""

import re

MALE = "m"
FEMALE = "f"
UNKNOWN = ""

MALE_PARTICLES = frozenset({"оглы", "оглу", "оглі", "углы", "угли", "ўғли", "улы", "уулу"})
FEMALE_PARTICLES = frozenset({"кызы", "гызы", "кизи", "қизи", "кыз"})
_MALE_ENDING = re.compile(r"(?:[её]в|ов|ь|[а-яё])(?:ич|ыч)$")
_FEMALE_ENDING = re.compile(r"[а-яё](?:вна|чна|шна)$")


def gender_from_patronymic(patronymic: str) -> str:
    """Return «m», «f» or an empty string when the patronymic does not tell."""
    words = re.split(r"[\s\-]+", patronymic.strip().lower())
    last = words[-1]
    if last in MALE_PARTICLES:
        return MALE
    if last in FEMALE_PARTICLES:
        return FEMALE
    if _MALE_ENDING.search(last) or (len(last) > 6 and last.endswith("оглы")):
        return MALE
    if _FEMALE_ENDING.search(last) or (len(last) > 6 and last.endswith("кызы")):
        return FEMALE
    return UNKNOWN


def is_patronymic(word: str) -> bool:
    """Tell whether the word looks like a patronymic."""
    return gender_from_patronymic(word) != UNKNOWN
