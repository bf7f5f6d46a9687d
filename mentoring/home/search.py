"""Global search: people, pairs, orders, protocols, local acts and programmes that the person may see anyway."""

from dataclasses import dataclass

from mentoring.language.folding import fold_key
from programs.programmes.queries import programmes_visible_to
from registry.pairs.queries import mentorships_visible_to, with_people
from registry.people.queries import people_visible_to, search_people
from roadmap.acts.queries import acts_visible_to
from roadmap.orders.queries import orders_visible_to
from roadmap.orders.searching import closest_first, find_orders
from roadmap.protocols.queries import find_protocols, protocols_visible_to

EACH = 10


@dataclass(frozen=True)
class Found:
    title: str
    url: str
    about: str = ""


def search(user, text) -> list[tuple[str, list[Found]]]:
    """Groups (heading, results) for words of at least two letters or a number, at most ten results each."""
    text = text.strip().removeprefix("№").strip()
    words = fold_key(text)
    if len(words) < 2 and not words.isdecimal():
        return []
    people = search_people(people_visible_to(user), words).prefetch_related("positions")[:EACH]
    pairs = (
        with_people(mentorships_visible_to(user))
        .filter(participants__person__in=search_people(people_visible_to(user), words))
        .distinct()[:EACH]
    )
    orders = closest_first(find_orders(orders_visible_to(user), text), text)[:EACH]
    protocols = find_protocols(protocols_visible_to(user).select_related(None), text)[:EACH]
    programmes = programmes_visible_to(user).filter(title__icontains=text)[:EACH]
    acts = acts_visible_to(user).filter(title__icontains=text).order_by("title", "-edition")[:EACH]
    groups = [
        (
            "Люди",
            [Found(person.full_name, person.get_absolute_url(), person.position_title) for person in people],
        ),
        (
            "Пары и группы",
            [Found(pair.title, pair.get_absolute_url(), pair.get_status_display()) for pair in pairs],
        ),
        (
            "Приказы",
            [Found(str(order), order.get_absolute_url(), order.title) for order in orders],
        ),
        (
            "Протоколы",
            [Found(str(row), row.get_absolute_url(), row.get_status_display()) for row in protocols],
        ),
        (
            "Локальные акты",
            [Found(str(act), act.get_absolute_url(), act.get_status_display()) for act in acts],
        ),
        (
            "Программы",
            [Found(row.title, row.get_absolute_url(), row.get_status_display()) for row in programmes],
        ),
    ]
    return [(heading, found) for heading, found in groups if found]
