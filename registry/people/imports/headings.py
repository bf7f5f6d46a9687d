"""What a column of a staff list is called in schools, and which fact of a person it holds."""

import re
from dataclasses import dataclass

from mentoring.language.folding import fold_key


@dataclass(frozen=True)
class Field:
    """A fact that a column may hold: its key, its name on the page, the headings that mean exactly it."""

    key: str
    label: str
    headings: str

    def known_headings(self) -> list[str]:
        return [heading.strip() for heading in self.headings.split(";")]


FIELDS = (
    Field(
        "full_name",
        "Фамилия, имя, отчество",
        "фио; фамилия имя отчество; ф и о; фио полностью; сотрудник; работник; педагог; "
        "фио педагога; фио сотрудника; фио работника; фио учителя",
    ),
    Field("last_name", "Фамилия", "фамилия"),
    Field("first_name", "Имя", "имя"),
    Field("patronymic", "Отчество", "отчество; отчество при наличии"),
    Field(
        "position",
        "Должность",
        "должность; занимаемая должность; наименование должности; основная должность; "
        "должность по штатному расписанию",
    ),
    Field(
        "category",
        "Квалификационная категория",
        "кв категория; квалификационная категория; категория; квалиф категория; квалификац категория; кк; "
        "квалификационная категория сзд",
    ),
    Field(
        "category_note",
        "Категория: срок или дата",
        "дата присвоения категории; категория действует до; срок действия категории; дата присвоения; "
        "дата аттестации; дата последней аттестации",
    ),
    Field(
        "teaching_years",
        "Педагогический стаж, лет",
        "пед стаж; пед стаж лет; педагогический стаж; педагогический стаж лет; педстаж; педстаж лет; "
        "стаж педагогической работы; стаж педагогический; стаж пед; стаж по специальности; "
        "стаж работы по специальности; стаж педагогический лет; педагогический стаж полных лет",
    ),
    Field(
        "total_years",
        "Общий стаж, лет",
        "общий стаж; общий стаж лет; стаж общий; общий стаж работы; общий трудовой стаж; трудовой стаж; "
        "стаж общий лет; общий стаж полных лет",
    ),
    Field(
        "birth_date",
        "Дата рождения",
        "дата рождения; д р; др; дата рожд; родился; число месяц год рождения; день месяц год рождения; "
        "дата месяц год рождения",
    ),
    Field(
        "hired_on",
        "Дата приёма",
        "дата приема; дата приема на работу; дата поступления на работу; принят; дата трудоустройства; "
        "дата поступления; работает с; дата приема в школу; дата приема в организацию",
    ),
    Field(
        "email",
        "Электронная почта",
        "эл почта; электронная почта; e mail; email; почта; эл адрес; адрес электронной почты; "
        "электронный адрес; mail",
    ),
    Field(
        "phone",
        "Телефон",
        "телефон; тел; мобильный телефон; номер телефона; контактный телефон; сотовый телефон; "
        "моб телефон; моб тел; сотовый; контакты",
    ),
    Field(
        "subjects",
        "Предметы",
        "предмет; предметы; преподаваемый предмет; преподаваемые предметы; преподаваемые дисциплины; "
        "преподаваемые учебные предметы; дисциплина; направление",
    ),
    Field(
        "personnel_number",
        "Табельный номер",
        "табельный номер; таб номер; табельный; таб; табельный n; таб n; n табельный",
    ),
    Field("education", "Образование", "образование; уровень образования; образование учебное заведение"),
    Field("gender", "Пол", "пол"),
    Field("note", "Примечание", "примечание; примечания; комментарий; особые отметки; прим"),
    Field("number", "№ п/п (не загружается)", "n п п; п п; n; no; no п п; номер; номер по порядку"),
)

LABELS = {field.key: field.label for field in FIELDS}
EXACT = {heading: field.key for field in FIELDS for heading in field.known_headings()}

# Tried in order on headings that are not in the list word for word; such a match is shown to the person.
LIKELY = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"стаж.*(данн|в долж|в школ|в учрежд|в организ|руков|управл)", ""),
        (r"(пед|специальн).*стаж|стаж.*(пед|специальн)", "teaching_years"),
        (r"(общ|труд).*стаж|стаж.*(общ|труд)", "total_years"),
        (r"стаж", "teaching_years"),
        (
            r"(дата|срок|действ|присво|аттест|когда).*катег|катег.*(дата|срок|присво|до)|аттестац",
            "category_note",
        ),
        (r"катег", "category"),
        (r"(дата|день|число).*рожд|рожд.*(дата|день|число)", "birth_date"),
        (r"(дата|когда|день).*(прием|принят|поступл|трудоустр)", "hired_on"),
        (r"фам.*имя|фам.*отч|\bфио\b", "full_name"),
        (r"фамил", "last_name"),
        (r"отчеств", "patronymic"),
        (r"^имя\b", "first_name"),
        (r"должност", "position"),
        (r"e ?mail|эл.*почт|почт.*(ящик|адрес)", "email"),
        (r"телефон|\bтел\b", "phone"),
        (r"предмет|дисциплин", "subjects"),
        (r"табел", "personnel_number"),
        (r"образован", "education"),
        (r"примечан|комментар", "note"),
    )
)


def fold_heading(text: str) -> str:
    """Fold a heading for comparison: lower case, «ё» as «е», «№» and punctuation dropped, single spaces."""
    letters = re.sub(r"[\W_]+", " ", fold_key(text.replace("№", " n ")))
    return re.sub(r"\s+", " ", letters).strip()


def recognise_heading(text: str) -> tuple[str, bool]:
    """Return the key of the field and whether the match is certain; an unknown heading gives («», True)."""
    folded = fold_heading(text)
    if folded in EXACT:
        return EXACT[folded], True
    for pattern, key in LIKELY:
        if pattern.search(folded):
            return key, False
    return "", True
