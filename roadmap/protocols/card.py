"""What the card of a protocol shows: what is wanted from the reader, facts, the agenda with its doors."""

from dataclasses import dataclass

from django.urls import reverse

from mentoring.language.initials import NBSP
from mentoring.templatetags.look import ru_date, ru_moment
from mentoring.workflow.attention import Attention
from roadmap.protocols.enums import AttendeeRole
from roadmap.protocols.models import AgendaItem, Attendee, DecisionPoint, Protocol
from roadmap.protocols.paper import named, protocol_has_quorum, quorum_words
from roadmap.protocols.rules import TABLE, keeps, may_attach_scan, may_edit
from roadmap.protocols.voting import item_problems, lacks_quorum


@dataclass(frozen=True)
class AgendaLine:
    """An item in its place: what it is about, its decision, the decisions that may go on control."""

    item: AgendaItem
    number: int
    about: str
    about_url: str
    points: tuple[DecisionPoint, ...]
    is_first: bool
    is_last: bool


def heading(protocol: Protocol) -> str:
    number = f" №{NBSP}{protocol.number}" if protocol.number else ""
    return f"Протокол {protocol.title}{number}"


def attention(protocol: Protocol, user) -> Attention | None:
    """The next step of who keeps the protocol."""
    if not keeps(protocol, user):
        return None
    if protocol.is_signed:
        if protocol.scan_id:
            return None
        url = reverse("protocols:attach_scan", args=[protocol.pk])
        sentence = "Напечатайте протокол, дайте подписать председателю и секретарю и приложите скан."
        return Attention(sentence, "Приложить скан", url, title="Можно сделать")
    if not any(True for _ in protocol.attendees.all()):
        url = reverse("protocols:attendance", args=[protocol.pk])
        return Attention("Отметьте, кто был на заседании.", "Записать участников", url)
    verdict = TABLE.by_name["sign"].verdict(protocol, user)
    url = reverse("protocols:sign", args=[protocol.pk])
    if verdict:
        return Attention("Протокол готов: проверьте текст и подпишите его.", "Подписать", url)
    return Attention(" ".join(verdict.problems), *_next_door(protocol))


def _next_door(protocol: Protocol) -> tuple[str, str]:
    """(label, address) of what is to be mended first: the people, an unfinished item, an empty agenda."""
    people = list(protocol.attendees.all())
    roles, without_quorum = {row.role for row in people}, lacks_quorum(protocol, people)
    if not {AttendeeRole.CHAIR, AttendeeRole.SECRETARY} <= roles:
        return "Записать участников", reverse("protocols:attendance", args=[protocol.pk])
    for number, item in enumerate(protocol.items.prefetch_related("points"), start=1):
        if item_problems(number, item, without_quorum=without_quorum):
            return f"Записать вопрос {number}", reverse("protocols:edit_item", args=[item.pk])
    if protocol.items.all():
        return "Исправить дату", reverse("protocols:edit", args=[protocol.pk])
    return "Добавить вопрос", reverse("protocols:add_item", args=[protocol.pk])


def facts(protocol: Protocol, people: list[Attendee]) -> list[tuple[str, str]]:
    """The particulars and the list of people."""

    def names(role: str) -> str:
        return "; ".join(named(row) for row in people if row.role == role)

    rows = [
        ("Кто заседал", protocol.get_body_display()),
        ("Дата и место", ", ".join(filter(None, (ru_date(protocol.held_on), protocol.place)))),
        ("Председатель", names(AttendeeRole.CHAIR)),
        ("Секретарь", names(AttendeeRole.SECRETARY)),
        ("Присутствовали", names(AttendeeRole.PRESENT)),
    ]
    if protocol.others_present:
        rows.append(("Ещё присутствовали, человек", str(protocol.others_present)))
    rows.append(("Отсутствовали", names(AttendeeRole.ABSENT)))
    if names(AttendeeRole.INVITED):
        rows.append(("Приглашены", names(AttendeeRole.INVITED)))
    if protocol_has_quorum(protocol, people):
        rows.append(("Кворум", quorum_words(protocol, people)))
    if protocol.is_signed:
        rows.append(("Номер присвоен", f"{protocol.signed_by}, {ru_moment(protocol.signed_at)}"))
    rows.append(("Черновик начат", f"{protocol.created_by}, {ru_moment(protocol.created_at)}"))
    return rows


def agenda(items: list[AgendaItem]) -> list[AgendaLine]:
    """Items with what they are linked to."""
    last = len(items)
    return [
        AgendaLine(item, number, *_about(item), tuple(item.points.all()), number == 1, number == last)
        for number, item in enumerate(items, start=1)
    ]


def _about(item: AgendaItem) -> tuple[str, str]:
    for thing, word in (
        (item.mentorship, "Карточка пары"),
        (item.programme, "Программа"),
        (item.roadmap, "Дорожная карта"),
        (item.amends, "Изменяет решение протокола"),
    ):
        if thing is not None:
            word = f"{word} {item.amends.short_title}" if thing is item.amends else word
            return word, thing.get_absolute_url()
    return "", ""


def doors(protocol: Protocol, user) -> dict[str, bool]:
    """Which doors of the card are open."""
    return {
        "keep": bool(keeps(protocol, user)),
        "edit": bool(may_edit(protocol, user)),
        "attach_scan": bool(may_attach_scan(protocol, user)),
    }
