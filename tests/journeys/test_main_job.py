"""From a staff list to a registered order and a programme, as the people of a school do it, hand by hand."""

import time

import pytest

from tests.journeys import decisions, first_days, plans
from tests.journeys.first_days import GROUP, GROUP_MENTOR, MENTEE, MENTOR
from tests.journeys.visitor import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Of curator, director and teachers together: 66 lines of a list, two accounts, five people's papers, two pairs.
MOST_CLICKS = 155


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_the_staff_list_to_the_order_and_the_programme(people, run_jobs, has_scripts, capsys):
    newcomer, stranger = people(has_scripts=has_scripts), people(has_scripts=has_scripts)
    curator, director = people(has_scripts=has_scripts), people(has_scripts=has_scripts)
    mentor, mentee = (people(viewport=PHONE, has_scripts=has_scripts) for _ in range(2))
    began = time.monotonic()

    curator_link, director_link = first_days.open_school(newcomer)
    first_days.first_sign_in(curator, curator_link, "curator")
    first_days.first_sign_in(director, director_link, "director")
    first_days.load_staff_list(curator)
    first_days.check_case_forms(curator)
    first_days.fill_bank(curator)
    first_days.print_consents(curator, run_jobs)
    first_days.enter_consents(curator)
    first_days.first_sign_in(mentor, first_days.give_account(curator, MENTOR, "belov"), "belov")
    first_days.first_sign_in(mentee, first_days.give_account(curator, MENTEE, "solovey"), "solovey")

    decisions.propose(curator, (MENTEE,), MENTOR, decisions.PAIR_TITLE)
    decisions.propose(curator, GROUP, GROUP_MENTOR, decisions.GROUP_TITLE)
    decisions.accept_on_phone(mentor)
    decisions.accept_on_phone(mentee)
    decisions.enter_answers(curator, decisions.GROUP_TITLE, (GROUP_MENTOR, *GROUP))
    decisions.draft_order(curator)
    decisions.decide(director, comment=decisions.COMMENT)
    decisions.mend_order(curator)
    decisions.decide(director)
    decisions.register_order(curator)
    clicks = sum(visitor.clicks for visitor in (curator, director, mentor, mentee))
    ordered = time.monotonic()
    paper = decisions.read_paper(curator)
    decisions.check_paper(stranger, paper)
    decisions.sign_on_paper(curator, paper)
    decisions.acquaint(mentor, curator)

    plans.draft(mentor)
    plans.agree(mentee)
    plans.note(curator)
    plans.write_how_it_went(mentee)
    plans.print_programme(curator)
    plans.print_registers(curator)

    with capsys.disabled():
        print(
            f"\nfrom the staff list to the registered order: {clicks} clicks, {ordered - began:.0f} s; "
            f"to the programme and the registers: {time.monotonic() - began:.0f} s"
        )
    assert clicks <= MOST_CLICKS
