"""The vocabulary of terms and the cleaning of what people type into the column «Сроки»."""

import re
import unicodedata

from mentoring.language.dates import MONTHS, MONTHS_GENITIVE

YEAR = r"(?:19|20)\d\d"
# No term is longer; a longer text is read by a person.
LONGEST_LINE = 300
# «сентебрь» has to be long to be told from another month; «июня» and «июля» are one letter apart.
LONG_ENOUGH_FOR_A_SLIP = 6

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−⁃⸺⸻﹘﹣-─~"), "-")
_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u0301«»\"“”„'’`*"), None)
_BRACKETS = dict.fromkeys(map(ord, "()[];"), ",")
_CHARACTERS = _DASHES | _DROPPED | _BRACKETS
_LOOKALIKES = str.maketrans("aceopxykmhtbi", "асеорхукмнтві")
_LONE_PREPOSITIONS = {"c": "с", "k": "к", "b": "в", "co": "со"}
_ROMAN_LETTERS = str.maketrans(
    {"і": "i", "ӏ": "i", "l": "i", "х": "x", "у": "v", "ѵ": "v", "п": "ii", "ш": "iii"}
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_VOWELS = "аеиояыэ"
_ORDINAL_STEMS = (("перв", 1), ("втор", 2), ("трет", 3), ("четв", 4), ("последн", -1))

# The order matters: an academic year is named before a plain «г.» is dropped, years are paired before dashes split.
_REWRITES = [
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", r"\3.\2.\1"),
        (r"(?<!\d)(\d{1,2})([/\-])(\d{1,2})\2(\d{4})(?!\d)", r"\1.\3.\4"),
        (r"(?<!\d)(\d{1,2}) ?\. ?(\d{1,2}) ?\. ?(\d{4}|\d\d)(?!\d)", r"\1.\2.\3"),
        (r"\b(\d{1,4}|[ivxіхӏ]{1,4}) ?- ?(?:ого|го|ая|ой|ый|ий|ое|ую|ом|ей|й|я|е|ю|м)\b", r"\1"),
        (r"\b(\d{1,4})(?:ого|го|ая|ой|ый|ий|ое|ую|ом|ей|й|я|е)\b", r"\1"),
        (
            r"(?<=\d)(?:[ .]*г\b){0,3}[ .]*\b(?:уч(?:\.|еб\.|ебн[а-я]*)? ?г(?:од[а-я]*\b|\b\.?)|у\.? ?г\b\.?)",
            " учгод",
        ),
        (r"\bт\. ?г\b\.?|\b(?:текущего|этого|сего) год[а-я]*\b", " "),
        (r"\bуч(?:\.|еб\.|ебн[а-я]*)? ?г(?:од[а-я]*\b|\b\.?)", "учгод"),
        (r"\b(начал[оаеу]|кон(?:ец|ц[аеу])) каждого (года|учгод)\b", r"\1 \2, ежегодно"),
        (r"(?<=\d) ?(?:г\.? ?г\b\.?|год(?:а|у|ы|ов|ом|ах)?\b|г\b\.?)", " "),
        (rf"({YEAR}) ?[-/] ?({YEAR})(?![.\d])", r"\1/\2"),
        (rf"({YEAR}) ?[-/] ?(\d\d)(?= *(?:учгод|,|\.?$))", r"\1/\2"),
        (r"(?<=[а-яі])\.+", " "),
        (r"\.+(?=[а-яі])", " "),
        (r"(?<=\d)\.+(?!\d)", " "),
        (r"(?<=[а-я])(?=\d)|(?<=\d)(?=[а-я])", " "),
        (rf"(?<=[а-я])(?<!учгод) ?, ?(?={YEAR}\b)", " "),
        (rf"\bучгод ({YEAR}/\d+)", r"\1 учгод"),
        (r"\b(?:текущ|нов|данн|настоящ)[а-я]+ (?=учгод)", ""),
        (r"\bдалее\b[ ,:-]*", ", "),
        (r" ?- ?(?=(?:по|до) )", " "),
        (r" *- *", "-"),
        (rf"^({YEAR})[ ,-]+([а-я]+)$", r"\2 \1"),
        (r" +", " "),
    )
]


def clean(line: str) -> str:
    """Bring one line to small letters, plain dashes and words: «Октябрь 2022 г..» → «октябрь 2022»."""
    text = unicodedata.normalize("NFKC", line.translate(_CHARACTERS)).translate(_CHARACTERS)
    text = " ".join(text.lower().replace("ё", "е").split())
    text = re.sub(r"\w+", _in_one_alphabet, text)
    for pattern, instead in _REWRITES:
        text = pattern.sub(instead, text)
    return text.strip(" .,:!-•·▪●◦")


def _in_one_alphabet(match: re.Match) -> str:
    word = match[0]
    if re.search("[а-яі]", word) and re.search("[a-z]", word):
        return word.translate(_LOOKALIKES)
    return _LONE_PREPOSITIONS.get(word, word)


def _month_forms() -> dict[str, int]:
    forms: dict[str, int] = {}
    for number, (nominative, genitive) in enumerate(zip(MONTHS, MONTHS_GENITIVE, strict=True), start=1):
        stem, is_soft = genitive[:-1], genitive.endswith("я")
        endings = ("е", "ю", "ем") if is_soft else ("е", "у", "ом")
        words = [nominative, genitive, *(stem + ending for ending in endings), nominative[:3], nominative[:4]]
        forms |= dict.fromkeys(words, number)
    return forms


def _slips() -> dict[str, int]:
    """Return months with one letter lost, doubled or swapped with the next, or a wrong vowel: «сентебрь»."""
    slips: dict[str, set[int]] = {}
    for word, number in MONTH_FORMS.items():
        if len(word) < LONG_ENOUGH_FOR_A_SLIP:
            continue
        for at in range(1, len(word)):
            head, letter, tail = word[:at], word[at], word[at + 1 :]
            swapped = head + tail[:1] + letter + tail[1:]
            vowels = [head + vowel + tail for vowel in _VOWELS if letter in _VOWELS]
            for slip in (head + tail, head + letter * 2 + tail, swapped, *vowels):
                slips.setdefault(slip, set()).add(number)
    return {slip: min(found) for slip, found in slips.items() if len(found) == 1 and slip not in MONTH_FORMS}


MONTH_FORMS = _month_forms()
MONTH_SLIPS = _slips()


def month_number(word: str) -> int:
    """Return the month that a word in any case, shortened or with one slip of the finger names, or 0."""
    return MONTH_FORMS.get(word) or MONTH_SLIPS.get(word, 0)


def ordinal(word: str) -> int:
    """Return 1–4 for «первая», «2», «III», «ІІ» in Cyrillic letters; −1 for «последняя»; 0 for the rest."""
    if word.isascii() and word.isdigit():
        return int(word) if len(word) < 3 else 0
    for stem, number in _ORDINAL_STEMS:
        if word.startswith(stem):
            return number
    return _ROMAN.get(word.translate(_ROMAN_LETTERS), 0)
