from django.utils import timezone

from mentoring.documents.sheets import Column, Kind, Sheet
from mentoring.school.enums import Gender
from registry.people.enums import QualificationCategory

# The usual headings of staff lists: the file loads back by the import as it is.
STAFF_COLUMNS = (
    Column("№ п/п", 7, Kind.WHOLE),
    Column("Фамилия", 20),
    Column("Имя", 16),
    Column("Отчество", 20),
    Column("Должность", 32),
    Column("Совмещает", 24),
    Column("Кв. категория", 18),
    Column("Дата присвоения категории", 18),
    Column("Пед. стаж", 8, Kind.WHOLE),
    Column("Общий стаж", 8, Kind.WHOLE),
    Column("Предметы", 28),
    Column("Образование", 28),
    Column("Дата рождения", 12, Kind.DATE),
    Column("Дата приёма", 12, Kind.DATE),
    Column("Телефон", 18),
    Column("Эл. почта", 26),
    Column("Табельный номер", 12),
    Column("Пол", 10),
    Column("Примечание", 28),
)
CATEGORIES, GENDERS = dict(QualificationCategory.choices), dict(Gender.choices)


def staff_sheet(people) -> Sheet:
    """The staff list as a sheet; `people` come from `for_staff_list`."""
    rows = [(number, *_row(person)) for number, person in enumerate(people, start=1)]
    return Sheet(title="Сотрудники", columns=STAFF_COLUMNS, rows=rows)


def staff_list_name() -> str:
    """«Список сотрудников 21.11.2026.xlsx»."""
    return f"Список сотрудников {timezone.localdate():%d.%m.%Y}.xlsx"


def _row(person):
    # The import knows the main position only; the others stand in a column that it does not read.
    main, *others = person.titles or [""]
    return (
        person.last_name,
        person.first_name,
        person.patronymic,
        main,
        ", ".join(others),
        CATEGORIES.get(person.category, ""),
        person.category_note,
        person.teaching_years,
        person.total_years,
        person.subjects,
        person.education,
        person.birth_date,
        person.hired_on,
        person.phone,
        person.email,
        person.personnel_number,
        GENDERS.get(person.gender, ""),
        person.note,
    )
