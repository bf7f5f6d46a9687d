"""The only writer of an order's text while it is a draft: header, items, pairs in it.

What a page was opened with comes back with the form: `version` of the order for header and structure, the
mark of the text for one item, so that an old tab never overwrites what somebody else has written.
"""

import hashlib

from django.db import transaction

from mentoring.workflow.services import add_history, check_version
from mentoring.workflow.verdicts import Refused, StaleState, require
from registry.pairs.services import place_in_order, return_from_order
from roadmap.orders.drafting import appointment_text
from roadmap.orders.models import Order, OrderItem, OrderMentorship
from roadmap.orders.outline import MOST_LEVELS, outline, place_items, rearranged
from roadmap.orders.paper import facts_of
from roadmap.orders.placeholders import (
    has_placeholder,
    pairs_named,
    problems_in,
    values_of,
    without_pair,
)
from roadmap.orders.queries import order_mentorships
from roadmap.orders.rules import may_edit
from roadmap.orders.services import lock_mentorships

HEADER_FIELDS = (
    "title", "preamble", "control", "annex_title", "effective_from", "journal", "curator", "signer_position",
    "signer_name",
)  # fmt: skip
FILLED = {"preamble": "В преамбуле", "control": "В пункте о контроле"}
PLAIN = {"title": "В заголовке", "annex_title": "В заголовке приложения"}


def text_mark(text: str) -> str:
    """A short mark of a text, carried by the form that edits it."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def edit_order(order, *, by, version, **fields) -> Order:
    """Write the parts of the order around its items (HEADER_FIELDS).

    Raises StaleState when the order was changed since `version`, Refused for unknown placeholders.
    """
    order = _editable(order, by)
    check_version(order, version, "Приказ")
    for name, value in fields.items():
        if name not in HEADER_FIELDS:
            raise TypeError(f"not a field of the header: {name}")
        setattr(order, name, value)
    problems = header_problems(order)
    if problems:
        raise Refused("Текст не сохранён.", problems)
    order.version += 1
    order.save(update_fields=[*fields, "version"])
    add_history(order, by=by, action="edit", sentence="изменены заголовок или реквизиты приказа")
    return order


def header_problems(order) -> list[str]:
    """What is wrong with the placeholders around the items; titles are plain words and hold none."""
    values = order_values(order)
    problems = [
        f"{where} подстановки не действуют: напишите слова без фигурных скобок."
        for name, where in PLAIN.items()
        if has_placeholder(getattr(order, name))
    ]
    for name, where in FILLED.items():
        problems += problems_in(getattr(order, name), values, where)
    return problems


def order_values(order) -> dict[str, str]:
    """What each placeholder of this order gives now."""
    return values_of(facts_of(order, order_mentorships(order)))


@transaction.atomic
def add_item(order, *, by, version, text, parent=None) -> OrderItem:
    """Put a new item at the end of the order, or of the sub-items of `parent`.

    Raises StaleState when the order was changed since `version` (so a double click adds one item), Refused
    for an empty text, an unknown placeholder or a fourth level.
    """
    order = _changed(order, by, version)
    rows = outline(order.items.all())
    if parent is not None:
        place = next((row for row in rows if row.item.pk == parent.pk), None)
        if place is None or not place.can_have_children:
            raise Refused(f"Подпункты бывают не глубже {MOST_LEVELS} уровней.")
        number = f"{place.number}{1 + sum(row.item.parent_id == parent.pk for row in rows)}"
    else:
        number = str(1 + sum(row.item.parent_id is None for row in rows))
    item = OrderItem(order=order, parent=parent, text=_checked(order, text, f"В пункте {number}"))
    item.position = 1 + max(
        (row.item.position for row in rows if row.item.parent_id == item.parent_id), default=0
    )
    item.save()
    add_history(order, by=by, action="add_item", sentence=f"добавлен пункт {number}")
    return item


@transaction.atomic
def change_item(item, *, by, text, mark) -> OrderItem:
    """Write the text of an item; `mark` is the mark of the text that the page was opened with.

    Raises StaleState when another text stands there meanwhile, Refused for an unknown placeholder.
    """
    order = _editable(item.order, by)
    item = _item(order, item)
    if text_mark(item.text) != mark:
        raise StaleState(
            "Пока вы работали, этот пункт изменил другой человек или другая вкладка. "
            "Сравните оба текста и сохраните нужный."
        )
    number = _number(order, item)
    text = _checked(order, text, f"В пункте {number}")
    if text != item.text:
        item.text = text
        item.save(update_fields=["text"])
        add_history(order, by=by, action="change_item", sentence=f"изменён пункт {number}")
    return item


@transaction.atomic
def move_item(item, *, by, version, move) -> OrderItem:
    """Move an item one place: «up», «down», «indent» (sub-item of the previous one), «outdent».

    Raises StaleState when the order was changed since `version`, Refused when there is no such place.
    """
    order = _changed(item.order, by, version)
    item, items = _item(order, item), list(order.items.all())
    number = _number(order, item)
    place_items(items, *rearranged(items, item, move))
    sentence = f"переставлен пункт {number}"
    add_history(order, by=by, action="move_item", sentence=sentence)
    return item


@transaction.atomic
def delete_item(item, *, by, version) -> None:
    """Remove an item with its sub-items; raises StaleState when the order was changed since `version`."""
    order = _changed(item.order, by, version)
    item = _item(order, item)
    number = _number(order, item)
    text = item.text
    item.delete()
    add_history(order, by=by, action="delete_item", sentence=f"удалён пункт {number}", comment=text)


@transaction.atomic
def put_pair_in(order, mentorship, *, by, version) -> OrderMentorship:
    """Add an agreed pair at the end of the annex, with its sub-item beside those of the other pairs.

    Raises StaleState when the order was changed since `version` or the pair stands in an order already.
    """
    order = _changed(order, by, version)
    mentorship = lock_mentorships([mentorship.pk]).get()
    place_in_order(mentorship, by=by)
    last = order.mentorship_rows.order_by("-position").values_list("position", flat=True).first() or 0
    row = OrderMentorship.objects.create(order=order, mentorship=mentorship, position=last + 1)
    pairs = order_mentorships(order)
    items = [item for item in order.items.all() if pairs_named(item.text)]
    parent = items[-1].parent if items else None
    position = 1 + max((item.position for item in order.items.filter(parent=parent)), default=0)
    OrderItem.objects.create(
        order=order, parent=parent, position=position, text=appointment_text(len(pairs), pairs[-1])
    )
    add_history(order, by=by, action="put_in", sentence=f"включена в приказ: {pairs[-1].title}")
    return row


@transaction.atomic
def take_pair_out(order, mentorship, *, by, version) -> None:
    """Take a pair out of the draft with the items that speak of it alone; it is agreed again.

    Raises Refused when some text names it together with others, StaleState when the order was changed
    since `version`.
    """
    order = _changed(order, by, version)
    pairs = order_mentorships(order)
    number = next((place for place, pair in enumerate(pairs, start=1) if pair.pk == mentorship.pk), None)
    if number is None:
        raise StaleState("Этой пары в приказе уже нет. Откройте страницу заново.")
    _forget_pair(order, number)
    order.mentorship_rows.filter(mentorship=mentorship).delete()
    return_from_order(mentorship, by=by)
    title = pairs[number - 1].title
    add_history(order, by=by, action="take_out", sentence=f"убрана из приказа: {title}")


def _forget_pair(order, number) -> None:
    rows = outline(order.items.all())
    parents = {row.item.parent_id for row in rows}
    gone = [row.item for row in rows if pairs_named(row.item.text) == {number} and row.item.pk not in parents]
    held = [
        f"в пункте {row.number.rstrip('.')}"
        for row in rows
        if row.item not in gone and number in pairs_named(row.item.text)
    ]
    held += [where.lower() for name, where in FILLED.items() if number in pairs_named(getattr(order, name))]
    if held:
        raise Refused(
            f"Пара {number} названа вместе с другими {', '.join(held)}. Сначала уберите её из этого текста."
        )
    for item in gone:
        item.delete()
    for item in order.items.all():
        text = without_pair(item.text, number)
        if text != item.text:
            item.text = text
            item.save(update_fields=["text"])
    for name in FILLED:
        setattr(order, name, without_pair(getattr(order, name), number))
    order.save(update_fields=list(FILLED))


def _checked(order, text, where) -> str:
    text = text.strip()
    if not text:
        raise Refused(f"{where} нет текста. Напишите его или удалите пункт.")
    problems = problems_in(text, order_values(order), where)
    if len(problems) == 1:
        raise Refused(problems[0])
    if problems:
        raise Refused("Текст не сохранён.", problems)
    return text


def _number(order, item) -> str:
    rows = outline(order.items.all())
    return next(row.number for row in rows if row.item.pk == item.pk).rstrip(".")


def _editable(order, by) -> Order:
    locked = Order.objects.filter(pk=order.pk).select_for_update(of=("self",)).first()
    if locked is None:
        raise StaleState("Этот проект приказа уже удалён. Откройте список приказов.")
    require(may_edit(locked, by))
    return locked


def _changed(order, by, version) -> Order:
    """The order locked for a change of its structure, which old pages may not overwrite."""
    order = _editable(order, by)
    check_version(order, version, "Приказ")
    order.version += 1
    order.save(update_fields=["version"])
    return order


def _item(order, item) -> OrderItem:
    found = order.items.filter(pk=item.pk).first()
    if found is None:
        raise StaleState("Этот пункт уже удалён. Откройте текст приказа заново.")
    return found
