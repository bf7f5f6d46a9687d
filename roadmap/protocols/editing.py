"""The only writer of the agenda: items with their speeches, decisions and votes, while the protocol is a draft."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from mentoring.workflow.services import add_history, check_version, once
from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.protocols.enums import Outcome, SpeechKind
from roadmap.protocols.models import OF_PAIR, OF_PROGRAMME, VOTES, AgendaItem, DecisionPoint, Protocol, Speech
from roadmap.protocols.queries import voters_of
from roadmap.protocols.services import editable

LONGEST_AGENDA = 60
TOO_MANY_VOTES = "Голосов больше, чем присутствующих: голосуют {}, а отметок {}."


@transaction.atomic
def save_item(
    protocol,
    item: AgendaItem | None,
    *,
    by,
    title: str,
    version: int | None = None,
    speeches: Iterable[dict] = (),
    points: Iterable[dict] = (),
    votes: tuple[int, int, int] | None = None,
    outcome: str = "",
    amends: Protocol | None = None,
    key: str = "",
) -> AgendaItem:
    """Write an item with everything in it (`item` is None for a new one, which comes last).

    `speeches` are dicts of kind, person or name with post, text; `points` of text, responsible, due_on; `votes` are
    for, against, abstained; `key` names the form of a new item. Raises Refused for more votes than people, StaleState
    after another saving.
    """
    if key:
        once(f"agenda/{key}")
    protocol = editable(protocol, by=by)
    is_new = item is None
    item = _new(protocol) if is_new else _present(protocol, item)
    if not is_new and version is not None:
        check_version(item, version, "Вопрос")
    _require_votes(protocol, votes)
    _require_outcome(item, outcome)
    if amends is not None and (amends.pk == protocol.pk or not amends.is_signed):
        raise Refused("Изменить можно решение другого, уже подписанного протокола.")
    item.title, item.outcome, item.amends = title.strip(), outcome, amends
    for name, count in zip(VOTES, votes or (None, None, None), strict=True):
        setattr(item, name, count)
    item.version += 1
    item.save()
    _write_parts(item, speeches, points)
    _bump(protocol)
    sentence = f"{'добавлен' if is_new else 'записан'} вопрос: {item.title}"[:300]
    tells = ["title", "outcome", "amends", *VOTES]
    add_history(protocol, by=by, action="item", sentence=sentence, tells=tells)
    return item


def _new(protocol: Protocol) -> AgendaItem:
    if protocol.items.count() >= LONGEST_AGENDA:
        raise Refused(f"В повестке не больше {LONGEST_AGENDA} вопросов. Объедините похожие.")
    return AgendaItem(protocol=protocol, position=_last_position(protocol) + 1)


def _last_position(protocol: Protocol) -> int:
    return max(protocol.items.values_list("position", flat=True), default=-1)


def _present(protocol: Protocol, item) -> AgendaItem:
    found = protocol.items.filter(pk=item.pk).first()
    if found is None:
        raise StaleState("Этого вопроса в повестке уже нет. Откройте протокол заново.")
    return found


def _require_votes(protocol: Protocol, votes) -> None:
    voters = voters_of(protocol)
    if votes and sum(votes) > voters:
        raise Refused(TOO_MANY_VOTES.format(voters, sum(votes)))


def _require_outcome(item: AgendaItem, outcome: str) -> None:
    allowed = OF_PAIR if item.mentorship_id else OF_PROGRAMME if item.programme_id else []
    if outcome and outcome not in allowed:
        raise Refused(f"К этому вопросу не подходит решение «{Outcome(outcome).label}».")


def _write_parts(item: AgendaItem, speeches, points) -> None:
    item.speeches.all().delete()
    item.points.all().delete()
    Speech.objects.bulk_create(
        Speech(item=item, position=place, **{**row, "kind": SpeechKind(row["kind"])})
        for place, row in enumerate(speeches)
    )
    DecisionPoint.objects.bulk_create(
        DecisionPoint(item=item, position=place, **row) for place, row in enumerate(points)
    )


@transaction.atomic
def add_item_about(protocol, *, by, title: str, decision: str = "", **thing) -> AgendaItem:
    """Put an item about a pair, a programme or a roadmap (`thing`) at the end of the agenda, with a decision to mend.

    Raises StaleState when the protocol has an item about it already.
    """
    protocol = editable(protocol, by=by)
    item = _new(protocol)
    item.title = title
    for name, row in thing.items():
        setattr(item, name, row)
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError:
        raise StaleState(f"Вопрос «{title}» уже в повестке. Обновите страницу.") from None
    if decision:
        DecisionPoint.objects.create(item=item, text=decision)
    _bump(protocol)
    return item


@transaction.atomic
def remove_item(item, *, by) -> Protocol:
    """Take an item out of a draft's agenda."""
    protocol = editable(item.protocol, by=by)
    item = _present(protocol, item)
    sentence = f"убран вопрос: {item.title}"[:300]
    item.delete()
    _bump(protocol)
    add_history(protocol, by=by, action="item", sentence=sentence)
    return protocol


@transaction.atomic
def move_item(item, *, by, up: bool) -> Protocol:
    """Change the item's place with the one before it or after it; at the edge nothing happens."""
    protocol = editable(item.protocol, by=by)
    rows = list(protocol.items.all())
    place = rows.index(_present(protocol, item))
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        for position, row in enumerate(rows):
            row.position = position
        AgendaItem.objects.bulk_update(rows, ["position"])
        _bump(protocol)
    return protocol


def _bump(protocol: Protocol) -> None:
    protocol.version += 1
    protocol.save(update_fields=["version"])
