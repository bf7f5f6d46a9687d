"""Case forms of surnames: the name library, corrections of what it gets wrong, and reasons for a check."""

import re
from dataclasses import replace

from pymorphy3.analyzer import Parse

from mentoring.language.cases import CaseForms, joined_forms, unchanged_forms
from mentoring.language.dictionary import (
    VOWELS,
    NamePart,
    is_proper,
    library_forms,
    nominative_parses,
    noun_forms,
    syllables,
    word_parses,
)
from mentoring.language.folding import fold_key
from mentoring.language.gender import FEMALE, MALE

# First halves that stay as they are: «Бонч-Бруевича», «Тер-Петросяна».
FIXED_PREFIXES = frozenset(
    [
        "бонч",
        "тер",
        "дер",
        "сан",
        "сен",
        "мак",
        "ван",
        "фон",
        "ибн",
        "аль",
        "эль",
        "бен",
        "грум",
        "ага",
        "мир",
    ]
)
FIXED_TAILS = frozenset({"заде", "оглы", "кызы", "бей", "паша"})
SMALL_WORDS = frozenset({"фон", "де", "ла", "да", "дель", "ди", "ван", "дер"})
# French surnames stressed on the last vowel do not decline.
FIXED_SURNAMES = frozenset(
    ["дюма", "золя", "петипа", "дега", "тома", "люка", "ферма", "труайя", "мара", "гавальда"]
)
# Foreign surnames on -ин take -ом: «Чаплином».
FOREIGN_IN = frozenset(
    ["чаплин", "дарвин", "гершвин", "франклин", "кронин", "дарлин", "кальвин", "берлин", "дублин"]
)
# A surname that was a patronymic keeps the stressed ending: «Ильичом».
STRESSED_ICH = frozenset({"ильич", "кузьмич", "лукич", "фомич", "фокич"})
NOUNS_ON_INA = frozenset({"калина", "малина", "рябина", "смородина", "былина", "тростина"})
NOUNS_ON_IY = frozenset({"топчий", "кий", "бабий", "палий", "вий", "довгий", "кравчий"})

_POSSESSIVE_MALE = re.compile(r"(?:ов|ев|ёв|ин|ын)$")
_POSSESSIVE_FEMALE = re.compile(r"(?:ова|ева|ёва|ина|ына)$")
_ADJECTIVE_SK = re.compile(r"(?:ск|цк)(?:ий|ой)$")
_ADJECTIVE_IKH = re.compile(r"(?:[кгхшжщч]их|ых)$")


def surname_forms(surname: str, gender: str) -> CaseForms:
    """Decline a surname, every word and hyphen half on its own, with the reasons for review."""
    if not surname:
        return unchanged_forms("")
    words = [_word_forms(word, gender) for word in surname.split()]
    forms = joined_forms(words)
    if len(words) > 1:
        several = f"фамилия «{surname}» из нескольких слов: проверьте, что склоняется каждое"
        forms = replace(forms, review=(several, *forms.review))
    return forms


def _word_forms(word: str, gender: str) -> CaseForms:
    if word in SMALL_WORDS or "'" in word or "’" in word:
        return _apostrophe_forms(word, gender)
    pieces = word.split("-")
    if len(pieces) == 1:
        return _piece_forms(word, gender)
    if pieces[-1].lower() in FIXED_TAILS:
        return unchanged_forms(word, f"фамилия «{word}» с восточной частью: проверьте, что её не склоняют")
    declined = [
        unchanged_forms(piece)
        if index < len(pieces) - 1 and piece.lower() in FIXED_PREFIXES
        else _piece_forms(piece, gender)
        for index, piece in enumerate(pieces)
    ]
    forms = joined_forms(declined, separator="-")
    plain = [piece for piece in pieces[:-1] if piece.lower() not in FIXED_PREFIXES]
    if any(not _is_usual(piece.lower(), gender) for piece in plain):
        halves = f"фамилия «{word}» двойная: проверьте, склоняется ли первая часть"
        forms = replace(forms, review=(halves, *forms.review))
    return forms


def _apostrophe_forms(word: str, gender: str) -> CaseForms:
    if word in SMALL_WORDS:
        return unchanged_forms(word)
    head, mark, tail = re.split(r"(['’])", word, maxsplit=1)
    forms = _piece_forms(tail, gender)
    return joined_forms(
        [unchanged_forms(head + mark, f"фамилия «{word}» с апострофом: проверьте формы"), forms], separator=""
    )


def _piece_forms(piece: str, gender: str) -> CaseForms:
    if not piece:
        return unchanged_forms("")
    lowered = piece.lower()
    noun = _common_noun(lowered, gender)
    forms = _male_forms(piece, noun) if gender == MALE else _female_forms(piece, noun)
    reasons = _male_reasons(piece, noun) if gender == MALE else _female_reasons(piece, noun)
    return replace(forms, review=tuple(reasons))


def _is_usual(lowered: str, gender: str) -> bool:
    if gender == MALE:
        return bool(
            _POSSESSIVE_MALE.search(lowered)
            or _ADJECTIVE_SK.search(lowered)
            or lowered.endswith(("ич", "ко"))
        )
    return bool(_POSSESSIVE_FEMALE.search(lowered) or lowered.endswith("ая"))


def _common_noun(lowered: str, gender: str) -> Parse | None:
    """Return the reading as a common noun; a possessive surname known as a surname has none."""
    if re.search(r"[оеёэиыую]$", lowered):
        return None
    known_surname = any("Surn" in parse.tag for parse in word_parses(lowered))
    possessive = _POSSESSIVE_MALE if gender == MALE else _POSSESSIVE_FEMALE
    if known_surname and possessive.search(lowered):
        return None
    for parse in nominative_parses(lowered):
        if "NOUN" in parse.tag and not is_proper(parse) and "Fixd" not in parse.tag:
            return parse
    return None


def _with_endings(nominative: str, stem: str, endings: tuple[str, str, str]) -> CaseForms:
    genitive, dative, instrumental = (stem + ending for ending in endings)
    return CaseForms(
        nominative=nominative,
        genitive=genitive,
        dative=dative,
        accusative=genitive,
        instrumental=instrumental,
    )


def _male_forms(surname: str, noun: Parse | None) -> CaseForms:
    lowered = surname.lower()
    special = _fixed_forms(surname) or _male_special_forms(surname)
    if special:
        return special
    if noun is not None and ("masc" in noun.tag or lowered.endswith(("а", "я"))):
        forms = noun_forms(surname, noun)
        # A one-syllable surname keeps its vowel («Сон – Сона»), a noun may lose it («сон – сна»).
        stem = fold_key(lowered.rstrip("ьй"))
        if syllables(lowered) > 1 or lowered == "лев" or fold_key(forms.genitive).startswith(stem):
            return forms
        if lowered.endswith("ь"):
            return _with_endings(surname, surname[:-1], ("я", "ю", "ем"))
        return _with_endings(surname, surname, ("а", "у", "ом"))
    if lowered.endswith("ец") and syllables(lowered) > 1:
        return _ets_forms(surname)
    return _soft_sibilant(library_forms(surname, NamePart.LASTNAME, MALE))


def _fixed_forms(surname: str) -> CaseForms | None:
    lowered = surname.lower()
    one_open_syllable = syllables(lowered) == 1 and lowered[-1] in VOWELS
    if lowered in FIXED_SURNAMES or one_open_syllable or re.search(r"[иуеоэы]а$", lowered):
        return unchanged_forms(surname)
    return None


def _male_special_forms(surname: str) -> CaseForms | None:
    lowered = surname.lower()
    if lowered in STRESSED_ICH:
        return _with_endings(surname, surname, ("а", "у", "ом"))
    if lowered in FOREIGN_IN or (re.search(r"[иы]н$", lowered) and syllables(lowered) == 1):
        return _with_endings(surname, surname, ("а", "у", "ом"))
    if lowered in NOUNS_ON_IY or (lowered.endswith("ой") and syllables(lowered) == 1):
        return _with_endings(surname, surname[:-1], ("я", "ю", "ем"))
    if re.search(r"[жшчщ]ь$", lowered):
        return _with_endings(surname, surname[:-1], ("а", "у", "ем"))
    if lowered.endswith("их") and not lowered.endswith("них"):
        return (
            unchanged_forms(surname)
            if _ADJECTIVE_IKH.search(lowered)
            else _with_endings(surname, surname, ("а", "у", "ом"))
        )
    return None


def _ets_forms(surname: str) -> CaseForms:
    """«Коломиец – Коломийца», «Стрелец – Стрельца», «Кравец – Кравца», but «Кузнец – Кузнеца»."""
    stem, before = surname[:-2], surname[-3].lower()
    if before in VOWELS:
        return _with_endings(surname, f"{stem}йц", ("а", "у", "ем"))
    if surname[-4:-3].lower() not in VOWELS:
        return _with_endings(surname, surname, ("а", "у", "ом"))
    soft = "ь" if before == "л" else ""
    return _with_endings(surname, f"{stem}{soft}ц", ("а", "у", "ом"))


def _soft_sibilant(forms: CaseForms) -> CaseForms:
    """Without stress «Кваша» gives «Квашей», which the library writes as «Квашой»."""
    return replace(forms, instrumental=re.sub(r"(?<=[жшчщц])ой$", "ей", forms.instrumental))


def _female_forms(surname: str, noun: Parse | None) -> CaseForms:
    lowered = surname.lower()
    if not lowered.endswith(("а", "я")):
        return unchanged_forms(surname)
    fixed = _fixed_forms(surname)
    if fixed:
        return fixed
    # «Родина» is more often a sister of «Родин» than the noun; a few are nouns first.
    is_noun_first = not lowered.endswith(("ина", "ына")) or lowered in NOUNS_ON_INA
    if noun is not None and "femn" in noun.tag and is_noun_first:
        return noun_forms(surname, noun)
    return _soft_sibilant(library_forms(surname, NamePart.LASTNAME, FEMALE))


def _male_reasons(surname: str, noun: Parse | None) -> list[str]:
    lowered = surname.lower()
    reasons = []
    if noun is not None:
        reasons.append(
            f"мужская фамилия «{surname}» совпадает с обычным словом: спросите, как её склоняют в семье"
        )
    if lowered.endswith(("а", "я")):
        looks_female = _POSSESSIVE_FEMALE.search(lowered) or lowered.endswith(("ая", "яя"))
        reasons.append(
            f"фамилия «{surname}» похожа на женскую, а пол указан мужской"
            if looks_female
            else f"фамилия «{surname}» на -а или -я: склонение зависит от ударения и происхождения"
        )
    elif re.search(r"(?:[еёо]к|ень|ель|оть|ец|ел|ёл|ей)$", lowered) and syllables(lowered) > 1:
        reasons.append(f"в фамилии «{surname}» при склонении может выпадать гласная: решает традиция семьи")
    elif lowered.endswith(("ец", "ел", "ёл", "ей")):
        reasons.append(f"короткая фамилия «{surname}»: проверьте, не выпадает ли гласная")
    elif lowered.endswith(("ий", "ый", "ой")) and not _ADJECTIVE_SK.search(lowered):
        reasons.append(f"фамилию «{surname}» склоняют как прилагательное или как существительное: проверьте")
    elif lowered.endswith("их") and not _ADJECTIVE_IKH.search(lowered):
        reasons.append(f"фамилия «{surname}» на -их: иностранную склоняют, русскую нет")
    elif re.search(r"(?:[жшщ]|[^и]ч|[жшчщ]ь)$", lowered) or lowered in STRESSED_ICH:
        reasons.append(f"фамилия «{surname}»: в творительном падеже -ом или -ем решает ударение")
    elif lowered in FOREIGN_IN or (re.search(r"[иы]н$", lowered) and syllables(lowered) == 1):
        reasons.append(f"фамилия «{surname}» может быть иностранной: в творительном падеже тогда -ом")
    return reasons


def _female_reasons(surname: str, noun: Parse | None) -> list[str]:
    lowered = surname.lower()
    if lowered.endswith(("а", "я")):
        if _POSSESSIVE_FEMALE.search(lowered):
            if noun is None:
                return []
            return [f"фамилия «{surname}» совпадает с обычным словом: проверьте, как её склоняют"]
        if lowered.endswith("ая") and syllables(lowered) > 2:
            return []
        return [f"фамилия «{surname}» на -а или -я: склонение зависит от ударения и происхождения"]
    looks_male = _POSSESSIVE_MALE.search(lowered) or lowered.endswith(("ий", "ый", "ой"))
    if looks_male and syllables(lowered) > 1:
        return [f"фамилия «{surname}» похожа на мужскую, а пол указан женский"]
    return []
