"""Lists read the way the product reads them, for tests about rows."""

from datetime import date

from registry.people.imports.checks import check_list
from registry.people.imports.columns import find_mapping, list_rows
from registry.people.imports.rows import read_rows
from registry.people.imports.workbook import read_workbook
from tests.registry.people.imports import books

TODAY = date(2026, 11, 21)


def read_list(data):
    """Bytes of a book → clean rows of its first sheet."""
    sheet = read_workbook(data, filename="список.xlsx")[0]
    mapping = find_mapping(sheet)
    rows = read_rows(list_rows(sheet.rows, mapping), mapping, today=TODAY)
    check_list(rows, mapping, today=TODAY)
    return rows


def staff_rows(*people):
    """Rows under the usual headings of a staff list; the first person stands in row 5."""
    return read_list(books.staff_book(*people))


def person(name="Белова Нина Павловна", position="учитель физики", category=None, years=7, **cells):
    """One line of a staff list with the rest of its cells by name."""
    born = cells.get("born", date(1980, 5, 6))
    hired = cells.get("hired", date(2010, 9, 1))
    return (1, name, position, category, years, born, hired, cells.get("email"), cells.get("note"))


def texts(remarks):
    return [(remark.column, remark.text) for remark in remarks]
