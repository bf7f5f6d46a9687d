"""Global search: people, pairs and papers of every kind that the person may see anyway."""

from dataclasses import dataclass

from mentoring.language.folding import fold_key
from programs.programmes.queries import programmes_visible_to
from registry.pairs.queries import mentorships_visible_to, with_people
from registry.people.queries import people_visible_to, search_people
from roadmap.acts.queries import acts_visible_to, find_acts
from roadmap.orders.queries import orders_visible_to
from roadmap.orders.searching import closest_first, find_orders
from roadmap.partners.queries import contracts_visible_to, find_contracts
from roadmap.plans.queries import find_roadmaps, roadmaps_visible_to
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
    acts = find_acts(acts_visible_to(user), text).order_by("title", "-edition")[:EACH]
    contracts = find_contracts(contracts_visible_to(user).select_related(None), text)[:EACH]
    roadmaps = find_roadmaps(roadmaps_visible_to(user), text)[:EACH]
    groups = [
        (
            "Люди",
            [Found(person.full_name, person.get_absolute_url(), person.position_title) for person in people],
        ),
        ("Пары и группы", _with_states(pairs, "title")),
        (
            "Приказы",
            [Found(str(order), order.get_absolute_url(), order.title) for order in orders],
        ),
        ("Протоколы", _with_states(protocols)),
        ("Локальные акты", _with_states(acts)),
        (
            "Договоры с партнёрами",
            [Found(str(row), row.get_absolute_url(), row.subject) for row in contracts],
        ),
        ("Программы", _with_states(programmes, "title")),
        ("Дорожные карты", _with_states(roadmaps)),
    ]
    return [(heading, found) for heading, found in groups if found]


def _with_states(rows, title: str = "") -> list[Found]:
    """Each under its title, or under its own words, with the state that it is in."""
    return [
        Found(getattr(row, title) if title else str(row), row.get_absolute_url(), row.get_status_display())
        for row in rows
    ]
