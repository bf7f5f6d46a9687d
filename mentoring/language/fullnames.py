"""Names as people type them: repair of the spelling, splitting into parts, and what is wrong with them."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from mentoring.language.dictionary import nominative_parses
from mentoring.language.gender import FEMALE_PARTICLES, MALE_PARTICLES, is_patronymic

MAX_PASSES = 10
LOOK_ALIKES = str.maketrans("ABCEHKMOPTXYaceopxykËë", "АВСЕНКМОРТХУасеорхукЁё")
# Kept in lower case inside a name: «Гасан оглы», «фон Берг», «Гусейн-заде».
SMALL_WORDS = (
    MALE_PARTICLES | FEMALE_PARTICLES | {"фон", "де", "ла", "да", "дель", "ди", "ван", "дер", "заде"}
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_CYRILLIC = re.compile("[а-яёА-ЯЁ]")
_LATIN = re.compile("[A-Za-z]")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]*)+|[^\W\d_]|[А-ЯЁ]\.?[А-ЯЁ]\.")
# Most names of a list are spelled as they should be: words of Russian letters that begin with a capital one.
_USUAL = re.compile("[А-ЯЁ][а-яё]+(?:[- ][А-ЯЁ][а-яё]+)*")
_STRANGE = re.compile(r"[^\w\s.'’ʼ\-]|[\d_]")


@dataclass(frozen=True)
class FullName:
    """A name in its three parts; errors stop an import of the row, warnings do not."""

    surname: str
    first_name: str = ""
    patronymic: str = ""
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def settled(repair: Callable[[str], str], text: str) -> str:
    """Repeat a repair until it changes nothing more: one step may make room for an earlier one."""
    for _ in range(MAX_PASSES):
        repaired = repair(text)
        if repaired == text:
            break
        text = repaired
    return text


def normalise_spaces(text: str) -> str:
    """Join decomposed letters, drop invisible characters, make every run of white space one space."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = "".join(" " if unicodedata.category(sign) in {"Cc", "Zs", "Zl", "Zp"} else sign for sign in text)
    return re.sub(r"\s+", " ", text).strip(" ,;")


def normalise_letters(text: str) -> str:
    """Repair spaces and Latin letters inside Russian words."""
    return _russian_letters(normalise_spaces(text))


def _clean(text: str) -> str:
    text = normalise_spaces(text)
    return re.sub(r"(?<=[^\W\d_]) ?[-‐‑‒–—] ?(?=[^\W\d_])", "-", text).strip(" ,;")


def _russian_letters(text: str) -> str:
    if not _CYRILLIC.search(text):
        return text
    words = []
    for word in text.split(" "):
        repaired = word.translate(LOOK_ALIKES)
        # A wholly Latin word stays and is reported; single letters are initials typed in the other layout.
        letters = [letter for letter in word if letter.isalpha()]
        if _CYRILLIC.search(word) or all(letter.isupper() for letter in letters) and len(letters) <= 2:
            word = repaired
        words.append(word)
    return " ".join(words)


def _capital(piece: str, *, is_first: bool) -> str:
    if piece.lower() in SMALL_WORDS and not is_first:
        return piece.lower()
    if len(piece) > 1 and (piece[:2].isupper() or piece.islower() or piece.isupper()):
        return piece[:1].upper() + piece[1:].lower()
    return piece.upper() if len(piece) == 1 else piece


def _capitals(text: str) -> str:
    words = []
    for number, word in enumerate(text.split(" ")):
        if "." in word:
            words.append(word)
            continue
        pieces = re.split(r"([-'’ʼ])", word)
        is_first = number == 0 and word.lower() not in {"фон", "де", "ван", "ди", "да", "ла"}
        words.append(
            "".join(
                _capital(piece, is_first=is_first and index == 0) if index % 2 == 0 else piece
                for index, piece in enumerate(pieces)
            )
        )
    return " ".join(words)


def normalise_name(text: str) -> str:
    """Repair the spelling of a name: capitals, spaces, hyphens, Latin look-alikes; «ё» stays as typed.

    «ЧЕРНЫХ  ЮЛИЯ» → «Черных Юлия», «ИВАНОВой» → «Ивановой», «ТЕР-ПЕТРОСЯН» → «Тер-Петросян».
    """
    if _is_usual(text):
        return text
    return repaired_name(text)


def repaired_name(text: str) -> str:
    """What `normalise_name` does with a name that is not spelled in the usual way."""
    return settled(lambda name: _capitals(_russian_letters(_clean(name))), text)


def _is_usual(text: str) -> bool:
    """Is there nothing to repair, as a look at the letters tells?"""
    return _USUAL.fullmatch(text) is not None and SMALL_WORDS.isdisjoint(
        text.lower().replace("-", " ").split(" ")
    )


def name_repairs(text: str) -> tuple[str, ...]:
    """Say in Russian what `normalise_name` changes in the text, for the preview of an import."""
    if _is_usual(text):
        return ()
    cleaned = _clean(text)
    russian = _russian_letters(cleaned)
    steps = (
        (text, cleaned, "убраны лишние пробелы и знаки"),
        (cleaned, russian, "латинские буквы заменены похожими русскими"),
        (russian, _capitals(russian), "исправлены заглавные и строчные буквы"),
    )
    return tuple(sentence for before, after, sentence in steps if before != after)


def split_full_name(text: str) -> FullName:
    """Split «Фамилия Имя Отчество» into parts and list errors and warnings in Russian."""
    name = normalise_name(text)
    if not name:
        return FullName("", errors=("ФИО не указано: впишите фамилию, имя и отчество",))
    problem = _unreadable(name)
    if problem:
        return FullName(name, errors=(problem,))
    words = name.split(" ")
    spelled = [word for word in words if not _INITIALS.fullmatch(word)]
    if len(spelled) < len(words):
        letters = " ".join(word for word in words if word not in spelled)
        reason = f"вместо имени и отчества указаны инициалы «{letters}»: впишите их полностью"
        return FullName(" ".join(spelled), errors=(reason,))
    if len(words) == 1:
        return FullName(
            name, errors=("указано только одно слово: нужны фамилия и имя, отчество при наличии",)
        )
    if len(words) == 2:
        return _two_words(*words)
    return _many_words(words)


def _unreadable(name: str) -> str:
    strange = _STRANGE.search(name)
    if strange:
        return f"в ФИО есть лишний знак «{strange.group()}»: оставьте только фамилию, имя и отчество"
    if _LATIN.search(name):
        return "в ФИО есть латинские буквы: наберите имя русскими буквами"
    if not _CYRILLIC.search(name):
        return "в ФИО нет русских букв: впишите фамилию, имя и отчество"
    return ""


def _two_words(surname: str, first_name: str) -> FullName:
    if is_patronymic(first_name):
        return FullName(surname, first_name, warnings=("похоже, пропущено имя: второе слово – отчество",))
    return FullName(surname, first_name, warnings=("нет отчества: проверьте, что его нет в документах",))


def _many_words(words: list[str]) -> FullName:
    last = words[-1].lower()
    if last in MALE_PARTICLES | FEMALE_PARTICLES and len(words) >= 4:
        tail, head = f"{words[-2]} {words[-1]}", words[:-2]
    else:
        tail, head = words[-1], words[:-1]
    if (
        is_patronymic(words[1])
        and len(words) == 3
        and (_is_first_name(words[0]) or not is_patronymic(words[2]))
    ):
        return _patronymic_in_the_middle(words)
    surname, first_name = " ".join(head[:-1]), head[-1]
    warnings = []
    if not is_patronymic(tail):
        warnings.append(f"«{tail}» не похоже на отчество: проверьте, верно ли разделены слова")
    if " " in surname:
        warnings.append(f"фамилия из нескольких слов «{surname}»: проверьте, верно ли разделены слова")
    return FullName(surname, first_name, tail, warnings=tuple(warnings))


def _patronymic_in_the_middle(words: list[str]) -> FullName:
    first, middle, third = words
    if _is_first_name(first):
        moved = "имя стояло перед фамилией, слова переставлены: проверьте"
        return FullName(third, first, middle, warnings=(moved,))
    odd = "отчество стоит раньше имени, слова переставлены: проверьте"
    return FullName(first, third, middle, warnings=(odd,))


def _is_first_name(word: str) -> bool:
    return any("Name" in parse.tag for parse in nominative_parses(word))
