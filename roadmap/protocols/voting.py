"""What votes and the quorum say about the decisions of a meeting."""

from collections.abc import Iterable

from mentoring.language.numbers import counted
from roadmap.protocols.enums import Outcome
from roadmap.protocols.models import AgendaItem, Attendee, Protocol
from roadmap.protocols.paper import counted_members, has_quorum, protocol_has_quorum

OPINIONS = (Outcome.SUPPORTS, Outcome.OBJECTS)


def lacks_quorum(protocol: Protocol, people: list[Attendee]) -> bool:
    """Is a quorum counted and not there?"""
    return protocol_has_quorum(protocol, people) and not has_quorum(protocol, people)


def item_problems(number: int, item: AgendaItem, *, without_quorum: bool) -> list[str]:
    """Why the item cannot be signed as it stands, as Russian sentences."""
    problems = []
    if not item.points.all():
        problems.append(f"Вопрос {number}: нет решения.")
    if (item.mentorship_id or item.programme_id) and not item.outcome:
        about = "о паре" if item.mentorship_id else "о программе"
        problems.append(f"Вопрос {number}: выберите, что совет решил {about}.")
    if item.outcome == Outcome.SUPPORTS and _is_voted_down(item):
        problems.append(
            f"Вопрос {number}: за – {item.votes_for}, против – {item.votes_against}. При таких голосах совет не рекомендует "
            "пару. Проверьте голоса или решение."
        )
    if item.outcome in OPINIONS and without_quorum:
        problems.append(
            f"Вопрос {number}: кворума нет, решать о паре нельзя. Проверьте список участников или выберите «вопрос отложен»."
        )
    return problems


def remarks(protocol: Protocol, people: list[Attendee], items: Iterable[AgendaItem]) -> list[str]:
    """What is worth another look in the votes before signing; it does not stop anybody."""
    here, _ = counted_members(protocol, people)
    found = []
    for number, item in enumerate(items, start=1):
        if not item.was_voted:
            continue
        total = item.votes_for + item.votes_against + item.votes_abstained
        if total < here:
            votes = counted(total, "голос", "голоса", "голосов")
            found.append(f"Вопрос {number}: записано {votes}, а голосуют {here}.")
        if item.votes_for and item.votes_for == item.votes_against:
            found.append(
                f"Вопрос {number}: голоса разделились поровну. Решение принято, только если так решил голос председателя."
            )
    return found


def _is_voted_down(item: AgendaItem) -> bool:
    return item.was_voted and (not item.votes_for or item.votes_for < item.votes_against)
