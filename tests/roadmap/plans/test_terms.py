"""Terms of roadmaps as schools type them, each with the reading written by hand."""

from datetime import date

import pytest

from roadmap.plans.term_spans import TermKind as K
from roadmap.plans.terms import PlanPeriod, read_term

# The periods of the documents that the strings are taken from.
TWO_YEARS = PlanPeriod(date(2022, 9, 1), date(2024, 8, 31))
FROM_JANUARY = PlanPeriod(date(2023, 1, 12), date(2024, 5, 31))
FROM_APRIL = PlanPeriod(date(2022, 4, 1), date(2023, 5, 31))
SCHOOL_YEAR = PlanPeriod(date(2022, 9, 1), date(2023, 8, 31))

BEFORE_PLAN = "Срок кончается {}, ещё до начала плана (01.09.2022)."
TAKEN_2023 = "Год не указан, а подходит не один: взят 2023 год."


def pair(years, start):
    return f"«{years}» прочитано как учебный год, срок начинается {start}. Проверьте год."


def days(term):
    return tuple(day and day.isoformat() for day in (term.start, term.end))


SOURCES = [
    (TWO_YEARS, "октябрь 2022 г.", K.MONTH, "2022-10-01", "2022-10-31", ()),
    (TWO_YEARS, "октябрь 2022 г..", K.MONTH, "2022-10-01", "2022-10-31", ()),
    (
        TWO_YEARS,
        "Сентябрь- октябрь 2022 г.",
        K.MONTHS,
        "2022-09-01",
        "2022-10-31",
        (),
    ),
    (TWO_YEARS, "апрель 2023 г.", K.MONTH, "2023-04-01", "2023-04-30", ()),
    (TWO_YEARS, "июль- сентябрь 2023г.", K.MONTHS, "2023-07-01", "2023-09-30", ()),
    (TWO_YEARS, "первая декада сентября 2023 г.", K.DECADE, "2023-09-01", "2023-09-10", ()),
    (TWO_YEARS, "сентябрь 2023 г.", K.MONTH, "2023-09-01", "2023-09-30", ()),
    (
        TWO_YEARS,
        "Октябрь 2022-2023 г.",
        K.MONTH,
        "2022-10-01",
        "2022-10-31",
        (pair("2022–2023", "01.10.2022"),),
    ),
    (TWO_YEARS, "сентябрь 2022 г.", K.MONTH, "2022-09-01", "2022-09-30", ()),
    (
        TWO_YEARS,
        "Август - сентябрь 2022 г.",
        K.MONTHS,
        "2022-08-01",
        "2022-09-30",
        ("Срок начинается 01.08.2022, раньше плана (01.09.2022).",),
    ),
    (
        TWO_YEARS,
        "сентябрь 2021-2022 г.",
        K.MONTH,
        "2021-09-01",
        "2021-09-30",
        (pair("2021–2022", "01.09.2021"), BEFORE_PLAN.format("30.09.2021")),
    ),
    (
        TWO_YEARS,
        "сентябрь - октябрь 2021-2022 г.",
        K.MONTHS,
        "2021-09-01",
        "2021-10-31",
        (pair("2021–2022", "01.09.2021"), BEFORE_PLAN.format("31.10.2021")),
    ),
    (TWO_YEARS, "в течение всего периода", K.WITHIN, "2022-09-01", "2024-08-31", ()),
    (TWO_YEARS, "май 2024 г.", K.MONTH, "2024-05-01", "2024-05-31", ()),
    (TWO_YEARS, "июнь 2024 г.", K.MONTH, "2024-06-01", "2024-06-30", ()),
    (TWO_YEARS, "Май 2023 г.", K.MONTH, "2023-05-01", "2023-05-31", ()),
    (FROM_JANUARY, "январь – март 2023", K.MONTHS, "2023-01-01", "2023-03-31", ()),
    (FROM_JANUARY, "февраль-март", K.MONTHS, "2023-02-01", "2023-03-31", (TAKEN_2023,)),
    (FROM_JANUARY, "март", K.MONTH, "2023-03-01", "2023-03-31", (TAKEN_2023,)),
    (FROM_JANUARY, "май-сентябрь", K.MONTHS, "2023-05-01", "2023-09-30", ()),
    (FROM_JANUARY, "май", K.MONTH, "2023-05-01", "2023-05-31", (TAKEN_2023,)),
    (FROM_JANUARY, "ноябрь 2023", K.MONTH, "2023-11-01", "2023-11-30", ()),
    (FROM_JANUARY, "февраль 2024", K.MONTH, "2024-02-01", "2024-02-29", ()),
    (FROM_JANUARY, "апрель 2024", K.MONTH, "2024-04-01", "2024-04-30", ()),
    (FROM_JANUARY, "в течении всего этапа внедрения", K.WITHIN, "2023-01-12", "2024-05-31", ()),
    (FROM_APRIL, "Апрель 2022", K.MONTH, "2022-04-01", "2022-04-30", ()),
    (FROM_APRIL, "Май 2022", K.MONTH, "2022-05-01", "2022-05-31", ()),
    (FROM_APRIL, "Май – Август 2022", K.MONTHS, "2022-05-01", "2022-08-31", ()),
    (FROM_APRIL, "Август – Сентябрь 2022", K.MONTHS, "2022-08-01", "2022-09-30", ()),
    (FROM_APRIL, "Май 2023", K.MONTH, "2023-05-01", "2023-05-31", ()),
    (FROM_APRIL, "В течение учебного года", K.SCHOOL_YEAR, "2022-09-01", "2023-05-31", ()),
    (SCHOOL_YEAR, "(ежегодно)", K.YEARLY, None, None, ()),
    (SCHOOL_YEAR, "(постоянно)", K.ALWAYS, None, None, ()),
    (SCHOOL_YEAR, "", K.NONE, None, None, ()),
    (SCHOOL_YEAR, "–", K.NONE, None, None, ()),
]


@pytest.mark.parametrize(("plan", "text", "kind", "start", "end", "warnings"), SOURCES)
def test_every_term_of_the_source_documents_is_read(plan, text, kind, start, end, warnings):
    term = read_term(text, plan)
    assert (term.text, term.kind, *days(term), term.warnings) == (text, kind, start, end, warnings)
    assert term.is_recognised


def test_five_terms_of_one_cell_stay_five_in_their_order():
    term = read_term("март\nмай\nноябрь 2023\nфевраль 2024\nапрель 2024", FROM_JANUARY)
    assert (term.kind, *days(term)) == (K.LINES, "2023-03-01", "2024-04-30")
    assert [(part.text, *days(part), part.is_year_assumed) for part in term.parts] == [
        ("март", "2023-03-01", "2023-03-31", True),
        ("май", "2023-05-01", "2023-05-31", True),
        ("ноябрь 2023", "2023-11-01", "2023-11-30", False),
        ("февраль 2024", "2024-02-01", "2024-02-29", False),
        ("апрель 2024", "2024-04-01", "2024-04-30", False),
    ]


# All against the school year 2022/2023.
RELATIVES = [
    # Days and deadlines.
    ("1 сентября", K.DAY, "2022-09-01", "2022-09-01"),
    ("31 мая", K.DAY, "2023-05-31", "2023-05-31"),
    ("«01» сентября 2022 года", K.DAY, "2022-09-01", "2022-09-01"),
    ("первого сентября", K.DAY, "2022-09-01", "2022-09-01"),
    ("1-го сентября", K.DAY, "2022-09-01", "2022-09-01"),
    ("01.09.22 г.", K.DAY, "2022-09-01", "2022-09-01"),
    ("15.10", K.DAY, "2022-10-15", "2022-10-15"),
    ("2022-10-05", K.DAY, "2022-10-05", "2022-10-05"),
    ("до 01 сентября 2022 г.", K.DEADLINE, None, "2022-09-01"),
    ("в срок до 01.10.2022", K.DEADLINE, None, "2022-10-01"),
    ("не позднее 15.10", K.DEADLINE, None, "2022-10-15"),
    ("к 1 сентября", K.DEADLINE, None, "2022-09-01"),
    ("до конца мая", K.DEADLINE, None, "2023-05-31"),
    ("до середины октября", K.DEADLINE, None, "2022-10-15"),
    ("до конца 2022 года", K.DEADLINE, None, "2022-12-31"),
    ("до конца учебного года", K.DEADLINE, None, "2023-08-31"),
    ("по май", K.DEADLINE, None, "2023-05-31"),
    # Periods.
    ("с 1 по 15 сентября", K.PERIOD, "2022-09-01", "2022-09-15"),
    ("c 1 по 15.10.2022", K.PERIOD, "2022-10-01", "2022-10-15"),
    ("с 15.09. по 15.10.", K.PERIOD, "2022-09-15", "2022-10-15"),
    ("1-15 октября", K.PERIOD, "2022-10-01", "2022-10-15"),
    ("15 декабря – 15 января", K.PERIOD, "2022-12-15", "2023-01-15"),
    ("01.09.2022—31.05.2023", K.PERIOD, "2022-09-01", "2023-05-31"),
    ("с 1 сентября 2022 г. по 31 мая 2023 г.", K.PERIOD, "2022-09-01", "2023-05-31"),
    ("С 1 ПО 15 СЕНТЯБРЯ 2022 Г.", K.PERIOD, "2022-09-01", "2022-09-15"),
    ("с 1 сентября", K.PERIOD, "2022-09-01", None),
    ("не ранее 1 ноября", K.PERIOD, "2022-11-01", None),
    ("с 12.01.2023 г.", K.PERIOD, "2023-01-12", None),
    ("вторая половина мая", K.PERIOD, "2023-05-16", "2023-05-31"),
    ("3–4 неделя мая", K.PERIOD, "2023-05-15", "2023-05-28"),
    ("конец октября – начало ноября 2022", K.PERIOD, "2022-10-21", "2022-11-10"),
    ("II полугодие 2022-2023 уч. года", K.PERIOD, "2023-01-01", "2023-05-31"),
    # Months.
    ("в сентябре 2022 года", K.MONTH, "2022-09-01", "2022-09-30"),
    ("сентября", K.MONTH, "2022-09-01", "2022-09-30"),
    ("август", K.MONTH, "2023-08-01", "2023-08-31"),
    ("ноя.2022", K.MONTH, "2022-11-01", "2022-11-30"),
    ("сентебрь 2022", K.MONTH, "2022-09-01", "2022-09-30"),
    ("cентябpь 2022", K.MONTH, "2022-09-01", "2022-09-30"),
    ("10/2022", K.MONTH, "2022-10-01", "2022-10-31"),
    ("2022 г., октябрь", K.MONTH, "2022-10-01", "2022-10-31"),
    ("май текущего года", K.MONTH, "2023-05-01", "2023-05-31"),
    ("в течение сентября", K.MONTH, "2022-09-01", "2022-09-30"),
    ("в начале учебного года", K.MONTH, "2022-09-01", "2022-09-30"),
    ("сентябрь−октябрь 2022", K.MONTHS, "2022-09-01", "2022-10-31"),
    ("сент.–окт. 2022", K.MONTHS, "2022-09-01", "2022-10-31"),
    ("сентябрь/октябрь 2022", K.MONTHS, "2022-09-01", "2022-10-31"),
    ("с сентября по май", K.MONTHS, "2022-09-01", "2023-05-31"),
    ("декабрь 2022 - январь", K.MONTHS, "2022-12-01", "2023-01-31"),
    ("ноябрь – февраль 2023", K.MONTHS, "2022-11-01", "2023-02-28"),
    ("весной 2023", K.MONTHS, "2023-03-01", "2023-05-31"),
    # Decades, quarters, years.
    ("2-я декада сентября", K.DECADE, "2022-09-11", "2022-09-20"),
    ("в III декаде февраля", K.DECADE, "2023-02-21", "2023-02-28"),
    ("ІІ декада мая", K.DECADE, "2023-05-11", "2023-05-20"),
    ("I квартал", K.QUARTER, "2023-01-01", "2023-03-31"),
    ("IV кв. 2022 г.", K.QUARTER, "2022-10-01", "2022-12-31"),
    ("Ⅱ квартал", K.QUARTER, "2023-04-01", "2023-06-30"),
    ("П квартал 2023", K.QUARTER, "2023-04-01", "2023-06-30"),
    ("I–II квартал 2023 года", K.QUARTER, "2023-01-01", "2023-06-30"),
    ("2022-2023 уч. год", K.SCHOOL_YEAR, "2022-09-01", "2023-08-31"),
    ("2022/23 уч.г.", K.SCHOOL_YEAR, "2022-09-01", "2023-08-31"),
    ("в течение 2022–2023 учебного года", K.SCHOOL_YEAR, "2022-09-01", "2023-08-31"),
    ("в течение 2023 года", K.YEAR, "2023-01-01", "2023-08-31"),
    ("весь период", K.WITHIN, "2022-09-01", "2023-08-31"),
    ("на протяжении всего срока реализации программы", K.WITHIN, "2022-09-01", "2023-08-31"),
    ("в течение года", K.WITHIN, "2022-09-01", "2023-08-31"),
    # Again and again.
    ("Ежегодно, до 1 октября", K.YEARLY, None, "2022-10-01"),
    ("Сентябрь 2022 г., далее – ежегодно", K.YEARLY, "2022-09-01", "2022-09-30"),
    ("1 раз в год", K.YEARLY, None, None),
    ("2 раза в год", K.REGULAR, None, None),
    ("ежемесячно", K.REGULAR, None, None),
    ("на постоянной основе", K.ALWAYS, None, None),
    ("по мере необходимости", K.AS_NEEDED, None, None),
    ("При необходимости, в течение учебного года", K.AS_NEEDED, "2022-09-01", "2023-08-31"),
    # One term over two lines.
    ("сентябрь –\nоктябрь 2022 г.", K.MONTHS, "2022-09-01", "2022-10-31"),
    ("с 1 сентября\nпо 31 мая", K.PERIOD, "2022-09-01", "2023-05-31"),
    ("сентябрь\n– октябрь 2022", K.MONTHS, "2022-09-01", "2022-10-31"),
    ("ежегодно,\nдо 1 сентября", K.YEARLY, None, "2022-09-01"),
    ("сентябрь\n(ежегодно)", K.YEARLY, "2022-09-01", "2022-09-30"),
    ("в течение\r\nучебного\u00a0года", K.SCHOOL_YEAR, "2022-09-01", "2023-08-31"),
]


@pytest.mark.parametrize(("text", "kind", "start", "end"), RELATIVES)
def test_their_relatives_are_read_without_a_warning(text, kind, start, end):
    term = read_term(text, SCHOOL_YEAR)
    assert (term.kind, *days(term), term.warnings) == (kind, start, end, ())
    again = read_term(term.normal, SCHOOL_YEAR)
    assert (again.kind, *days(again), again.normal) == (kind, start, end, term.normal)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("сентябрь, январь, май", K.SEVERAL, ["2022-09-01", "2023-01-01", "2023-05-01"]),
        ("ноябрь и февраль 2023", K.SEVERAL, ["2022-11-01", "2023-02-01"]),
        ("1 и 15 сентября", K.SEVERAL, ["2022-09-01", "2022-09-15"]),
        ("первая и вторая декада октября", K.SEVERAL, ["2022-10-01", "2022-10-11"]),
        ("октябрь 2022-2024 гг.", K.SEVERAL, ["2022-10-01", "2023-10-01", "2024-10-01"]),
        ("1) март\n2) май", K.LINES, ["2023-03-01", "2023-05-01"]),
        ("1. март\n2. май", K.LINES, ["2023-03-01", "2023-05-01"]),
        ("• март\n\n• май", K.LINES, ["2023-03-01", None, "2023-05-01"]),
        ("сентябрь –\nоктябрь 2022 г.\nмай\n2023 г.", K.LINES, ["2022-09-01", "2023-05-01"]),
        ("- март\n- май", K.LINES, ["2023-03-01", "2023-05-01"]),
        ("март\nпо мере необходимости", K.LINES, ["2023-03-01", None]),
        ("ноябрь\nсентябрь, ежегодно", K.LINES, ["2022-11-01", "2022-09-01"]),
        ("март\nпо графику", K.LINES, ["2023-03-01", None]),
    ],
)
def test_several_terms_are_told_apart(text, kind, expected):
    term = read_term(text, SCHOOL_YEAR)
    assert (term.kind, [part.start and part.start.isoformat() for part in term.parts]) == (kind, expected)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("сентябрь; до 15 января", "2022-09-01", "2023-01-15"),
        ("до 15 октября; май", None, "2023-05-31"),
        ("октябрь; с 12 января", "2022-10-01", None),
        ("до 15 октября\nс 12 января", None, None),
        ("1 сентября\nежегодно", "2022-09-01", "2022-09-01"),
    ],
)
def test_several_terms_together_are_open_where_one_of_them_is(text, start, end):
    assert days(read_term(text, SCHOOL_YEAR)) == (start, end)


def test_a_cell_with_one_unread_line_is_not_recognised_as_a_whole():
    term = read_term("март\nпо графику", SCHOOL_YEAR)
    assert [part.is_recognised for part in term.parts] == [True, False]
    assert not term.is_recognised


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("согласно графику", ()),
        ("по плану работы", ()),
        ("в течение месяца", ()),
        ("11 2022", ()),
        ("Х квартал", ()),
        ("1.13", ()),
        ("контроль мая", ()),
        ("31 июня 2023", ("31.06.2023: такого дня нет в календаре",)),
        ("29 февраля", ("29.02.2023: такого дня нет в календаре",)),
        ("01.09.2202", ("01.09.2202: проверьте год, он должен быть от 1900 до 2100",)),
        ("с 15 по 1 октября 2022", ("Конец срока (01.10.2022) раньше его начала (15.10.2022).",)),
        ("октябрь 2022-2033", ("Годы 2022–2033 не похожи на срок: проверьте их.",)),
        ("октябрь 2024-2022", ("Годы 2024–2022 не похожи на срок: проверьте их.",)),
    ],
)
def test_what_cannot_be_read_is_legal_and_says_why_where_it_can(text, warnings):
    term = read_term(text, SCHOOL_YEAR)
    assert (term.kind, *days(term), term.warnings) == (K.UNREAD, None, None, warnings)
    assert term.kind.label == "срок не распознан"
    assert not term.is_recognised


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("сентябрь 2023", ("Срок начинается 01.09.2023, уже после конца плана (31.08.2023).",)),
        ("июль-октябрь 2023", ("Срок кончается 31.10.2023, позже плана (31.08.2023).",)),
        ("до 1 октября 2023", ("Срок кончается 01.10.2023, позже плана (31.08.2023).",)),
        ("до 1 июля 2022", ("Срок кончается 01.07.2022, ещё до начала плана (01.09.2022).",)),
        (
            "до мая",
            ("«До» и «к» прочитаны без самого названного срока. Если он входит целиком, напишите «по».",),
        ),
        ("2022-2023 гг.", (pair("2022–2023", "01.09.2022"),)),
        (
            "I полугодие",
            (
                "Полугодие прочитано как полугодие учебного года. Если имелся в виду календарный год, укажите месяцы.",
            ),
        ),
        (
            "2 четверть",
            ("Четверти в каждой школе свои, поэтому даты приблизительные: проверьте их.",),
        ),
    ],
)
def test_a_contradiction_or_a_guess_only_warns(text, warnings):
    term = read_term(text, SCHOOL_YEAR)
    assert term.is_recognised
    assert term.warnings == warnings


@pytest.mark.parametrize(
    ("text", "plan", "start"),
    [
        ("декабрь", SCHOOL_YEAR, "2022-12-01"),
        ("январь", SCHOOL_YEAR, "2023-01-01"),
        ("август", PlanPeriod(date(2022, 8, 25), date(2023, 8, 31)), "2023-08-01"),
        ("август", PlanPeriod(date(2022, 8, 1), date(2023, 8, 31)), "2023-08-01"),
        ("август", PlanPeriod(date(2022, 8, 1), date(2023, 5, 31)), "2022-08-01"),
        ("октябрь", PlanPeriod(date(2023, 1, 1), date(2023, 12, 31)), "2023-10-01"),
        ("июнь", PlanPeriod(date(2022, 9, 1), date(2023, 5, 31)), "2023-06-01"),
        ("август-сентябрь", SCHOOL_YEAR, "2022-08-01"),
    ],
)
def test_a_missing_year_is_taken_from_the_plan(text, plan, start):
    term = read_term(text, plan)
    assert (term.start.isoformat(), term.is_year_assumed) == (start, True)


def test_without_a_plan_a_term_without_a_year_keeps_its_kind_and_no_days():
    term = read_term("первая декада сентября")
    assert (term.kind, *days(term), term.is_recognised) == (K.DECADE, None, None, True)
    assert term.warnings == ("Год не указан, и взять его неоткуда: у плана нет периода.",)
    assert days(read_term("октябрь 2022")) == ("2022-10-01", "2022-10-31")
    assert days(read_term("в течение всего периода")) == (None, None)


@pytest.mark.parametrize(
    ("text", "plan", "expected"),
    [
        ("октябрь 2022", SCHOOL_YEAR, (date(2022, 10, 1), date(2022, 10, 31))),
        ("до 1 октября 2022", SCHOOL_YEAR, (date(2022, 9, 1), date(2022, 10, 1))),
        ("до 1 июля 2022", SCHOOL_YEAR, (date(2022, 7, 1), date(2022, 7, 1))),
        ("до 1 октября 2022", None, (date(2022, 10, 1), date(2022, 10, 1))),
        ("с 1 октября 2022", SCHOOL_YEAR, (date(2022, 10, 1), date(2023, 8, 31))),
        ("с 1 октября 2023", SCHOOL_YEAR, (date(2023, 10, 1), date(2023, 10, 1))),
        ("с 1 октября 2022", None, (date(2022, 10, 1), date(2022, 10, 1))),
        ("ежегодно", SCHOOL_YEAR, None),
    ],
)
def test_an_open_side_can_be_filled_from_the_plan(text, plan, expected):
    assert read_term(text, plan).both_days(plan) == expected
