"""From a typed date to the day to remind of."""

from datetime import date

import pytest

from programs.programmes.terms import due_day

START, END = date(2026, 11, 14), date(2027, 5, 20)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12.01.2027", date(2027, 1, 12)),
        ("12 января 2027 г.", date(2027, 1, 12)),
        ("ноябрь", date(2026, 11, 30)),
        ("Декабрь", date(2026, 12, 31)),
        ("февраль 2027 г.", date(2027, 2, 28)),
        ("февраля", date(2027, 2, 28)),
        ("май", date(2027, 5, 31)),
        ("сентябрь", None),
        ("октябрь 2026", None),
        ("первая декада марта", None),
        ("2-я неделя", None),
        ("", None),
    ],
)
def test_due_day(text, day):
    assert due_day(text, START, END) == day
