"""Masks of numbers, without a database."""

from datetime import date

import pytest

from roadmap.orders.numbering import journal_year, mask_problem, write_number, year_label

DAY = date(2026, 1, 12)


@pytest.mark.parametrize(
    ("mask", "sequence", "number"),
    [
        ("{n}/01-02", 20, "20/01-02"),
        ("270/{n}", 1, "270/1"),
        ("{n}-А", 160, "160-А"),
        ("{n:03}", 7, "007"),
        ("{n:03}", 1234, "1234"),
        ("{year}/{n}", 5, "2026/5"),
        ("{n}-{yy}", 5, "5-26"),
        ("  {n}-ОД ", 3, "3-ОД"),
    ],
)
def test_a_mask_gives_the_number_of_the_school(mask, sequence, number):
    assert mask_problem(mask) == ""
    assert write_number(mask, sequence, DAY) == number


@pytest.mark.parametrize(
    ("mask", "sentence"),
    [
        ("", "Укажите вид номера, например {n}/01-02."),
        ("01-02", "В виде номера нет порядкового номера: добавьте {n}, например {n}/01-02."),
        ("{n}-{n}", "Порядковый номер {n} должен стоять в виде номера один раз."),
        ("1{n}", "Рядом с {n} стоит цифра, и номер нельзя будет прочитать. Отделите её чертой или дефисом."),
        ("{n}{year}", "Отделите {n} от года чертой или дефисом, иначе номера могут совпасть."),
        ("{n}" + "-" * 40, "Вид номера длиннее 40 знаков. Сократите его."),
        ("{n}\x07", "В виде номера есть невидимые знаки. Наберите его заново."),
    ],
)
def test_a_wrong_mask_is_explained(mask, sentence):
    assert mask_problem(mask) == sentence


@pytest.mark.parametrize(
    "mask", ["{n.__class__}", "{0}/{n}", "{n!r}", "{n:>999999}", "{{n}}", "{n}/{settings}", "{n", "{n:00}"]
)
def test_a_mask_is_never_a_format_string(mask):
    assert "фигурных скобках" in mask_problem(mask) or "нет порядкового номера" in mask_problem(mask)


@pytest.mark.parametrize(
    ("period", "day", "year", "label"),
    [
        ("calendar", date(2026, 12, 31), 2026, "2026"),
        ("calendar", date(2027, 1, 1), 2027, "2027"),
        ("school", date(2026, 8, 31), 2025, "2025/2026"),
        ("school", date(2026, 9, 1), 2026, "2026/2027"),
        ("school", date(2027, 1, 1), 2026, "2026/2027"),
    ],
)
def test_numbers_begin_anew_with_the_year_of_the_journal(period, day, year, label):
    assert journal_year(period, day) == year
    assert year_label(period, year) == label
