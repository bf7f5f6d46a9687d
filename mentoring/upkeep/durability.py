"""Does PostgreSQL keep what it has answered? A server may be set up to be quick instead.

The site does not start on such a server, and «Состояние» says it of one that was changed meanwhile.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.checks import Error
from django.db import DatabaseError, InterfaceError, connections


@dataclass(frozen=True)
class Risk:
    """What may be lost and what to do about it; `stops` says that nobody should work with such a server at all."""

    name: str
    sentence: str
    stops: bool


RISKS = (
    Risk("fsync", "fsync выключен: после отключения питания база может не подняться. Включите fsync.", True),
    Risk("full_page_writes", "full_page_writes выключен: страница может записаться наполовину. Включите его.", True),
    Risk(
        "synchronous_commit",
        "synchronous_commit выключен: то, на что программа ответила «готово», может пропасть. Включите его.",
        True,
    ),
    Risk(
        "data_checksums",
        "Сверка страниц базы выключена, порчу диска не заметить. Остановите PostgreSQL и выполните pg_checksums --enable.",
        False,
    ),
)  # fmt: skip


def risks_of(values: dict[str, str]) -> list[Risk]:
    """The risks of a server with these settings ({name: value}, as pg_settings says them)."""
    return [risk for risk in RISKS if values.get(risk.name) == "off"]


def risks(alias: str = "default") -> list[Risk]:
    """The risks of the present server; none where the settings say that its data are thrown away anyway."""
    if settings.DATABASE_MAY_LOSE_DATA:
        return []
    names = [risk.name for risk in RISKS]
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT name, current_setting(name) FROM unnest(%s::text[]) AS name", [names])
        return risks_of(dict(cursor.fetchall()))


def what_is_answered_is_kept(app_configs, databases=None, **kwargs):
    """Refuse to start on a server that may lose what it has answered; one that is away is waited for as ever."""
    found = []
    for alias in databases or ():
        try:
            found += [risk for risk in risks(alias) if risk.stops]
        except (DatabaseError, InterfaceError):
            continue
    return [
        Error(risk.sentence, hint="postgresql.conf или ALTER SYSTEM, потом pg_reload_conf().", id="mentoring.E003")
        for risk in found
    ]  # fmt: skip
