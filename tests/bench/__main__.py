"""Measure the product beside its peers and print one ratio a line. `bin/bench` runs it.

The figures are medians of several rounds in turn, so they may be compared within one run only.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import django
from django.db import connection

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
django.setup()

from registry.people.models import Person  # noqa: E402
from tests.bench import decisions, incidents, pages, papers, school, sheets  # noqa: E402 - they need Django's applications
from tests.bench.rounds import Figure  # noqa: E402

GROUPS: dict[str, tuple[str, ...]] = {
    "lists": ("people-list-500", "people-list-20000", "people-list-growth"),
    "import": ("staff-import", "staff-import-written"),
    "pages": ("home", "order-page", "issued-pdf"),
    "export": ("xlsx-export", "xlsx-export-import-export"),
    "papers": ("order-pdf", "bulk-pdf"),
    "decisions": ("roadmap-pdf", "orders-100"),
    "incidents": ("incident-person", "incident-account"),
}


def main(wanted: list[str]) -> int:
    keep = "--keep" in wanted
    wanted = [name for name in wanted if name != "--keep"]
    known = {name for names in GROUPS.values() for name in names} | GROUPS.keys()
    if unknown := set(wanted) - known:
        sys.stderr.write(f"bin/bench: нет такого измерения: {', '.join(sorted(unknown))}\n")
        sys.stderr.write(f"Бывают: {', '.join(sorted(known))}\n")
        return 2
    chosen = {group for group, names in GROUPS.items() if not wanted or {group, *names} & set(wanted)}
    broken = []
    with measured_schools(chosen, keep=keep) as (small, large):
        for figure in figures(chosen, small, large):
            if not wanted or figure.name in wanted or set(wanted) & GROUPS.keys():
                print(figure, flush=True)
                broken += [] if figure.is_kept else [f"{figure.name}: не больше {figure.bound}"]
    load = os.getloadavg()[0]
    print("".join(f"Не выдержано: {line}\n" for line in broken), end="", file=sys.stderr)
    print(f"Загрузка машины за последнюю минуту: {load:.1f} на {os.cpu_count()} ядра", file=sys.stderr)
    return 1 if broken else 0


def figures(chosen: set[str], small: str, large: str) -> Iterator[Figure]:
    measures: dict[str, Callable[[], Iterator[Figure]]] = {
        "lists": lambda: pages.people_lists(small, large),
        "import": sheets.staff_import,
        "pages": pages.single_pages,
        "export": lambda: in_large(large, small),
        "papers": papers.papers,
        "decisions": decisions.decisions,
        "incidents": incidents.incident_reports,
    }
    for group in GROUPS:
        if group in chosen:
            yield from measures[group]()


def in_large(large: str, small: str) -> Iterator[Figure]:
    pages.move_to(large)
    yield from sheets.xlsx_export()
    pages.move_to(small)


@contextmanager
def measured_schools(chosen: set[str], *, keep: bool) -> Iterator[tuple[str, str]]:
    """Two databases of their own, removed at the end; with `keep` they stay for the next run."""
    usual = connection.settings_dict["NAME"]
    small = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=keep)
    large = f"{small}_large"
    try:
        if not Person.objects.exists():
            school.found_school()
        if chosen & {"lists", "export"}:
            pages.grow(small, large, keep=keep)
        yield small, large
    finally:
        pages.move_to(small)
        if not keep:
            pages.drop(large)
        connection.creation.destroy_test_db(usual, verbosity=0, keepdb=keep)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
