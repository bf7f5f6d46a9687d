"""What a bank card shows; a waiting entry shows nothing but name and position (L-10)."""

from mentoring.templatetags.look import plural
from registry.bank.enums import BankRole


def entry_facts(entry, role) -> list[tuple[str, str]]:
    """Facts of an entry as (name, value) pairs."""
    person = entry.person
    facts = [
        ("Должность", person.position_title),
        ("Квалификационная категория", person.get_category_display() if person.category else ""),
        ("Педагогический стаж", _years(person.teaching_years)),
        ("Предметы, направления работы", person.subjects),
    ]
    facts += _mentor_facts(entry) if role == BankRole.MENTOR else _mentee_facts(entry)
    facts += [
        ("Режим работы", entry.get_mode_display()),
        ("Дата включения", f"{entry.entered_on:%d.%m.%Y}"),
        ("Актуализировано", f"{entry.reviewed_on:%d.%m.%Y}"),
    ]
    if entry.has_left:
        facts += [("Исключён", f"{entry.left_on:%d.%m.%Y}"), ("Причина", entry.left_reason)]
    return facts


def short_facts(entry) -> list[tuple[str, str]]:
    """What may be shown without a consent to processing."""
    return [("Должность", entry.person.position_title), ("Дата включения", f"{entry.entered_on:%d.%m.%Y}")]


def _mentor_facts(entry):
    return [
        ("Направления", _names(entry.directions)),
        ("Формы", _names(entry.forms)),
        ("Виды", _names(entry.kinds)),
        ("Наставляемых не больше", str(entry.max_mentees)),
        ("Компетенции, опыт", entry.competencies),
        ("Достижения", entry.achievements),
        ("Личностные характеристики", entry.qualities),
        ("Время в неделю", entry.weekly_hours),
    ]


def _mentee_facts(entry):
    return [
        ("Категория", entry.get_category_display()),
        ("Профессиональный запрос", entry.request),
        ("Откуда запрос", entry.get_request_source_display()),
        ("Направления", _names(entry.directions)),
        ("Сильные стороны", entry.strengths),
        ("Пожелания", entry.wishes),
    ]


def _names(rows):
    return ", ".join(str(row) for row in rows.all())


def _years(number):
    return "" if number is None else plural(number, "год,года,лет")
