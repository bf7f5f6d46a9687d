"""Every kind of order: from its short form to the registered paper."""

import pytest

from roadmap.orders.checks import registration_problems
from roadmap.orders.documents import paper_of
from roadmap.orders.effects import EFFECTS
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.kinds.catalog import CATALOG, KINDS
from roadmap.orders.paper import order_paper
from roadmap.orders.samples import sample_problems
from roadmap.orders.services import register_order
from tests.factories.kinds import TODAY, make_kind
from tests.factories.people import make_curator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]
CONTROL = "Контроль за исполнением приказа оставляю за собой."


def lines(order):
    """The preamble and the items as they are printed, with ordinary spaces."""
    paper = order_paper(order)
    texts = [paper.preamble, *(text for _, _, text in paper.numbered_items)]
    return [text.replace("\xa0", " ") for text in texts]


def test_the_catalog_has_every_kind_once():
    assert sorted(KINDS) == sorted(K.values)
    assert len(CATALOG) == len(KINDS)


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.kind.value)
def test_our_samples_hold_only_known_placeholders(kind):
    assert sample_problems(kind, kind.sample) == []


# Kinds that change nothing in other rooms; test_effects registers the others, test_registration those of pairs.
ON_PAPER = (K.REGULATION, K.INTRODUCTION, K.FINAL_EVENT, K.ASSOCIATION, K.MONITORING, K.APPOINTMENT)


def test_every_kind_without_an_effect_is_registered_here():
    assert {*ON_PAPER, K.PAIRING, *EFFECTS} == set(K)


@pytest.mark.parametrize("kind", ON_PAPER)
def test_an_order_is_drafted_without_gaps_and_registered(kind):
    order = make_kind(kind, "approved")

    assert registration_problems(order, TODAY) == []
    texts = lines(order)
    assert [text for text in texts if {"{", "["} & set(text) or "  " in text or " ," in text] == []
    assert texts[-1] == CONTROL
    register_order(order, by=make_curator(), on=TODAY)
    order.refresh_from_db()
    assert (order.status, bool(order.number)) == ("registered", True)
    assert order.acquaintances.count() == len(paper_of(order).acquaintance)
