"""Spelling of positions: capitals, spaces, abbreviations."""

import re

from mentoring.language.fullnames import normalise_letters, settled

# Written in capitals even inside a title that is otherwise in lower case.
ABBREVIATIONS = frozenset(
    [
        "АХР",
        "АХЧ",
        "АФК",
        "БЖ",
        "ВР",
        "ВСОКО",
        "ВУЗ",
        "ГО",
        "ГПД",
        "ГТО",
        "ДОУ",
        "ДПО",
        "ЕГЭ",
        "ИЗО",
        "ИКТ",
        "ИМЦ",
        "ИТ",
        "КПК",
        "ЛФК",
        "МО",
        "МР",
        "МХК",
        "НВП",
        "НМО",
        "НМР",
        "НОД",
        "НПО",
        "ОВЗ",
        "ОБЖ",
        "ОБЗР",
        "ОГЭ",
        "ОДНКНР",
        "ОИВТ",
        "ОРКСЭ",
        "ПДД",
        "ПДО",
        "ПМПК",
        "ППО",
        "РДДМ",
        "РМО",
        "СОШ",
        "СПО",
        "ТБ",
        "УВР",
        "УМР",
        "УПР",
        "УР",
        "ФГОС",
        "ФП",
        "ЦДО",
        "ЦОР",
        "ЧС",
        "ШМО",
        "ЭВМ",
        "ЮИД",
        "УВП",
        "МТО",
        "ВШК",
        "ВПР",
        "НОУ",
        "ЦДТ",
    ]
)
# Prepositions and abbreviations share letters: these count as abbreviations only at the end of the title.
_FINAL_ABBREVIATIONS = frozenset({"ДО", "ОТ"})
_PROPER = {"родины": "Родины", "отечества": "Отечества", "россии": "России"}
_WORD = re.compile(r"[А-ЯЁа-яё]+")
_VOWELS = frozenset("АЕЁИОУЫЭЮЯ")


def normalise_position(text: str) -> str:
    """Repair the spelling of a position: «УЧИТЕЛЬ РУССКОГО ЯЗЫКА» → «учитель русского языка», «АХР» kept."""
    return settled(_repaired, text)


def _repaired(text: str) -> str:
    text = re.sub(r"(?<=[а-яёА-ЯЁ]{5})\.+$", "", normalise_letters(text))
    text = re.sub(r"\s+([,;])", r"\1", text)
    text = re.sub(r"(?<=[а-яёА-ЯЁ)])([,;])(?=\S)", r"\1 ", text)
    text = re.sub(r"\bи\. ?о(?:\.\s*|\s+)(?=\S)", "и. о. ", text, flags=re.IGNORECASE)
    text = re.sub(r"([А-ЯЁа-яё]{2,}\.)(?=[а-яёА-ЯЁ]{3})", r"\1 ", text)
    text = re.sub(r"(?<=\w)\s*[-‐‑]\s*(?=\w)", _hyphen, text)
    capitals = _is_all_capitals(text)
    words = list(_WORD.finditer(text))
    result, position = [], 0
    for number, match in enumerate(words):
        result.append(text[position : match.start()])
        is_last = number == len(words) - 1
        result.append(
            _word(
                match.group(),
                capitals=capitals,
                is_first=number == 0,
                is_last=is_last,
                quoted=_is_letter(text, match),
            )
        )
        position = match.end()
    result.append(text[position:])
    return "".join(result)


def _hyphen(match: re.Match[str]) -> str:
    # «педагог -психолог» is a slip; « - » between two titles is a dash and stays.
    found = match.group()
    return found if found.startswith(" ") and found.endswith(" ") else "-"


def _is_all_capitals(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if word not in ABBREVIATIONS and len(word) > 1]
    return bool(words) and sum(word.isupper() for word in words) * 2 > len(words)


def _is_letter(text: str, match: re.Match[str]) -> bool:
    """Tell whether the match is the letter of a class: «7 «Б» класса», «7Б класса»."""
    before = text[: match.start()].rstrip(' «"“„-')
    return len(match.group()) == 1 and (text[: match.start()].endswith(("«", '"')) or before[-1:].isdigit())


def _word(word: str, *, capitals: bool, is_first: bool, is_last: bool, quoted: bool) -> str:
    if quoted or word in ABBREVIATIONS or (word in _FINAL_ABBREVIATIONS and is_last and not is_first):
        return word
    lowered = word.lower()
    if word.isupper() and len(word) > 1:
        if not is_first and not _VOWELS & set(word):
            return word
        if capitals or is_first or len(word) > 5:
            return _PROPER.get(lowered, lowered)
        return word
    if capitals and word.isupper():
        return lowered
    if is_first and word[1:].islower():
        return lowered
    if is_first and len(word) == 1:
        return lowered
    return word
