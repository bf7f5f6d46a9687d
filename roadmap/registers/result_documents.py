"""Awards and releases from duties as workbooks."""

from collections.abc import Iterable

from mentoring.documents.sheets import Column, Kind, Sheet, render_xlsx
from roadmap.orders.outcomes import Award, DutyRelease

AWARD_COLUMNS = (
    Column("№", 6, Kind.WHOLE),
    Column("Кто", 34),
    Column("Поощрение", 26),
    Column("Дата", 12, Kind.DATE),
    Column("Приказ", 30),
)
RELEASE_COLUMNS = (
    Column("№", 6, Kind.WHOLE),
    Column("Кто", 34),
    Column("Дата", 12, Kind.DATE),
    Column("С", 8),
    Column("До", 8),
    Column("Уроки", 40),
    Column("Кто замещает", 34),
    Column("Приказ", 30),
)


def awards_xlsx(awards: Iterable[Award]) -> bytes:
    rows = [
        (number, row.person.full_name, row.get_kind_display(), row.awarded_on, str(row.order))
        for number, row in enumerate(awards, start=1)
    ]
    return render_xlsx(Sheet("Поощрения", AWARD_COLUMNS, rows))


def releases_xlsx(releases: Iterable[DutyRelease]) -> bytes:
    rows = [
        (
            number,
            row.person.full_name,
            row.day,
            f"{row.starts_at:%H:%M}",
            f"{row.ends_at:%H:%M}",
            row.lessons,
            row.substitute.full_name,
            str(row.order),
        )
        for number, row in enumerate(releases, start=1)
    ]
    return render_xlsx(Sheet("Освобождения", RELEASE_COLUMNS, rows))
