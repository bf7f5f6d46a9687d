"""Who may do what with a protocol and when."""

from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.workflow.tables import Transition, TransitionTable
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied
from roadmap.protocols.enums import AttendeeRole, ProtocolBody, ProtocolStatus
from roadmap.protocols.models import Protocol
from roadmap.protocols.queries import attendees_of, bodies_kept_by, items_of
from roadmap.protocols.voting import item_problems, lacks_quorum

S = ProtocolStatus


def may_keep(body: str | None, user) -> Allowed | Denied:
    """The curator keeps every body's protocols, a member of the methodical council the council's (п. 3.5)."""
    kept = bodies_kept_by(user)
    if body in kept or (body is None and kept):
        return ALLOWED
    return Denied("Протоколы ведёт куратор, протоколы методического совета – и его члены.")


def keeps(protocol: Protocol, user) -> Allowed | Denied:
    return may_keep(protocol.body, user)


def may_edit(protocol: Protocol, user) -> Allowed | Denied:
    """A protocol changes only before it is signed; afterwards the decision of a later meeting changes it."""
    if not keeps(protocol, user):
        return keeps(protocol, user)
    if protocol.status == S.DRAFT:
        return ALLOWED
    return Denied(
        "Протокол подписан и больше не меняется. Исправить решение можно решением нового заседания."
    )


def may_attach_scan(protocol: Protocol, user) -> Allowed | Denied:
    """The scan comes when the chair and the secretary have signed on paper."""
    if not keeps(protocol, user):
        return keeps(protocol, user)
    if not protocol.is_signed:
        return Denied("Скан прикладывают к подписанному протоколу.")
    return ALLOWED if protocol.scan_id is None else Denied("Скан протокола уже приложен.", is_late=True)


def may_gather(user) -> Allowed | Denied:
    """The agenda of the methodical council is made by who keeps its protocols."""
    return may_keep(ProtocolBody.METHODICAL, user)


def may_export(user) -> Allowed | Denied:
    """The register is printed by who sees all protocols."""
    may = user.may(Permission.VIEW_PROTOCOLS)
    return ALLOWED if may else Denied("Реестр протоколов печатают куратор и директор.")


def is_whole(protocol: Protocol, user) -> Allowed | Denied:
    """What must stand in a protocol before it gets a number."""
    problems = []
    if protocol.held_on > timezone.localdate():
        problems.append("Заседание ещё не состоялось: дата впереди.")
    people = attendees_of(protocol)
    roles = {row.role for row in people}
    if AttendeeRole.CHAIR not in roles:
        problems.append("Не указан председатель.")
    if AttendeeRole.SECRETARY not in roles:
        problems.append("Не указан секретарь.")
    items = items_of(protocol)
    if not items:
        problems.append("В повестке дня нет ни одного вопроса.")
    for number, item in enumerate(items, start=1):
        problems += item_problems(number, item, without_quorum=lacks_quorum(protocol, people))
    return Denied("Подписать протокол пока нельзя.", tuple(problems)) if problems else ALLOWED


TABLE = TransitionTable(
    name="protocol",
    title="Протокол",
    states=ProtocolStatus,
    initial=S.DRAFT,
    transitions=(
        Transition(
            name="sign",
            sources=(S.DRAFT,),
            target=S.SIGNED,
            label="Подписать и присвоить номер",
            past="подписан",
            who=keeps,
            guards=(is_whole,),
        ),
    ),
)
