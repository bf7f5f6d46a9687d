"""Case forms of a whole name: what the grammar proposes and what a person should check."""

import re
from dataclasses import dataclass

from mentoring.language.cases import Case, CaseForms, joined_forms, unchanged_forms
from mentoring.language.forenames import first_name_forms, patronymic_forms
from mentoring.language.fullnames import normalise_name
from mentoring.language.gender import FEMALE, MALE, gender_from_patronymic
from mentoring.language.initials import short_name
from mentoring.language.surnames import surname_forms


@dataclass(frozen=True, kw_only=True)
class NameForms(CaseForms):
    """Forms of «Фамилия Имя Отчество» together with the forms of each part."""

    surname: CaseForms
    first_name: CaseForms
    patronymic: CaseForms

    def short(self, case: Case, *, before: bool = False) -> str:
        """Return the surname in the case with initials: «Иванову А. П.»."""
        return short_name(
            self.surname.in_case(case),
            self.first_name.nominative,
            self.patronymic.nominative,
            before=before,
        )


def propose_name_forms(surname: str, first_name: str, patronymic: str, gender: str) -> NameForms:
    """Propose the case forms of a person's name; `gender` is «m», «f» or empty.

    An empty gender is taken from the patronymic and given for review; when that does not tell either, the
    name stays in the nominative. The surname never decides. «ё» stays exactly as typed.
    """
    parts = [normalise_name(part) for part in (surname, first_name, patronymic)]
    reasons = []
    known_gender = gender if gender in {MALE, FEMALE} else gender_from_patronymic(parts[2])
    if gender not in {MALE, FEMALE}:
        reasons.append(
            "пол не указан, взят по отчеству: проверьте"
            if known_gender
            else "пол не указан: без него имя не просклонять"
        )
    reasons.extend(_missing_parts(*parts))
    if known_gender and not _has_foreign_letters(parts):
        forms = [
            surname_forms(parts[0], known_gender),
            first_name_forms(parts[1], known_gender),
            patronymic_forms(parts[2], known_gender),
        ]
    else:
        forms = [unchanged_forms(part) for part in parts]
    if _has_foreign_letters(parts):
        reasons.append("в имени есть не только русские буквы: впишите формы сами")
    whole = joined_forms(forms)
    return NameForms(
        **{case.value: whole.in_case(case) for case in Case},
        review=tuple(dict.fromkeys([*reasons, *whole.review])),
        surname=forms[0],
        first_name=forms[1],
        patronymic=forms[2],
    )


def _missing_parts(surname: str, first_name: str, patronymic: str) -> list[str]:
    reasons = []
    if not surname:
        reasons.append("не указана фамилия")
    if not first_name:
        reasons.append("не указано имя")
    if "." in first_name or "." in patronymic:
        reasons.append("вместо имени указаны инициалы")
    return reasons


def _has_foreign_letters(parts: list[str]) -> bool:
    return any(re.search(r"[^а-яёА-ЯЁ\s'’ʼ-]", part) for part in parts)
