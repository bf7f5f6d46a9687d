"""Case forms of first names and patronymics, with reasons for a check."""

import re
from dataclasses import replace

from mentoring.language.cases import CaseForms, joined_forms, unchanged_forms
from mentoring.language.dictionary import NamePart, library_forms, nominative_parses
from mentoring.language.gender import FEMALE, FEMALE_PARTICLES, MALE, MALE_PARTICLES, gender_from_patronymic

# Female names on -ь that decline without a doubt; «Гузель», «Асель», «Николь» differ from family to family.
DECLINED_SOFT_NAMES = frozenset({"любовь"})
SOFT_NAMES_BY_RULE = frozenset({"нинель", "рахиль", "эсфирь", "юдифь", "руфь", "адель", "жизель", "агарь"})
# Female names on -ия with the stress before the ending. In «Алия», «Зульфия» the dative depends on it.
USUAL_IYA_NAMES = frozenset(
    [
        "мария",
        "наталия",
        "юлия",
        "виктория",
        "анастасия",
        "валерия",
        "евгения",
        "ксения",
        "лидия",
        "лилия",
        "софия",
        "эмилия",
        "лия",
        "ия",
        "таисия",
        "клавдия",
        "антония",
        "аврелия",
        "амалия",
        "агния",
        "евлалия",
        "евдокия",
        "розалия",
        "дария",
        "анисия",
        "аполлинария",
        "виталия",
        "оливия",
        "стефания",
        "мелания",
        "милания",
        "евфимия",
        "кассия",
        "гликерия",
        "ефросиния",
        "олимпия",
        "юстиния",
        "цецилия",
        "корнелия",
        "василия",
        "аксиния",
        "анфия",
        "лукия",
        "сесилия",
        "соломония",
        "есения",
        "рузалия",
        "идалия",
    ]
)
_FOREIGN_VOWEL_A = re.compile(r"[аеёиоуыэ]а$", re.IGNORECASE)
STRESSED_PATRONYMICS = frozenset({"ильич", "кузьмич", "лукич", "фомич", "фокич", "хомич", "аникич"})


def first_name_forms(first_name: str, gender: str) -> CaseForms:
    """Decline a first name; a compound one part by part, with a reason for review."""
    if not first_name:
        return unchanged_forms("")
    pieces = re.split(r"([\s-])", first_name)
    forms = joined_forms(
        [
            _simple_forms(piece, gender) if index % 2 == 0 else unchanged_forms(piece)
            for index, piece in enumerate(pieces)
        ],
        separator="",
    )
    return replace(forms, review=tuple(_first_name_reasons(first_name, gender)))


def _simple_forms(name: str, gender: str) -> CaseForms:
    lowered = name.lower()
    if _FOREIGN_VOWEL_A.search(name):
        return unchanged_forms(name)
    if gender == FEMALE and lowered in SOFT_NAMES_BY_RULE:
        soft = f"{name[:-1]}и"
        return CaseForms(
            nominative=name, genitive=soft, dative=soft, accusative=name, instrumental=f"{name}ю"
        )
    forms = library_forms(name, NamePart.FIRSTNAME, gender)
    # The library writes «Алиёй»; «Алией» is right with any stress.
    return replace(forms, instrumental=re.sub("иёй$", "ией", forms.instrumental))


def _first_name_reasons(name: str, gender: str) -> list[str]:
    lowered = name.lower()
    reasons = []
    if "-" in name or " " in name:
        reasons.append(f"имя «{name}» составное: проверьте обе части")
    if gender == FEMALE and lowered.endswith("ь") and lowered not in DECLINED_SOFT_NAMES:
        reasons.append(f"имя «{name}» на -ь: в одних семьях его склоняют, в других нет")
    if gender == FEMALE and lowered.endswith("ия") and lowered.rsplit("-", 1)[-1] not in USUAL_IYA_NAMES:
        reasons.append(f"имя «{name}»: дательный падеж зависит от ударения")
    if _FOREIGN_VOWEL_A.search(name):
        reasons.append(f"имя «{name}» на гласную и -а: обычно не склоняют")
    if gender == MALE and lowered.endswith("о"):
        reasons.append(f"мужское имя «{name}» на -о: проверьте, склоняют ли его")
    if _is_of_other_gender(lowered, gender):
        usual, given = ("женское", "мужской") if gender == MALE else ("мужское", "женский")
        reasons.append(f"имя «{name}» обычно {usual}, а пол указан {given}")
    return reasons


def _is_of_other_gender(name: str, gender: str) -> bool:
    marks = {
        mark
        for parse in nominative_parses(name)
        if "Name" in parse.tag
        for mark in ("masc", "femn", "ms-f")
        if mark in parse.tag
    }
    wanted = "masc" if gender == MALE else "femn"
    return bool(marks) and wanted not in marks and "ms-f" not in marks


def patronymic_forms(patronymic: str, gender: str) -> CaseForms:
    """Decline a patronymic on -ич or -на; anything else stays and is given for review."""
    if not patronymic:
        return unchanged_forms("")
    lowered = patronymic.lower()
    told = gender_from_patronymic(patronymic)
    words = re.split(r"[\s-]+", lowered)
    if words[-1] in MALE_PARTICLES | FEMALE_PARTICLES or not told or lowered.endswith(("оглы", "кызы")):
        reasons = [f"отчество «{patronymic}» необычное: проверьте, что его не склоняют"]
    else:
        reasons = _usual_patronymic_reasons(patronymic)
    if told and told != gender:
        kind, given = ("мужское", "женский") if told == MALE else ("женское", "мужской")
        reasons.append(f"отчество «{patronymic}» {kind}, а пол указан {given}")
    if told == MALE and lowered.endswith("ч"):
        ending = "ом" if lowered in STRESSED_PATRONYMICS else "ем"
        return CaseForms(
            nominative=patronymic,
            genitive=f"{patronymic}а",
            dative=f"{patronymic}у",
            accusative=f"{patronymic}а",
            instrumental=f"{patronymic}{ending}",
            review=tuple(reasons),
        )
    if told == FEMALE and lowered.endswith("на"):
        stem = patronymic[:-1]
        return CaseForms(
            nominative=patronymic,
            genitive=f"{stem}ы",
            dative=f"{stem}е",
            accusative=f"{stem}у",
            instrumental=f"{stem}ой",
            review=tuple(reasons),
        )
    return unchanged_forms(patronymic, *reasons)


def _usual_patronymic_reasons(patronymic: str) -> list[str]:
    lowered = patronymic.lower()
    if lowered.endswith(("ыч", "шна")) or "-" in patronymic or " " in patronymic:
        return [f"отчество «{patronymic}» записано необычно: сверьте с паспортом"]
    return []
