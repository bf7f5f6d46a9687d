"""Does an order name an act? The words after the kind stay the same in every case of it."""

from mentoring.documents.papers import OrderPaper
from mentoring.language.folding import fold_key
from roadmap.acts.models import LocalAct
from roadmap.orders.documents import paper_of
from roadmap.orders.models import Order

# «утвердить», «об утверждении», «ввести в действие».
APPROVING = ("утверд", "утвержд", "ввести в действие", "введении в действие")


def names_act(order: Order, act: LocalAct) -> bool:
    """Does the order approve something, and do its title, items or annexes hold the title of the act?

    A preamble names the act on which an order rests, so it does not count.
    """
    words = fold_key(" ".join(_words(paper_of(order))))
    return fold_key(act.title) in words and any(verb in words for verb in APPROVING)


def _words(paper: OrderPaper):
    yield paper.title
    yield from (text for _, _, text in paper.numbered_items)
    yield from (annex.title for annex in paper.annexes)
