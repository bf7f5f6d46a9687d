"""The search above every page: acts, contracts and roadmaps by their words, each for whom its own room opens it."""

import pytest
from django.utils import timezone

from mentoring.home.search import search
from roadmap.acts.services import start_edition
from tests.factories.acts import make_act, make_contract, walk_act
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_keeper,
    make_psychologist,
    make_user,
)
from tests.factories.roadmaps import make_roadmap, plan_of_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]
OUTSIDERS = (make_keeper, make_psychologist, make_administrator, lambda: make_user("teacher"))


def found(user, words):
    """Addresses of what is found, by the heading."""
    return {heading: [row.url for row in rows] for heading, rows in search(user, words)}


def test_acts_are_found_by_their_kind_title_and_edition():
    first = make_act("approved", title="приёма наставляемых")
    second = start_edition(first, by=make_curator())
    both = {"Локальные акты": [second.get_absolute_url(), first.get_absolute_url()]}
    newer = {"Локальные акты": [second.get_absolute_url()]}

    for make in (make_curator, make_director, make_council_member):
        assert found(make(), "правила приёма") == found(make(), "ПРИЁМА  наставляемых") == both
        assert found(make(), "приёма наставляемых, редакция 2") == found(make(), "редакция 2") == newer
    # An edition that nobody has approved yet is not read outside of the office.
    for make in OUTSIDERS:
        assert found(make(), "правила приёма") == {"Локальные акты": [first.get_absolute_url()]}
        assert found(make(), "редакция 2") == {}
    walk_act(second, "approved", on=timezone.localdate())
    assert [found(make(), "редакция 2") for make in OUTSIDERS] == [newer] * len(OUTSIDERS)


def test_contracts_and_roadmaps_are_found_by_who_reads_them():
    contract = make_contract(partner="Педагогический колледж", subject="практика студентов", number="77-П")
    plan = plan_of_rows("Этап", ("Анкеты", "июнь"), title="ДОРОЖНАЯ КАРТА\nнаставничества «Росток»")
    draft, approved = make_roadmap(plan=plan), make_roadmap("approved", plan=plan)
    roadmaps = {"Дорожные карты": [approved.get_absolute_url(), draft.get_absolute_url()]}
    contracts = {"Договоры с партнёрами": [contract.get_absolute_url()]}

    for make in (make_curator, make_director, make_council_member):
        assert [found(make(), words) for words in ("колледж", "практика", "№ 77-П")] == [contracts] * 3
        assert found(make(), "карта наставничества") == found(make(), "росток") == roadmaps
    for make in OUTSIDERS:
        assert [found(make(), words) for words in ("колледж", "77-П", "росток", "карта наставничества")] == [
            {}
        ] * 4
