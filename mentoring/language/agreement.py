"""Words that agree with a person's gender or with the kind of a paper."""

import re
from collections.abc import Sequence

from mentoring.language.dictionary import nominative_parses, word_parses
from mentoring.language.gender import FEMALE, MALE

# Masculine form: (feminine, when the gender is unknown).
GENDERED_WORDS = {
    "согласен": ("согласна", "согласен(на)"),
    "ознакомлен": ("ознакомлена", "ознакомлен(а)"),
    "уведомлён": ("уведомлена", "уведомлён(а)"),
    "назначен": ("назначена", "назначен(а)"),
    "освобождён": ("освобождена", "освобождён(а)"),
    "именуемый": ("именуемая", "именуемый(ая)"),
    "действующий": ("действующая", "действующий(ая)"),
    "действующего": ("действующей", "действующего(ей)"),
    "уважаемый": ("уважаемая", "уважаемый(ая)"),
    "проживающий": ("проживающая", "проживающий(ая)"),
    "зарегистрированный": ("зарегистрированная", "зарегистрированный(ая)"),
    "являющийся": ("являющаяся", "являющийся(аяся)"),
    "предупреждён": ("предупреждена", "предупреждён(а)"),
    "проинформирован": ("проинформирована", "проинформирован(а)"),
    "награждён": ("награждена", "награждён(а)"),
    "принял": ("приняла", "принял(а)"),
    "получил": ("получила", "получил(а)"),
    "прошёл": ("прошла", "прошёл(ла)"),
    "он": ("она", "он(а)"),
    "его": ("её", "его (её)"),
    "ему": ("ей", "ему (ей)"),
}
# The same words of several people.
PLURAL_WORDS = {
    "согласен": "согласны",
    "ознакомлен": "ознакомлены",
    "уведомлён": "уведомлены",
    "назначен": "назначены",
    "освобождён": "освобождены",
    "предупреждён": "предупреждены",
    "награждён": "награждены",
}
_APPROVED = {"masc": "УТВЕРЖДЕН", "femn": "УТВЕРЖДЕНА", "neut": "УТВЕРЖДЕНО", "plur": "УТВЕРЖДЕНЫ"}
_ADOPTED = {"masc": "ПРИНЯТ", "femn": "ПРИНЯТА", "neut": "ПРИНЯТО", "plur": "ПРИНЯТЫ"}
# Kinds of papers with their gender.
PAPERS = {
    "положение": "neut",
    "карта": "femn",
    "программа": "femn",
    "форма": "femn",
    "анкета": "femn",
    "инструкция": "femn",
    "памятка": "femn",
    "план": "masc",
    "реестр": "masc",
    "шаблон": "masc",
    "регламент": "masc",
    "порядок": "masc",
    "перечень": "masc",
    "список": "masc",
    "состав": "masc",
    "график": "masc",
    "отчет": "masc",
    "отчёт": "masc",
    "правила": "plur",
    "рекомендации": "plur",
}


def by_gender(gender: str, masculine: str, feminine: str, unknown: str) -> str:
    """Choose a wording by gender «m», «f» or anything else for unknown."""
    return {MALE: masculine, FEMALE: feminine}.get(gender, unknown)


def gendered(word: str, gender: str) -> str:
    """Return a word of papers in the person's gender: «ознакомлена», «ознакомлен(а)»; a capital is kept.

    Raises ValueError for a word that is not in GENDERED_WORDS.
    """
    lowered = word.lower()
    if lowered not in GENDERED_WORDS:
        raise ValueError(f"no gendered forms for {word!r}")
    feminine, unknown = GENDERED_WORDS[lowered]
    chosen = by_gender(gender, lowered, feminine, unknown)
    return chosen[0].upper() + chosen[1:] if word[:1].isupper() else chosen


def agreed(word: str, genders: Sequence[str]) -> str:
    """Return a word of PLURAL_WORDS that agrees with one person («ознакомлена») or several («ознакомлены»)."""
    return gendered(word, genders[0]) if len(genders) == 1 else PLURAL_WORDS[word]


def approved_participle(title: str) -> str:
    """Return УТВЕРЖДЕНО, -А, УТВЕРЖДЕН or -Ы to agree with the paper's title (ГОСТ Р 7.0.97)."""
    return _APPROVED[_paper_gender(title)]


def adopted_participle(title: str) -> str:
    """Return ПРИНЯТО, ПРИНЯТА, ПРИНЯТ or ПРИНЯТЫ to agree with the paper's title."""
    return _ADOPTED[_paper_gender(title)]


def _paper_gender(title: str) -> str:
    words = re.findall(r"[а-яё]+", title.lower())
    for word in words:
        if word in PAPERS:
            return PAPERS[word]
    for word in words:
        for parse in nominative_parses(word):
            if "NOUN" in parse.tag and parse.tag.gender:
                return str(parse.tag.gender)
        if any(
            "nomn" in parse.tag and "plur" in parse.tag and "NOUN" in parse.tag for parse in word_parses(word)
        ):
            return "plur"
    return "neut"
