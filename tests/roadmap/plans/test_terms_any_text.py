"""Whatever is typed into a cell «Сроки»: nothing raises, nothing hangs, a normal form reads as itself."""

import time
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roadmap.plans.terms import PlanPeriod, read_term

SCHOOL_YEAR = PlanPeriod(date(2022, 9, 1), date(2023, 8, 31))


def days(term):
    return tuple(day and day.isoformat() for day in (term.start, term.end))


VOCABULARY = """
с по до к в и сентябрь октября мае августа 1 15 31 09 10.2022 01.09.2022 2022 2023 2022-2023 2022/23 г. гг. года год
учебный уч. - – , ; ( ) . первая 2-я III ІІ декада квартал полугодие неделя конец начало ежегодно постоянно в течение
всего периода раза необходимости мере не позднее далее учгод нет 1) 1. •
"""
WORDS = VOCABULARY.split()
TERMS = [
    "октябрь 2022-2023 г.", "в течение учебного года", "март", "с 1 по 15 сентября", "до 1 октября", "с 12.01.2023",
    "2 раза в год", "ежегодно", "по мере необходимости", "в течение всего периода", "I-II квартал 2023", "2023 год",
    "вторая декада мая", "по графику", "2022/23 уч. г.", "октябрь 2022-2024 гг.", "до начала учебного года", "осень", "",
    "август каждого года", "каждую пятницу", "в начале года", "до конца каждого года", "в конце 2023 года", "в течение месяца",
]  # fmt: skip
TEXTS = st.one_of(
    st.tuples(st.lists(st.sampled_from(TERMS), max_size=4), st.sampled_from(["\n", ", ", " и ", " - "])).map(
        lambda drawn: drawn[1].join(drawn[0])
    ),
    st.text(max_size=60),
    st.lists(st.sampled_from([*WORDS, "\n"]), max_size=9).map(" ".join),
    st.lists(st.sampled_from([*WORDS, "\n"]), max_size=9).map("".join),
)
PLANS = st.one_of(
    st.none(),
    st.builds(
        lambda start, length: PlanPeriod(start, date.fromordinal(start.toordinal() + length)),
        st.dates(date(2015, 1, 1), date(2035, 12, 31)),
        st.integers(0, 1500),
    ),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, PLANS)
@example("до 01.01.1900", SCHOOL_YEAR)
@example("31.12.2100 - 1 января", SCHOOL_YEAR)
@example("март", PlanPeriod(date(1, 1, 1), date(9999, 12, 31)))
def test_any_text_is_read_and_its_normal_form_reads_as_itself(text, plan):
    term = read_term(text, plan)
    assert term.text == text
    assert term.start is None or term.end is None or term.start <= term.end
    again = read_term(term.normal, plan)
    assert (again.kind, days(again), again.normal) == (term.kind, days(term), term.normal)


@pytest.mark.parametrize(
    "text",
    [
        "а" * 10_000,
        "январь-" * 1_500,
        "март\n" * 2_000,
        "2022\n" * 2_000,
        ("с " * 140 + "\n") * 35,
        ("г." * 140 + "\n") * 35,
        "2022" + " г." * 3_000,
        ("2022" + " г." * 95 + " уч\n") * 35,
        ("в течение" + " плана" * 45 + " х\n") * 35,
        ("ежегодно " * 30 + "\n") * 35,
        "," * 10_000,
        "(" * 5_000 + ")" * 5_000,
        "ﷺ" * 10_000,
        "\u0301" * 10_000,
        "9" * 10_000,
    ],
    ids=range(15),
)
def test_ten_thousand_characters_do_not_hang_the_page(text):
    # Time of this process: other work on the machine does not count.
    began = time.process_time()
    read_term(text, SCHOOL_YEAR)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("text", "is_recognised"),
    [
        (", ".join(["март"] * 50), True),
        (", ".join(["март"] * 51), False),
        ("\n".join(["март"] * 100), True),
        ("\n".join(["март"] * 101), False),
    ],
    ids=["300", "306", "100 lines", "101 lines"],
)
def test_a_text_too_long_for_a_term_is_left_to_a_person(text, is_recognised):
    assert read_term(text, SCHOOL_YEAR).is_recognised is is_recognised
