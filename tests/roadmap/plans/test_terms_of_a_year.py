"""«В начале года», «до конца учебного года»: which year a term means that names none."""

import pytest

from roadmap.plans.terms import read_term
from tests.roadmap.plans.test_terms import SCHOOL_YEAR, SCHOOL_YEAR_TAKEN, TWO_YEARS, days


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("до конца учебного года", None, "2023-08-31"),
        ("в течение учебного года", "2022-09-01", "2023-08-31"),
        ("в конце учебного года", "2023-05-01", "2023-05-31"),
        ("II полугодие учебного года", "2023-01-01", "2023-05-31"),
    ],
)
def test_the_school_year_that_was_taken_is_named_as_one(text, start, end):
    term = read_term(text, TWO_YEARS)
    assert days(term) == (start, end)
    assert term.warnings == ("Год не указан, а подходит не один: взят 2022/2023 учебный год.",)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("в начале года", "2022-09-01", "2022-09-30"),
        ("к концу года", None, "2023-08-31"),
        ("с начала года", "2022-09-01", None),
        ("в начале и в конце года", "2022-09-01", "2023-05-31"),
        ("в начале каждого года", "2022-09-01", "2022-09-30"),
    ],
)
def test_a_year_without_a_number_is_the_school_year(text, start, end):
    term = read_term(text, SCHOOL_YEAR)
    assert days(term) == (start, end)
    assert SCHOOL_YEAR_TAKEN in term.warnings
