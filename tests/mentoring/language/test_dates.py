from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.language import dates
from mentoring.language.dates import DateError, parse_date

TODAY = date(2026, 11, 21)


def test_a_date_is_printed_in_five_styles():
    day = date(2026, 1, 2)
    assert dates.date_numeric(day) == "02.01.2026"
    assert dates.date_words(day) == "2\u00a0января 2026\u00a0г."
    assert dates.date_full(day) == "2\u00a0января 2026\u00a0года"
    assert dates.date_quoted(day) == "«\u00a002\u00a0»\u00a0января 2026\u00a0года"
    assert dates.month_words(day) == "январь 2026\u00a0г."


@pytest.mark.parametrize(
    ("start", "end", "words", "numbers"),
    [
        (
            date(2026, 9, 1),
            date(2027, 5, 31),
            "с 1 сентября 2026 г. по 31 мая 2027 г.",
            "01.09.2026 – 31.05.2027",
        ),
        (date(2026, 9, 2), None, "со 2 сентября 2026 г.", "с 02.09.2026"),
        (None, date(2027, 5, 31), "по 31 мая 2027 г.", "по 31.05.2027"),
        (None, None, "", ""),
    ],
)
def test_a_period_is_printed_in_words_and_numbers(start, end, words, numbers):
    assert dates.period_words(start, end).replace("\u00a0", " ") == words
    assert dates.period_numeric(start, end).replace("\u00a0", " ") == numbers


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2026, 8, 31), "2025/2026"),
        (date(2026, 9, 1), "2026/2027"),
        (date(2027, 5, 31), "2026/2027"),
    ],
)
def test_the_school_year_begins_on_the_first_of_september(day, label):
    assert dates.school_year_label(day) == label


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.01.2026", date(2026, 1, 12)),
        ("1.9.2026", date(2026, 9, 1)),
        ("04.03.81 г.", date(1981, 3, 4)),
        ("04.03.26", date(2026, 3, 4)),
        ("31.08.36", date(2036, 8, 31)),
        ("31.08.37", date(1937, 8, 31)),
        ("12/01/2026", date(2026, 1, 12)),
        ("12-01-2026", date(2026, 1, 12)),
        ("2026-01-12", date(2026, 1, 12)),
        ("2026-01-12 00:00:00", date(2026, 1, 12)),
        ("12 января 2026 г.", date(2026, 1, 12)),
        ("12\u00a0января 2026\u00a0года", date(2026, 1, 12)),
        ("«31» августа 2022г.", date(2022, 8, 31)),
        ("« 31 » августа 2022 года", date(2022, 8, 31)),
        ("12 янв. 2026", date(2026, 1, 12)),
        ("12 сент. 2026", date(2026, 9, 12)),
        (" 12. 01. 2026 ", date(2026, 1, 12)),
        ("29.02.2024", date(2024, 2, 29)),
    ],
)
def test_a_typed_date_is_read(text, expected):
    assert parse_date(text, today=TODAY) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31.02.1990", "31.02.1990: такого дня нет в календаре"),
        ("29.02.2025", "29.02.2025: такого дня нет в календаре"),
        ("31 апреля 2026 г.", "31 апреля 2026 г.: такого дня нет в календаре"),
        ("сентябрь 2025", "сентябрь 2025: нужен день"),
        ("сентябрь 2025 г.", "сентябрь 2025 г.: нужен день"),
        ("09.2025", "09.2025: нужен день"),
        ("2025", "2025: нужны день и месяц"),
        ("12/31/2026", "12/31/2026: месяца с номером 31 нет, напишите день, месяц и год: 12.01.2026"),
        ("12.01.0026", "12.01.0026: проверьте год, он должен быть от 1900 до 2100"),
        ("", "дата не указана"),
        ("12 лет 4 мес.", "12 лет 4 мес.: не похоже на дату, напишите день, месяц и год: 12.01.2026"),
        ("скоро", "скоро: не похоже на дату, напишите день, месяц и год: 12.01.2026"),
    ],
)
def test_an_impossible_date_is_refused_with_a_reason(text, reason):
    with pytest.raises(DateError) as refusal:
        parse_date(text, today=TODAY)
    assert str(refusal.value) == reason


@given(st.text(alphabet="0123456789./- гянварьТ«»:", max_size=20) | st.text(max_size=20))
def test_any_text_is_a_date_or_a_date_error(text):
    try:
        assert isinstance(parse_date(text, today=TODAY), date)
    except DateError as error:
        assert str(error)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_printed_date_is_read_back(day):
    printed = [dates.date_numeric, dates.date_words, dates.date_full, dates.date_quoted, date.isoformat]
    assert {parse_date(style(day), today=TODAY) for style in printed} == {day}
