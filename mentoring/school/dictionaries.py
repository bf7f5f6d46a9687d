"""The list of dictionaries that the school keeps by itself; one set of pages serves them all."""

from dataclasses import dataclass

from mentoring.school.forms import (
    CalendarDayForm,
    DirectionForm,
    LegalActForm,
    MentoringFormForm,
    MentoringKindForm,
    SchoolYearForm,
)


@dataclass(frozen=True)
class Dictionary:
    """`slug` is the word in the address, `columns` are model fields shown in the list."""

    slug: str
    title: str
    form: type
    columns: tuple[str, ...]
    about: str

    @property
    def model(self):
        return self.form._meta.model

    @property
    def headings(self):
        return [self.model._meta.get_field(name).verbose_name.capitalize() for name in self.columns]


_WORDS = ("name", "definition", "is_active")
DICTIONARIES = {
    row.slug: row
    for row in (
        Dictionary("forms", "Формы наставничества", MentoringFormForm, _WORDS, "Предлагаются при создании пары."),
        Dictionary("kinds", "Виды наставничества", MentoringKindForm, _WORDS, "Пояснение показывается подсказкой."),
        Dictionary("directions", "Направления", DirectionForm, _WORDS, "По каким вопросам работает пара."),
        Dictionary(
            "acts", "Нормативная база", LegalActForm, ("title", "date", "number", "is_in_force", "is_cited", "is_sample"),
            "Отмеченные акты встают в приказы и в Положение на место подстановки {нормативная база}, в том порядке, в "
            "каком стоят здесь. Записи, с которыми программа приходит, – образец: проверьте, действует ли акт, и "
            "сохраните запись.",
        ),
        Dictionary(
            "calendar", "Производственный календарь", CalendarDayForm, ("date", "kind", "name"),
            "По этим дням считаются рабочие дни. Ежегодные праздники статьи 112 Трудового кодекса программа знает "
            "сама; дни, которые переносит Правительство, добавьте каждый год.",
        ),
        Dictionary("years", "Учебные годы", SchoolYearForm, ("label", "start", "end"), "Границы учебных годов."),
    )
}  # fmt: skip
