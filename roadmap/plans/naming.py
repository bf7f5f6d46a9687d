"""Does an order approve a roadmap? Schools call it in their own words, so any usual name of it will do."""

import re

from mentoring.language.folding import fold_key
from roadmap.orders.documents import paper_of
from roadmap.orders.models import Order
from roadmap.plans.models import Roadmap

NAMES = re.compile(r"дорожн\w*\W+карт|план\w*\W+мероприяти|комплекс\w*\W+мер\b|комплексн\w*\W+план")
# «утвердить», «об утверждении», «ввести в действие».
APPROVING = re.compile(r"утверд|утвержд|ввести в действие|введении в действие")


def names_roadmap(order: Order, roadmap: Roadmap) -> bool:
    """Does the order approve something, and do its title, items or annexes name a roadmap, or this one by its title?

    A preamble names what an order rests on, so it does not count.
    """
    paper = paper_of(order)
    said = [paper.title, *(text for _, _, text in paper.numbered_items)]
    words = fold_key(" ".join([*said, *(annex.title for annex in paper.annexes)]))
    is_named = NAMES.search(words) is not None or fold_key(" ".join(roadmap.title.split())) in words
    return is_named and APPROVING.search(words) is not None
