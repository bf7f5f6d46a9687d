"""How the text of a consent is written: paragraphs, «- » lists, {подстановки} and [строки для ручки]."""

import re
from dataclasses import dataclass

from registry.consents.enums import ConsentKind

# What the program writes into the text; the explanation stands on the page where the text is edited.
INSERTS = {
    "ФИО": "фамилия, имя, отчество того, о ком согласие",
    "подписывает": "кто подписывает: сам человек или законный представитель обучающегося",
    "чьих": "«моих персональных данных» или «персональных данных обучающегося …»",
    "согласен": "«согласен» или «согласна» по полу того, кто подписывает",
    "должность": "основная должность",
    "организация": "полное наименование школы",
    "организация, кому": "полное наименование школы в дательном падеже, адрес, ИНН, ОГРН",
    "сайт": "адрес сайта школы",
    "действует по": "последний день действия",
}
# Lines that stay empty for a pen. Passport and address are never stored (152-ФЗ, ст. 5, ч. 5).
PEN_LINES = {
    "паспорт": "документ, удостоверяющий личность: серия, номер, кем и когда выдан",
    "адрес": "адрес регистрации",
    "контакты": "телефон или электронная почта",
    "полномочия": "документ о полномочиях представителя (печатается только для обучающихся)",
    "наставляемые": "кому помогает наставник",
    "оплата": "размер и условия выплаты",
    "перечень данных": "таблица: что можно распространять, «да» или «нет» по каждой строке",
    "запреты": "условия и запреты на передачу данных",
}
NEEDED = {
    ConsentKind.PROCESSING: (
        "{подписывает}",
        "{организация, кому}",
        "{действует по}",
        "[паспорт]",
        "[адрес]",
    ),
    ConsentKind.MENTORING: ("{ФИО}", "{организация"),
    ConsentKind.PARTICIPATION: ("{подписывает}", "{организация"),
    ConsentKind.DISTRIBUTION: (
        "{подписывает}",
        "{организация, кому}",
        "{сайт}",
        "{действует по}",
        "[контакты]",
        "[перечень данных]",
        "[запреты]",
    ),
}
# Words that the supervising authority calls vague in a consent.
VAGUE = ("и иные", "в иных", "в других", "и др.", "и пр.", "и т. д.", "и т.д.", "до достижения целей")

INSERT = re.compile(r"\{([^{}]*)\}")
PEN_LINE = re.compile(r"^\[([^\[\]]+)\]$")


@dataclass(frozen=True)
class Part:
    """One piece of a text: «paragraph», «bullets» (with an intro) or «pen» (the name of a line to write on)."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()


def read_wording(body) -> list[Part]:
    """The pieces of a text in order; inserts are left as typed."""
    parts: list[Part] = []
    for chunk in re.split(r"\n\s*\n", body.strip()):
        parts += _read_chunk([line.strip() for line in chunk.splitlines() if line.strip()])
    return parts


def _read_chunk(lines):
    parts, words, items = [], [], []

    def close():
        if items:
            parts.append(Part("bullets", " ".join(words), tuple(items)))
        elif words:
            parts.append(Part("paragraph", " ".join(words)))
        words.clear()
        items.clear()

    for line in lines:
        pen = PEN_LINE.match(line)
        if pen:
            close()
            parts.append(Part("pen", pen.group(1).strip().lower()))
        elif line.startswith(("- ", "– ")):
            items.append(line[2:].strip())
        else:
            if items:
                close()
            words.append(line)
    close()
    return parts


def fill_in(text, values) -> str:
    """The text with its inserts written in; raises KeyError for an unknown insert."""
    return INSERT.sub(lambda match: values[match.group(1).strip()], text)


def wording_problems(kind, body) -> tuple[str, ...]:
    """What keeps a text from being a consent of its kind, as sentences; empty when nothing does.

    The contents follow 152-ФЗ, ст. 9, ч. 4 and приказ Роскомнадзора от 24.02.2021 № 18.
    """
    problems = [
        f"Подстановки «{{{name}}}» нет. Возможные перечислены под полем."
        for name in INSERT.findall(body)
        if name.strip() not in INSERTS
    ]
    problems += [
        f"Строки «[{part.text}]» нет. Возможные перечислены под полем."
        for part in read_wording(body)
        if part.kind == "pen" and part.text not in PEN_LINES
    ]
    problems += [f"В тексте должно быть «{_shown(mark)}»." for mark in NEEDED[kind] if mark not in body]
    lowered = body.lower()
    problems += [
        f"Уберите «{words}»: согласие должно быть конкретным (152-ФЗ, ст. 9, ч. 1)."
        for words in VAGUE
        if words in lowered
    ]
    return tuple(dict.fromkeys(problems))


def _shown(mark):
    return mark if mark.endswith(("}", "]")) else mark + "}"
